"""Views drawn by row: scrolling, wrapped text, and the list with a marked row."""

from collections.abc import Callable, Container, Iterable, Sequence
from math import ceil
from typing import ClassVar, Generic, NamedTuple, TypeVar, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.color import Color
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.model.codebook import Codebook, JudgementArea
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui.text.wrapping import RowCells, WrapIndex, fitted, is_plain
from ofsted_tui.tui.text.wrapping import width as cells_of
from ofsted_tui.tui.themes import Palette

SCROLLING_CSS = "overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;"
"""The styles of a view of rows: no row is wider than the view, and the bar never comes and goes."""


def palette_of(widget: Widget, areas: Iterable[JudgementArea] = ()) -> Palette:
    """Return the styles of a widget's rows in the theme of now."""
    accent = Color.parse(widget.app.theme_variables["primary"])
    colours = {area.digit: area.colour for area in areas}
    return Palette(widget.rich_style, widget.background_colors[1], accent, colours, widget.app.no_color)


def marked_style(palette: Palette) -> Style:
    """Return what the marked row or cell has over its own style."""
    ground = palette.text(0, 0, True, False)
    return Style(bgcolor=ground.bgcolor, reverse=ground.reverse)


def as_marked(strip: Strip, palette: Palette, *, has_bar: bool = True) -> Strip:
    """Return a row as it looks marked, with a bar in its first cell."""
    if has_bar:
        strip = Strip([Segment("▌", palette.marker), *strip.crop(1)], strip.cell_length)
    return strip.apply_style(marked_style(palette))


def set_row_count(view: ScrollView, rows: int) -> None:
    """Say how many rows a view has in all.

    To assign the size would lay out the whole screen, which no number of rows changes.
    """
    size = Size(view.scrollable_content_region.width, rows)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        move_bar(view, rows, view.scroll_y)


def move_bar(view: ScrollView, rows: int, top: float) -> None:
    """Tell a view's bar how many rows there are and which is at the top; it is drawn where that is seen.

    To assign the values would draw it for every row: as many rows of the screen as the document's page.
    """
    if view.show_vertical_scrollbar:
        bar, height = view.vertical_scrollbar, view.size.height
        before = _thumb(height, bar.window_virtual_size, bar.window_size, bar.position)
        bar.set_reactive(ScrollBar.window_virtual_size, rows)
        bar.set_reactive(ScrollBar.window_size, height)
        bar.set_reactive(ScrollBar.position, top)
        if _thumb(height, rows, height, top) != before:
            bar.refresh()


def _thumb(height: int, rows: int, window: int, top: float) -> tuple[int, int] | None:
    """Return where a bar of so many cells shows its thumb, in eighths of a cell, as Textual reckons it."""
    if not window or not rows or rows == height:
        return None
    length = max(1, window * height / rows)
    start = int((height - length) * top / (rows - window) * 8) if rows > window else 0
    return start, min(height * 8, start + ceil(length * 8))


def scroll_to_row(view: ScrollView, row: int) -> None:
    """Put a row at the top of a view, as far as there are rows below it."""
    view.scroll_to(y=max(0, row), animate=False, force=True)


def refresh_rows(view: ScrollView, rows: Iterable[int]) -> None:
    """Draw again those of the rows that are on the screen."""
    top, height = view.scroll_offset.y, view.size.height
    for row in rows:
        if top <= row < top + height:
            view.refresh_line(row)


class StyledText(NamedTuple):
    """Some text of a row, and how it looks."""

    text: str
    look: str = "base"
    """ "base", "faint", "strong" or "hit"."""
    digit: int = 0
    """Not 0: in the look of the area with this digit."""


class ListItem(NamedTuple):
    """One row: what it stands for; None where it is a heading, which is never marked."""

    value: object
    draw: Callable[[int], Sequence[StyledText]]
    """Makes the parts for a width in cells."""


Value = TypeVar("Value")


class RowList(ScrollView, Generic[Value], can_focus=True, inherit_bindings=False):
    """Items with headings between them; the keys that move come from the screen that uses it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = f"RowList {{ {SCROLLING_CSS} }}"
    ROWS: ClassVar[int] = 1
    """The rows of each item."""

    def __init__(self, codebook: Codebook, moved: Callable[[], None]) -> None:
        """Take the codebook for the colours of areas; `moved` is called when another item is marked."""
        super().__init__()
        self._codebook = codebook
        self._moved = moved
        self._items: Sequence[ListItem] = ()
        self._marked: int | None = None
        self._palette: Palette | None = None
        self._width = 0

    # what is listed

    def __len__(self) -> int:
        """Count the items that can be marked."""
        return sum(self.value_at(at) is not None for at in range(self.count))

    @property
    def marked(self) -> Value | None:
        """What the marked item stands for."""
        return None if self._marked is None else self.value_at(self._marked)

    @property
    def position(self) -> int:
        """The number of items before the marked one; 0 where none is marked."""
        return sum(self.value_at(at) is not None for at in range(self._marked or 0))

    @property
    def count(self) -> int:
        """The number of items and headings."""
        return len(self._items)

    def value_at(self, index: int) -> Value | None:
        """Return what an item stands for; None where it is a heading."""
        return cast(Value | None, self._items[index].value)  # what comes out is what the screen has put in

    def parts_of(self, index: int, row: int, width: int) -> Sequence[StyledText]:
        """Return what is drawn in one of the rows of an item."""
        return self._items[index].draw(width)

    def fill(self, items: Sequence[ListItem], marked: object = None) -> None:
        """Show other items; the one that stands for `marked` is marked, else the first."""
        self._items = items
        set_row_count(self, self.count * self.ROWS)
        scroll_to_row(self, 0)
        found = next((at for at, one in enumerate(items) if one.value == marked and marked is not None), None)
        self.mark_index(self._nearest(0, 1) if found is None else found)
        self.refresh()

    # what is marked

    def mark_at(self, position: int) -> None:
        """Mark the item with so many items before it, or the last one."""
        known = [at for at in range(self.count) if self.value_at(at) is not None]
        if known:
            self.mark_index(known[min(position, len(known) - 1)])

    def _nearest(self, start: int, step: int) -> int | None:
        """Return the first item from one on, in one direction, that is no heading."""
        indices = range(start, self.count) if step > 0 else range(start, -1, -1)
        return next((at for at in indices if self.value_at(at) is not None), None)

    def mark_index(self, index: int | None) -> None:
        """Mark an item, and bring it into view."""
        before, self._marked = self._marked, index
        changed = {before, index} if before != index else set()
        rows = range(self.ROWS)
        refresh_rows(self, [one * self.ROWS + row for one in changed if one is not None for row in rows])
        if index is not None:
            self._bring_into_view(index)

    def _bring_into_view(self, index: int) -> None:
        top, height = self.scroll_offset.y, self.size.height
        is_below_heading = index and self.value_at(index - 1) is None
        first, end = (index - bool(is_below_heading)) * self.ROWS, (index + 1) * self.ROWS
        if height and not top <= first <= end <= top + height:
            scroll_to_row(self, first if first < top else end - height)

    def action_move(self, step: int) -> None:
        """Mark another item."""
        if not self.count:
            return
        wanted = max(0, min(self.count - 1, (-1 if self._marked is None else self._marked) + step))
        direction = 1 if step > 0 else -1
        found = self._nearest(wanted, direction)
        if found is None:
            found = self._nearest(wanted, -direction)
        if found is not None and found != self._marked:
            self.mark_index(found)
            self._moved()

    def action_page(self, step: int) -> None:
        """Mark an item a page away."""
        self.action_move(step * max(1, (self.size.height - 2) // self.ROWS))

    def action_group(self, step: int) -> None:
        """Mark the first item under the next heading, or under the one before."""
        now = self._marked or 0
        firsts = [at for at in range(self.count) if self._begins_group(at)]
        own = max((at for at in firsts if at <= now), default=now)
        found = [at for at in firsts if (at > now if step > 0 else at < own)]
        if found:
            self.mark_index(found[0] if step > 0 else found[-1])
            self._moved()

    def _begins_group(self, at: int) -> bool:
        return self.value_at(at) is not None and (not at or self.value_at(at - 1) is None)

    def on_click(self, event: events.Click) -> None:
        """Mark the item under the mouse."""
        index = (self.scroll_offset.y + event.y) // self.ROWS
        if index < self.count and self.value_at(index) is not None:
            self.clicked(index, event.chain)

    def clicked(self, index: int, times: int) -> None:
        """Mark an item that was clicked so many times."""
        self.mark_index(index)
        self._moved()

    # drawing

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the rows of another place, and the bar where it looks otherwise."""
        move_bar(self, self.virtual_size.height, new_value)
        super().watch_scroll_y(old_value, new_value)

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        super().notify_style_update()
        self._palette = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw rows of the screen; what all of them need is read once."""
        if self._palette is None:
            self._palette = palette_of(self, self._codebook.areas)
        self._width = self.scrollable_content_region.width
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        assert self._palette is not None
        base, width = self._palette.base, self._width
        index, row = divmod(self.scroll_offset.y + y, self.ROWS)
        if index >= self.count:
            return Strip.blank(width, base)
        segments = self._segments(self.parts_of(index, row, max(0, width - 1)), width - 1)
        strip = Strip([Segment(" ", base), *segments]).adjust_cell_length(width, base)
        return as_marked(strip, self._palette, has_bar=not row) if index == self._marked else strip

    def _segments(self, parts: Sequence[StyledText], room: int) -> list[Segment]:
        segments = []
        for part in parts:
            shown = fitted(visible_line(part.text), room)
            segments.append(Segment(shown, self._style(part)))
            room -= cells_of(shown)
        return segments

    def _style(self, part: StyledText) -> Style:
        assert self._palette is not None
        palette = self._palette
        if part.digit:
            return palette.letter(part.digit)
        if part.look == "hit":
            return palette.base + Style(bold=True, underline=True)
        return {"faint": palette.faint, "strong": palette.strong}.get(part.look, palette.base)


class WrappedText(ScrollView, can_focus=False):
    """A text of which some lines are headings."""

    ALLOW_SELECT = False
    DEFAULT_CSS = f"WrappedText {{ {SCROLLING_CSS} }}"
    INDENT: ClassVar[int] = 0
    """The cells left of the text; there is one at its right."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._wrap = WrapIndex("")
        self._headings: Container[int] = ()
        self._style = Style()
        self._width = 0

    @property
    def text(self) -> str:
        """What is shown."""
        return self._wrap.text

    def set_text(self, text: str, headings: Container[int]) -> None:
        """Show another text from its beginning; rows that begin at one of the offsets are headings."""
        rows_before = self._wrap.total
        self._wrap, self._headings = WrapIndex(text), headings
        if self.scroll_offset.y:
            scroll_to_row(self, 0)
        self._wrap_for_width()
        self.refresh_lines(0, max(rows_before, self._wrap.total))

    def _wrap_for_width(self) -> None:
        width = self.scrollable_content_region.width - self.INDENT - 1
        if width > 0 and self._wrap.width != width:
            self._wrap.set_width(width)
            self._wrap.wrap_all()
        if width > 0:  # what fits counts as full, so that the bar is not worked out again
            set_row_count(self, max(self._wrap.total, self.size.height))

    def on_resize(self) -> None:
        """Wrap for another size."""
        self._wrap_for_width()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw rows of the screen; the first paint comes before the resize is told."""
        self._wrap_for_width()
        self._style, self._width = self.rich_style, self.scrollable_content_region.width
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        style, width = self._style, self._width
        row = self.scroll_offset.y + y
        if row >= self._wrap.total or not self.text:
            return Strip.blank(width, style)
        start, end = self._wrap.span(row)
        text = self.text[start:end].rstrip("\n")
        shown = " " * self.INDENT + (text if is_plain(text) else "".join(RowCells(text).glyphs))
        look = style + Style(bold=start in self._headings)
        return Strip([Segment(shown, look)]).adjust_cell_length(width, style)


class DetailView(WrappedText):
    """A heading, a line of facts, and a text of any length."""

    INDENT = 1

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(id="detail")

    def show(self, heading: str, facts: str, text: str) -> None:
        """Show other words; the first two are a line each."""
        words = "\n".join(part for part in (heading, facts, text) if part)
        if words != self.text:
            self.set_text(words, range(len(heading)))

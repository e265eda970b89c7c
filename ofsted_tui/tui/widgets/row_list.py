"""A list of one-row items under headings, drawn only where they are on the screen; one item is marked."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.color import Color
from textual.strip import Strip

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui.text.cells import width as cells_of
from ofsted_tui.tui.text.palette import Palette
from ofsted_tui.tui.widgets.line_view import LineView
from ofsted_tui.tui.widgets.status_line import fitted


class Part(NamedTuple):
    """Some text of a row, and how it looks."""

    text: str
    look: str = "base"
    """ "base", "faint", "strong" or "hit"."""
    digit: int = 0
    """Not 0: in the look of the area with this digit."""


class Item(NamedTuple):
    """One row: what it stands for; None where it is a heading, which is never marked."""

    value: object
    draw: Callable[[int], Sequence[Part]]
    """Makes the parts for a width in cells."""


Value = TypeVar("Value")


class RowList(LineView, Generic[Value], can_focus=True, inherit_bindings=False):
    """Items with headings between them; the keys that move come from the screen that uses it."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, codebook: Codebook, moved: Callable[[], None]) -> None:
        """Take the codebook for the colours of areas; `moved` is called when another item is marked."""
        super().__init__()
        self._codebook = codebook
        self._moved = moved
        self._items: Sequence[Item] = ()
        self._marked: int | None = None
        self._palette: Palette | None = None

    def __len__(self) -> int:
        """Count the items that can be marked."""
        return sum(item.value is not None for item in self._items)

    @property
    def marked(self) -> Value | None:
        """What the marked item stands for."""
        # What comes out is what the screen has put in.
        return None if self._marked is None else cast(Value, self._items[self._marked].value)

    @property
    def position(self) -> int:
        """The number of items before the marked one; 0 where none is marked."""
        return sum(item.value is not None for item in self._items[: self._marked or 0])

    def fill(self, items: Sequence[Item], marked: object = None) -> None:
        """Show other items; the one that stands for `marked` is marked, else the first."""
        self._items = items
        self.set_row_count(len(items))
        self.scroll_to_row(0)
        found = next((at for at, one in enumerate(items) if one.value == marked and marked is not None), None)
        self._mark(self._nearest(0, 1) if found is None else found)
        self.refresh()

    def redraw(self, items: Sequence[Item]) -> None:
        """Show the same items, drawn otherwise."""
        self._items = items
        self.refresh()

    def mark_at(self, position: int) -> None:
        """Mark the item with so many items before it, or the last one."""
        known = [at for at, item in enumerate(self._items) if item.value is not None]
        if known:
            self._mark(known[min(position, len(known) - 1)])

    def _nearest(self, start: int, step: int) -> int | None:
        """Return the first item from a row on, in one direction, that is no heading."""
        rows = range(start, len(self._items)) if step > 0 else range(start, -1, -1)
        return next((at for at in rows if self._items[at].value is not None), None)

    def _mark(self, index: int | None) -> None:
        before, self._marked = self._marked, index
        self.refresh_rows({one for one in (before, index) if one is not None and before != index})
        if index is not None:
            self._show(index)

    def _show(self, index: int) -> None:
        top, height = self.scroll_offset.y, self.size.height
        first = index - 1 if index and self._items[index - 1].value is None else index
        if height and not top <= first <= index < top + height:
            self.scroll_to_row(first if first < top else index - height + 1)

    def action_move(self, step: int) -> None:
        """Mark another item."""
        if self._marked is None:
            return
        wanted = max(0, min(len(self._items) - 1, self._marked + step))
        direction = 1 if step > 0 else -1
        found = self._nearest(wanted, direction)
        if found is None:
            found = self._nearest(wanted, -direction)
        if found is not None and found != self._marked:
            self._mark(found)
            self._moved()

    def action_group(self, step: int) -> None:
        """Mark the first item under the next heading, or under the one before."""
        now = self._marked or 0
        firsts = [at for at, item in enumerate(self._items) if item.value is not None and self._begins(at)]
        own = max((at for at in firsts if at <= now), default=now)
        found = [at for at in firsts if (at > now if step > 0 else at < own)]
        if found:
            self._mark(found[0] if step > 0 else found[-1])
            self._moved()

    def _begins(self, at: int) -> bool:
        return not at or self._items[at - 1].value is None

    def action_page(self, step: int) -> None:
        """Mark an item a page away."""
        self.action_move(step * max(1, self.size.height - 2))

    def on_click(self, event: events.Click) -> None:
        """Mark the item under the mouse."""
        index = self.scroll_offset.y + event.y
        if index < len(self._items) and self._items[index].value is not None:
            self._mark(index)
            self._moved()

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        super().notify_style_update()
        self._palette = None

    def prepare_paint(self) -> None:
        """Read the styles once a paint."""
        if self._palette is None:
            accent = Color.parse(self.app.theme_variables["primary"])
            colours = {area.digit: area.colour for area in self._codebook.areas}
            background = self.background_colors[1]
            self._palette = Palette(self.ground, background, accent, colours, self.app.no_color)
        self._top, self._width = self.scroll_offset.y, self.scrollable_content_region.width

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        assert self._palette is not None
        index = self._top + y
        if index >= len(self._items):
            return Strip.blank(self._width, self._palette.base)
        parts = self._items[index].draw(max(0, self._width - 1))
        base = self._palette.base
        strip = Strip([Segment(" ", base), *self._segments(parts)]).adjust_cell_length(self._width, base)
        return self._as_marked(strip) if index == self._marked else strip

    def _segments(self, parts: Sequence[Part]) -> list[Segment]:
        assert self._palette is not None
        room = self._width - 1
        segments = []
        for part in parts:
            shown = fitted(visible_line(part.text), room)
            segments.append(Segment(shown, self._style(part)))
            room -= cells_of(shown)
        return segments

    def _style(self, part: Part) -> Style:
        assert self._palette is not None
        palette = self._palette
        if part.digit:
            return palette.letter(part.digit)
        if part.look == "hit":
            return palette.base + Style(bold=True, underline=True)
        return {"faint": palette.faint, "strong": palette.strong}.get(part.look, palette.base)

    def _as_marked(self, strip: Strip) -> Strip:
        assert self._palette is not None
        ground = self._palette.text(0, 0, True, False)
        marked = Strip([Segment("▌", self._palette.marker), *list(strip)[1:]], self._width)
        return marked.apply_style(Style(bgcolor=ground.bgcolor, reverse=ground.reverse))

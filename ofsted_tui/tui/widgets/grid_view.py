"""Rows by columns, two lines a row, drawn only where they are on the screen; one cell is marked."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui.text.wrapping import fitted
from ofsted_tui.tui.text.wrapping import width as cells_of
from ofsted_tui.tui.themes import Palette
from ofsted_tui.tui.widgets.rows import (
    SCROLLING_CSS,
    marked_style,
    palette_of,
    refresh_rows,
    scroll_to_row,
    set_row_count,
)

LINES = 2
_NARROWEST, _WIDEST = 15, 24
_LABEL = (18, 46)
"""The least and the most that the labels of the rows take."""


class GridCell(NamedTuple):
    """The two lines of a cell or a label, and whether each is faint."""

    first: str
    second: str
    is_faint: tuple[bool, bool] = (False, False)


class GridSource(Protocol):
    """What a grid shows."""

    @property
    def headings(self) -> Sequence[str]:
        """The titles of the columns."""

    def __len__(self) -> int:
        """Count the rows."""

    def label(self, row: int, width: int) -> GridCell:
        """Return the label of a row for a width in cells."""

    def cell(self, row: int, column: int, width: int) -> GridCell:
        """Return a cell for a width in cells."""


class _Nothing:
    headings: Sequence[str] = ()

    def __len__(self) -> int:
        return 0

    def label(self, row: int, width: int) -> GridCell:
        return GridCell("", "")

    def cell(self, row: int, column: int, width: int) -> GridCell:
        return GridCell("", "")


class GridLayout(NamedTuple):
    """How wide the parts of a row are, in cells."""

    label: int
    cell: int
    shown: int
    """How many columns there is room for."""


class GridHeader(Widget):
    """The titles of the columns that are shown."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "GridHeader { height: 2; }"

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._lines: tuple[str, str] = ("", "")

    def show(self, first: str, second: str) -> None:
        """Show other titles."""
        if (first, second) != self._lines:
            self._lines = first, second
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        style = self.rich_style + Style(bold=True)
        line = Strip([Segment(" " + self._lines[y], style)])
        return line.adjust_cell_length(self.size.width, self.rich_style)


class GridView(ScrollView, can_focus=True, inherit_bindings=False):
    """A grid with a marked cell; the labels of rows and columns stay on the screen."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = f"GridView {{ {SCROLLING_CSS} }}"

    def __init__(self, moved: Callable[[], None]) -> None:
        """Call `moved` when another cell is marked."""
        super().__init__()
        self.header = GridHeader()
        self._moved = moved
        self._source: GridSource = _Nothing()
        self.row = self.column = 0
        """The marked cell."""
        self._first = 0
        """The first column that is shown."""
        self._palette: Palette | None = None
        self._width = 0
        self._now = self._layout
        """The layout of this paint."""

    def show(self, source: GridSource, *, keep: bool = False) -> None:
        """Show other rows and columns; `keep` keeps the marked cell where it is."""
        self._source = source
        if not keep:
            self.row = self.column = self._first = 0
        self.row = max(0, min(self.row, len(source) - 1))
        self.column = max(0, min(self.column, len(source.headings) - 1))
        set_row_count(self, len(source) * LINES)
        self._bring_into_view()
        self.refresh()

    def grown(self) -> None:
        """Take note that the source has more rows."""
        set_row_count(self, len(self._source) * LINES)
        self.refresh()

    @property
    def _layout(self) -> GridLayout:
        width = max(1, self.scrollable_content_region.width - 1)
        number = max(1, len(self._source.headings))
        label = max(_LABEL[0], min(_LABEL[1], width // 4))
        cell = max(_NARROWEST, min(_WIDEST, (width - label) // number))
        return GridLayout(label, cell, max(1, min(number, (width - label) // cell)))

    def action_move(self, rows: int) -> None:
        """Mark a cell in another row."""
        self._go(self.row + rows, self.column)

    def action_page(self, step: int) -> None:
        """Mark a cell a page away."""
        self.action_move(step * max(1, self.size.height // LINES - 1))

    def action_across(self, columns: int) -> None:
        """Mark a cell in another column."""
        self._go(self.row, self.column + columns)

    def _go(self, row: int, column: int) -> None:
        before = self.row, self.column
        self.row = max(0, min(len(self._source) - 1, row))
        self.column = max(0, min(len(self._source.headings) - 1, column))
        if before == (self.row, self.column):
            return
        refresh_rows(self, {one * LINES + line for one in (before[0], self.row) for line in range(LINES)})
        self._bring_into_view()
        self._moved()

    def _bring_into_view(self) -> None:
        shown = self._layout.shown
        first = max(self.column - shown + 1, min(self._first, self.column))
        if first != self._first:
            self._first = first
            self.refresh()
        top, height, row = self.scroll_offset.y, self.size.height, self.row * LINES
        if height and not top <= row <= top + height - LINES:
            scroll_to_row(self, row if row < top else row + LINES - height)
        self._say_headings()

    def _say_headings(self) -> None:
        layout = self._layout
        headings = self._source.headings[self._first : self._first + layout.shown]
        more = "" if self._first + layout.shown >= len(self._source.headings) else " ›"
        before = "‹" if self._first else ""
        lines = [two_lines(visible_line(one), layout.cell - 1) for one in headings]
        first = "".join(one[0].ljust(layout.cell) for one in lines)
        second = "".join(one[1].ljust(layout.cell) for one in lines)
        self.header.show(before.ljust(layout.label) + first.rstrip() + more, " " * layout.label + second)

    def on_resize(self) -> None:
        """Keep the marked cell on the screen."""
        self._bring_into_view()

    def on_click(self, event: events.Click) -> None:
        """Mark the cell under the mouse."""
        layout = self._layout
        row = (self.scroll_offset.y + event.y) // LINES
        column = self._first + max(0, event.x - 1 - layout.label) // layout.cell
        if row < len(self._source):
            self._go(row, column)

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        super().notify_style_update()
        self._palette = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the screen; what all of them need is read once."""
        if self._palette is None:
            self._palette = palette_of(self)
        self._width, self._now = self.scrollable_content_region.width, self._layout
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line of a row."""
        assert self._palette is not None
        row, line = divmod(self.scroll_offset.y + y, LINES)
        if row >= len(self._source):
            return Strip.blank(self._width, self._palette.base)
        layout = self._now
        label = self._source.label(row, layout.label - 1)
        segments = [Segment("▌" if row == self.row else " ", self._palette.marker)]
        segments.append(self._segment(label, line, layout.label, strong=not line))
        for column in range(self._first, min(self._first + layout.shown, len(self._source.headings))):
            cell = self._source.cell(row, column, layout.cell - 1)
            marked = (row, column) == (self.row, self.column)
            segments.append(self._segment(cell, line, layout.cell, marked=marked))
        return Strip(segments).adjust_cell_length(self._width, self._palette.base)

    def _segment(
        self, drawn: GridCell, line: int, width: int, *, strong: bool = False, marked: bool = False
    ) -> Segment:
        assert self._palette is not None
        text = fitted(visible_line(drawn.second if line else drawn.first), width - 1)
        style = self._palette.faint if drawn.is_faint[line] else self._palette.base
        if strong:
            style = self._palette.strong
        if marked:
            style += marked_style(self._palette)
        return Segment(text + " " * (width - cells_of(text)), style)


def two_lines(text: str, width: int) -> tuple[str, str]:
    """Return a title in two lines, broken between words where there is one; the rest is cut off."""
    if len(text) <= width:
        return text, ""
    at = text.rfind(" ", 0, width + 1)
    if at <= 0:
        return text[:width], fitted(text[width:], width)
    return text[:at], fitted(text[at + 1 :], width)

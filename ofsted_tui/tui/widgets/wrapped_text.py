"""Texts of a few pages, wrapped and scrolling; drawn by row, so that other words lay nothing out."""

from collections.abc import Container
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ofsted_tui.tui.text.cells import RowCells, is_plain
from ofsted_tui.tui.text.wrapping import WrapIndex
from ofsted_tui.tui.widgets.drawn_rows import SCROLLING_CSS, scroll_to_row, set_row_count


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
        self._wrap, self._headings = WrapIndex(text), headings
        if self.scroll_offset.y:
            scroll_to_row(self, 0)
        self._wrap_for_width()
        self.refresh()

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

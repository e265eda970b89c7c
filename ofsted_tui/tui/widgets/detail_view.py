"""One annotation in full, drawn by row like the document, so that following it lays nothing out."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ofsted_tui.tui.text.cells import Row, is_plain
from ofsted_tui.tui.text.wrapping import WrapIndex
from ofsted_tui.tui.widgets.line_view import LineView

_BOLD = Style(bold=True)


class DetailView(LineView, can_focus=False):
    """A heading, a line of facts, and a text of any length that scrolls."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(id="detail")
        self._wrap = WrapIndex("")
        self._heads = 0

    def show(self, heading: str, facts: str, text: str) -> None:
        """Show other words; the first two are a line each."""
        words = "\n".join(part for part in (heading, facts, text) if part)
        if words == self._wrap.text:
            return
        before = self._wrap.total
        self._wrap = WrapIndex(words)
        self._heads = len(heading)
        if self.scroll_offset.y:
            self.scroll_to_row(0)
        self._wrap_now()
        self.refresh_rows(set(range(max(before, self._wrap.total))))

    def _wrap_now(self) -> None:
        width = self.scrollable_content_region.width - 2
        if width > 0 and self._wrap.width != width:
            self._wrap.set_width(width)
            self._wrap.install({one: self._wrap.computed(one) for one in self._wrap.pending_chunks()})
            self._count_rows()

    def _count_rows(self) -> None:
        """Say how many rows there are; what fits counts as full, so that the bar is not worked out again."""
        self.set_row_count(max(self._wrap.total, self.size.height))

    def on_resize(self) -> None:
        """Wrap for another size."""
        self._wrap_now()
        self._count_rows()

    def prepare_paint(self) -> None:
        """Read the style once a paint."""
        self._wrap_now()
        self._top, self._style = self.scroll_offset.y, self.ground

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        width = self.scrollable_content_region.width
        if self._top + y >= self._wrap.total or not self._wrap.text:
            return Strip.blank(width, self._style)
        start, end = self._wrap.span(self._top + y)
        text = self._wrap.text[start:end].rstrip("\n")
        shown = text if is_plain(text) else "".join(Row(text).glyphs)
        style = self._style + _BOLD if start < self._heads else self._style
        return Strip([Segment(" " + shown, style)]).adjust_cell_length(width, self._style)

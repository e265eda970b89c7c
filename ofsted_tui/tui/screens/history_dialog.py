"""What became of one annotation since it was made."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import Label

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.review import Review
from ofsted_tui.review.history_text import moment_text, step_lines, title_in, who_text
from ofsted_tui.store.history import Step
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.text.cells import Row
from ofsted_tui.tui.text.wrapping import WrapIndex
from ofsted_tui.tui.widgets.line_view import LineView

_HINT = "j k PgDn PgUp g G move · esc back"
_QUOTE = 60


class HistoryView(LineView, can_focus=True, inherit_bindings=False):
    """Paragraphs of words drawn by row, each under a line of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", show=False),
        Binding("k,up", "move(-1)", "Up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "A page down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "A page up", show=False),
        Binding("g,home", "move(-1000000)", "Top", show=False),
        Binding("G,end", "move(1000000)", "End", show=False),
    ]

    def __init__(self, paragraphs: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Take paragraphs, each a heading and lines."""
        super().__init__()
        self._heads: set[int] = set()
        """The offsets at which headings begin."""
        blocks: list[str] = []
        length = 0
        for heading, lines in paragraphs:
            self._heads.add(length)
            blocks.append("\n".join([heading, *(f"  {line}" for line in lines)]))
            length += len(blocks[-1]) + 2
        self._wrap = WrapIndex("\n\n".join(blocks))

    def action_move(self, rows: int) -> None:
        """Scroll down, or up."""
        self.scroll_to_row(self.scroll_offset.y + rows)

    def action_page(self, step: int) -> None:
        """Scroll a page down, or up, with a row of the last one left."""
        self.action_move(step * max(1, self.size.height - 1))

    def prepare_paint(self) -> None:
        """Wrap for the width, and read the style once a paint."""
        width = self.scrollable_content_region.width - 1
        if width > 0 and self._wrap.width != width:
            self._wrap.set_width(width)
            self._wrap.install({one: self._wrap.computed(one) for one in self._wrap.pending_chunks()})
            self.set_row_count(self._wrap.total)
        self._top, self._style = self.scroll_offset.y, self.ground

    def on_resize(self) -> None:
        """Wrap for another width."""
        self.prepare_paint()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        width = self.scrollable_content_region.width
        if self._top + y >= self._wrap.total:
            return Strip.blank(width, self._style)
        start, end = self._wrap.span(self._top + y)
        shown = Row(self._wrap.text[start:end].rstrip("\n"))
        bold = Style(bold=start in self._heads)
        return Strip([Segment("".join(shown.glyphs), self._style + bold)]).adjust_cell_length(
            width, self._style
        )


class HistoryDialog(Dialog[None]):
    """Lists each step, oldest first; there is nothing to answer."""

    def __init__(self, review: Review, annotation: Annotation) -> None:
        """Take the review and the annotation; raise StoreError."""
        super().__init__()
        self._annotation = annotation
        self._letter = review.codebook.area_or_unknown(annotation.area).letter
        self._paragraphs = _paragraphs(review, review.store.history.of(annotation.id))

    def heading(self) -> str:
        """Name the tag."""
        quote = visible_summary(self._annotation.quote[: 4 * _QUOTE])
        return f"History of {self._letter} “{quote[:_QUOTE]}{'…' if len(quote) > _QUOTE else ''}”"

    def content(self) -> ComposeResult:
        """Make the list and the keys."""
        yield HistoryView(self._paragraphs)
        yield Label(_HINT, classes="hints", markup=False)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(HistoryView).focus()


def _paragraphs(review: Review, steps: Sequence[Step]) -> list[tuple[str, list[str]]]:
    def title_of(document_id: str) -> str:
        try:
            return title_in(review.store, document_id)
        except StoreError:
            return document_id

    return [
        (
            f"{moment_text(step.at)} · {who_text(step, former)}",
            step_lines(step, review.codebook, title_of),
        )
        for former, step in zip([None, *steps], steps, strict=False)
    ]

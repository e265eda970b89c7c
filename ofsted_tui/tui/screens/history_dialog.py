"""What became of one annotation since it was made."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.review import Review
from ofsted_tui.review.history_text import moment_text, step_lines, title_in, who_text
from ofsted_tui.store.journal import HistoryStep
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.widgets.drawn_rows import scroll_to_row
from ofsted_tui.tui.widgets.wrapped_text import WrappedText

_HINT = "j k PgDn PgUp g G move · esc back"
_QUOTE = 60


class HistoryView(WrappedText, can_focus=True, inherit_bindings=False):
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
        headings: set[int] = set()
        blocks: list[str] = []
        length = 0
        for heading, lines in paragraphs:
            headings.add(length)
            blocks.append("\n".join([heading, *(f"  {line}" for line in lines)]))
            length += len(blocks[-1]) + 2
        self.set_text("\n\n".join(blocks), headings)

    def action_move(self, rows: int) -> None:
        """Scroll down, or up."""
        scroll_to_row(self, self.scroll_offset.y + rows)

    def action_page(self, step: int) -> None:
        """Scroll a page down, or up, with a row of the last one left."""
        self.action_move(step * max(1, self.size.height - 1))


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


def _paragraphs(review: Review, steps: Sequence[HistoryStep]) -> list[tuple[str, list[str]]]:
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

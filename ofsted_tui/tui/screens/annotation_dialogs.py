"""The note on an annotation, and its history."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from textual.app import ComposeResult
from textual.widgets import Label, TextArea

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.errors import StoreError, UserError
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.review import Review
from ofsted_tui.review.history_text import moment_text, step_lines, title_in, who_text
from ofsted_tui.store.journal import HistoryStep
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.text.wrapping import fitted
from ofsted_tui.tui.widgets.rows import WrappedText, scroll_to_row


class Noted(Protocol):
    """What has a quote and a note: an annotation, or a place of a thread."""

    @property
    def quote(self) -> str:
        """The words that the note is on."""

    @property
    def note(self) -> str:
        """The note; empty where there is none."""


_NOTE_QUOTE = 161
"""How many columns of a quote stand above its note."""


class NoteDialog(Dialog[None]):
    """Edits a note. Where it cannot be kept the dialog stays, with what was typed."""

    BINDINGS = keys.NOTE
    TITLE_TEXT = "Note"

    def __init__(self, noted: Noted, keep: Callable[[str], None]) -> None:
        """Take what the note is on, and what keeps the new one or raises UserError."""
        super().__init__()
        self._noted = noted
        self._keep = keep
        self._warned = False

    def heading(self) -> str:
        """Name the passage that the note is on."""
        return f"Note on “{fitted(visible_summary(self._noted.quote), _NOTE_QUOTE)}”"

    def content(self) -> ComposeResult:
        """Make the text field."""
        yield TextArea(self._noted.note, soft_wrap=True, tab_behavior="focus")

    def on_mount(self) -> None:
        """Go on behind what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Keep the text."""
        try:
            self._keep(self.query_one(TextArea).text.strip())
        except UserError as error:
            self.say_fault(str(error))
        else:
            self.dismiss(None)

    def keep_what_was_typed(self) -> None:
        """Keep the text, as far as the database can be written."""
        with suppress(UserError):
            self._keep(self.query_one(TextArea).text.strip())

    def on_text_area_changed(self) -> None:
        """Warn again of what was typed since the last warning."""
        self._warned = False

    def may_close(self) -> bool:
        """Tell whether the text is as it was; a changed one is dropped only when asked for twice."""
        if self._warned or self.query_one(TextArea).text.strip() == self._noted.note.strip():
            return True
        self._warned = True
        self.say_fault("The note has changed: ctrl+s keeps it, the same key again drops the change.")
        return False


class HistoryView(WrappedText, can_focus=True, inherit_bindings=False):
    """Scrolls through paragraphs, each under a heading."""

    BINDINGS = keys.LINES

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


_HINT = "j k PgDn PgUp g G move · esc back"
_QUOTE = 61
"""How many columns of a quote stand above its history."""


class HistoryDialog(Dialog[None]):
    """Lists each change of a tag, oldest first; answers nothing."""

    def __init__(self, review: Review, annotation: Annotation) -> None:
        """Take the review and the annotation; raise StoreError."""
        super().__init__()
        self._annotation = annotation
        self._letter = review.codebook.area_or_unknown(annotation.area).letter
        self._paragraphs = _paragraphs(review, review.store.history.of(annotation.id))

    def heading(self) -> str:
        """Name the tag."""
        quote = visible_summary(self._annotation.quote[: 4 * _QUOTE])
        return f"History of {self._letter} “{fitted(quote, _QUOTE)}”"

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

"""The note on an annotation, or on a place of a thread."""

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from textual.app import ComposeResult
from textual.widgets import TextArea

from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.dialog import Dialog

_NOTE_QUOTE = 160


class Noted(Protocol):
    """What has a quote and a note: an annotation, a place of a thread."""

    @property
    def quote(self) -> str:
        """The words that the note is on."""

    @property
    def note(self) -> str:
        """The note; empty where there is none."""


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
        quote = visible_summary(self._noted.quote)
        return f"Note on “{quote[:_NOTE_QUOTE]}{'…' if len(quote) > _NOTE_QUOTE else ''}”"

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

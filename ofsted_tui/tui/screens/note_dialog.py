"""The note on an annotation."""

from textual.app import ComposeResult
from textual.widgets import TextArea

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.dialog import Dialog

_QUOTE = 160


class NoteDialog(Dialog[str]):
    """Edits a note; answers the new text."""

    BINDINGS = keys.NOTE
    TITLE_TEXT = "Note"

    def __init__(self, annotation: Annotation) -> None:
        """Take the annotation."""
        super().__init__()
        self._annotation = annotation
        self._warned = False

    def heading(self) -> str:
        """Name the passage that the note is on."""
        quote = visible_summary(self._annotation.quote)
        return f"Note on “{quote[:_QUOTE]}{'…' if len(quote) > _QUOTE else ''}”"

    def content(self) -> ComposeResult:
        """Make the text field."""
        yield TextArea(self._annotation.note, soft_wrap=True, tab_behavior="focus")

    def action_save(self) -> None:
        """Answer the text."""
        self.dismiss(self.query_one(TextArea).text.strip())

    def action_cancel(self) -> None:
        """Leave; a text that was changed is dropped only when escape is pressed again."""
        if self.query_one(TextArea).text.strip() == self._annotation.note or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self.say_fault("The note has changed: ctrl+s keeps it, esc again drops the change.")

"""A question that is answered with yes or no."""

from textual import events
from textual.app import ComposeResult
from textual.widgets import Label

from ofsted_tui.tui.screens.dialog import Dialog


class ConfirmDialog(Dialog[bool]):
    """Answers True for y; everything else but y leaves things as they are."""

    def __init__(self, question: str, consequence: str) -> None:
        """Take what is asked and what yes would do."""
        super().__init__()
        self._question = question
        self._consequence = consequence

    def heading(self) -> str:
        """Return the question."""
        return self._question

    def content(self) -> ComposeResult:
        """Say what yes would do, and the keys."""
        yield Label(self._consequence, markup=False)
        yield Label("y  yes      n  no", classes="answers", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take the answer; the key goes no further, for the screen below has its own use for it."""
        if event.key.lower() in ("y", "n"):
            event.stop()
            self.dismiss(True if event.key.lower() == "y" else None)

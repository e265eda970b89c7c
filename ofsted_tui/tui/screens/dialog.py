"""What every dialog has in common."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui import keys
from ofsted_tui.tui.widgets.key_bar import KeyBar

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """A window over the screen: a title, what is asked, and the keys that answer. Escape answers None."""

    BINDINGS = keys.DIALOG
    CSS_PATH = "screens.tcss"
    TITLE_TEXT = ""

    def compose(self) -> ComposeResult:
        """Put the title above what the dialog asks."""
        with Vertical(classes="window"):
            yield Label(visible_line(self.heading()), classes="heading", markup=False)
            yield from self.content()
            yield Label("", classes="fault", markup=False)
        yield KeyBar()

    def heading(self) -> str:
        """Return the title."""
        return self.TITLE_TEXT

    def content(self) -> ComposeResult:
        """Make what the dialog asks."""
        yield from ()

    def say_fault(self, message: str) -> None:
        """Say what is wrong with the answer; the dialog stays."""
        self.query_one(".fault", Label).update(visible_line(message))

    def may_close(self) -> bool:
        """Tell whether nothing would be lost by leaving; where something would, say so."""
        return True

    def keep_what_was_typed(self) -> None:
        """Keep what can be kept where the program must end."""

    def action_cancel(self) -> None:
        """Leave without an answer."""
        if self.may_close():
            self.dismiss(None)

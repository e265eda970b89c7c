"""What to export, and where to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Input, Label, RadioButton, RadioSet

from ofsted_tui.model.errors import UserError
from ofsted_tui.tui.screens.dialog import Dialog


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of what is in the store."""

    title: str
    count: int
    session_id: str | None
    document_id: str | None


class ExportDialog(Dialog[str]):
    """Asks for scope and path, and exports; answers what was done. Stays where that failed."""

    TITLE_TEXT = "Export annotations to CSV"

    def __init__(self, scopes: Sequence[Scope], path: str, export: Callable[[Scope, str], str]) -> None:
        """Take the scopes, a path to begin with, and what exports and says what it did."""
        super().__init__()
        self._scopes = scopes
        self._path = path
        self._export = export

    def content(self) -> ComposeResult:
        """Make the scopes and the path."""
        with RadioSet(compact=True):
            for index, scope in enumerate(self._scopes):
                yield RadioButton(f"{scope.title}: {scope.count:,}", value=index == 0)
        yield Label("File (enter writes it)", classes="label")
        yield Input(self._path, id="path")

    def on_mount(self) -> None:
        """Begin in the path: the scope that comes first is the usual one."""
        self.query_one(Input).focus()

    def on_input_submitted(self) -> None:
        """Export, and answer what was done."""
        index = max(0, self.query_one(RadioSet).pressed_index)
        try:
            done = self._export(self._scopes[index], self.query_one(Input).value.strip())
        except UserError as error:
            self.say_fault(str(error))
        else:
            self.dismiss(done)

"""A few lines to fill in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Input, Label

from ofsted_tui.model.errors import UserError
from ofsted_tui.tui.screens.dialog import Dialog


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    value: str = ""
    suggestions: tuple[str, ...] = ()


class FormDialog(Dialog[str]):
    """Does something with what is filled in, and answers what came of it; enter in any line does it.

    Where that fails the dialog stays, with what was typed.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        do: Callable[[dict[str, str]], str],
    ) -> None:
        """Take the fields, and what is to be done with the lines by name, which may raise UserError."""
        super().__init__()
        self._title = title
        self._fields = fields
        self._do = do

    def heading(self) -> str:
        """Return the title."""
        return self._title

    def content(self) -> ComposeResult:
        """Make a label and a line for each field."""
        from textual.suggester import SuggestFromList

        for field in self._fields:
            yield Label(field.label, markup=False)
            suggester = SuggestFromList(field.suggestions, case_sensitive=False)
            yield Input(field.value, id=field.name, suggester=suggester if field.suggestions else None)

    def on_mount(self) -> None:
        """Begin in the first line."""
        self.query(Input).first().focus()

    def on_input_submitted(self) -> None:
        """Do it, and answer."""
        answer = {field.name: self.query_one(f"#{field.name}", Input).value.strip() for field in self._fields}
        try:
            done = self._do(answer)
        except UserError as error:
            self.say_fault(str(error))
        else:
            self.dismiss(done)

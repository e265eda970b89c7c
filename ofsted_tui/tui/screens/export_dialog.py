"""What to export, and where to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select

from ofsted_tui.model.errors import UserError
from ofsted_tui.tui.screens.dialog import Dialog


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is in the store."""

    title: str
    count: int
    session_id: str | None
    document_id: str | None


class ExportDialog(Dialog[str]):
    """Asks for a part and a path, and exports; answers what was done. Stays where that failed."""

    TITLE_TEXT = "Export annotations to CSV"

    def __init__(
        self,
        parts: Sequence[Part],
        path: str,
        export: Callable[[Part, str], str],
        would_replace: Callable[[str], bool],
    ) -> None:
        """Take the parts, a path to begin with, what exports and says so, and what knows a file is there."""
        super().__init__()
        self._parts = parts
        self._path = path
        self._export = export
        self._would_replace = would_replace
        self._warned_of = ""

    def content(self) -> ComposeResult:
        """Make the parts and the path."""
        yield Label("File (enter writes it; shift+tab: what to export)")
        options = [(f"{part.title}: {part.count:,}", index) for index, part in enumerate(self._parts)]
        yield Select(options, value=0, allow_blank=False, compact=True)
        yield Input(self._path, id="path")

    def on_mount(self) -> None:
        """Begin in the path: the part that comes first is the usual one."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Export, and answer what was done; over a file that is there only when asked twice."""
        path = event.value.strip()
        if self._would_replace(path) and self._warned_of != path:
            self._warned_of = path
            self.say_fault("There is an export of that name already: enter again replaces it.")
            return
        index = self.query_one(Select).value
        try:
            done = self._export(self._parts[index if isinstance(index, int) else 0], path)
        except UserError as error:
            self.say_fault(str(error))
        else:
            self.dismiss(done)

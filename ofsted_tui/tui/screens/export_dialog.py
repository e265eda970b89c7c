"""What to export, and where to; then how far it has come."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label, Select

from ofsted_tui.model.errors import StoppedError, UserError
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.screens.export_progress import ProgressBar

if TYPE_CHECKING:
    from ofsted_tui.tui.screens.exports import Export

_MOMENT = 0.2
"""Seconds that an export may take before a bar is shown: until then keys wait for it, as for any verb."""
_BETWEEN = 0.1
"""Seconds between two looks at how far it has come."""


@dataclass(frozen=True, slots=True)
class ExportPart:
    """A part of what is in the store."""

    title: str
    count: int
    session_id: str | None
    document_id: str | None


class ExportDialog(Dialog[str]):
    """Asks for a part and a path, and exports; answers what was done. Stays where that failed.

    Escape stops an export that is under way, and closes the dialog before and after that.
    """

    TITLE_TEXT = "Export: annotations as .csv, or a report as .html, .xlsx or .md"

    def __init__(
        self,
        parts: Sequence[ExportPart],
        path: str,
        export: Callable[[ExportPart, str], "Export"],
        would_replace: Callable[[str], bool],
    ) -> None:
        """Take the parts, a path to begin with, what begins an export, and what knows a file is there."""
        super().__init__()
        self._parts = parts
        self._path = path
        self._export = export
        self._would_replace = would_replace
        self._warned_of = ""
        self._under_way: Export | None = None
        self._is_stopping = False

    def content(self) -> ComposeResult:
        """Make the parts and the path, and the bar that takes their place."""
        with Vertical(id="question"):
            yield Label("File: its ending says the form (enter writes it; shift+tab: what to export)")
            options = [(f"{part.title}: {part.count:,}", index) for index, part in enumerate(self._parts)]
            yield Select(options, value=0, allow_blank=False, compact=True)
            yield Input(self._path, id="path")
        yield ProgressBar()

    def on_mount(self) -> None:
        """Begin in the path: the part that comes first is the usual one."""
        self.query_one("#question").styles.height = "auto"
        self.query_one(Input).focus()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Export, and answer what was done; over a file that is there only when asked twice."""
        path = event.value.strip()
        if self._under_way is not None:
            return
        if self._would_replace(path) and self._warned_of != path:
            self._warned_of = path
            self.say_fault("There is an export of that name already: enter again replaces it.")
            return
        index = self.query_one(Select).value
        try:
            self._under_way = self._export(self._parts[index if isinstance(index, int) else 0], path)
        except UserError as error:
            self.say_fault(str(error))
            return
        await self._wait_a_moment(self._under_way)

    async def _wait_a_moment(self, running: "Export") -> None:
        await asyncio.wait([running.future], timeout=_MOMENT)
        if running.future.done():
            self._finish(running)
        else:
            self._show(running)
            self._follow(running)

    @work
    async def _follow(self, running: "Export") -> None:
        while not running.future.done():
            self._show(running)
            await asyncio.wait([running.future], timeout=_BETWEEN)
        self._finish(running)

    def _show(self, running: "Export") -> None:
        """Show the bar in place of the question."""
        self.set_focus(None)
        self.query_one("#question").display = False
        self.say_fault("")
        hint = "stopping …" if self._is_stopping else "esc stops; then nothing is written"
        self.query_one(ProgressBar).show(running.done, running.total, hint)

    def _finish(self, running: "Export") -> None:
        """Answer what came of it; where it failed, say why and ask again."""
        self._under_way = None
        self._is_stopping = False
        try:
            done = running.future.result()
        except StoppedError as error:
            self._answer(str(error))
        except UserError as error:
            self._ask_again(str(error))
        except Exception:
            self._ask_again("")
            raise
        else:
            self._answer(done)

    def _answer(self, words: str) -> None:
        if self.is_current:
            self.dismiss(words)

    def _ask_again(self, fault: str) -> None:
        self.query_one(ProgressBar).display = False
        self.query_one("#question").display = True
        self.query_one(Input).focus()
        self.say_fault(fault)

    def action_cancel(self) -> None:
        """Stop an export that is under way; else leave without an answer."""
        if self._under_way is None:
            super().action_cancel()
        else:
            self._stop()
            self._show(self._under_way)

    def _stop(self) -> None:
        if self._under_way is not None:
            self._is_stopping = True
            self._under_way.stop()

    def may_close(self) -> bool:
        """Let the program be left: an export under way lets go of the file first."""
        self._stop()
        return True

    def keep_what_was_typed(self) -> None:
        """Let go of the file before the program ends."""
        self._stop()

    def on_unmount(self) -> None:
        """Stop, whatever took the dialog away."""
        self._stop()

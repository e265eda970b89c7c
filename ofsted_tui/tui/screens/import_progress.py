"""Importing files: how far it has come, then what came of each."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label, Static

from ofsted_tui.importing.batch import Batch, FileReading, ImportOutcome, ImportSummary, not_kept
from ofsted_tui.importing.file_search import documents_in
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import StoreBusyError, UserError, kind_and_place
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.store import Store
from ofsted_tui.tui.background import in_background
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.screens.import_summary import summary_text

_BAR = 40
_ATTEMPTS = 20
_PAUSE = 0.2
"""Seconds before the next attempt where another program writes."""

Result = TypeVar("Result")


class ImportProgress(Dialog[ImportSummary]):
    """Imports, and answers what came of it. Escape stops it and leaves what is done."""

    TITLE_TEXT = "Importing"

    def __init__(
        self, store: Store, codebook: Codebook, names: Sequence[str], kept: Callable[[ImportOutcome], None]
    ) -> None:
        """Take files, folders and patterns, and what is to be done with each file that is in the store."""
        super().__init__()
        self._store = store
        self._names = names
        self._kept = kept
        self._batch = Batch(codebook)
        self._stop_waiting: Callable[[], None] = lambda: None
        self.summary = ImportSummary()
        self.is_done = False
        self._total = 0
        """How many files were found."""

    def content(self) -> ComposeResult:
        """Make the bar, the name of the file, the counts, and the room for what came of it."""
        yield Label("", id="bar", markup=False)
        yield Label("Looking for files …", id="file", markup=False)
        yield Label("", id="counts", markup=False)
        with VerticalScroll(id="outcomes"):
            yield Static("", markup=False)
        yield Label("esc stops; what is done stays", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self.query_one("#outcomes").display = False
        self._import()

    def on_unmount(self) -> None:
        """Read no more, whatever took the dialog away."""
        self._batch.close()

    @work
    async def _import(self) -> None:
        try:
            await self._import_all()
        except Exception as error:  # what is done is done, and has to be said
            fault = kind_and_place(error)
            self.summary.problems.append(f"The import stopped: a fault of the program ({fault}).")
            self._finish(self._total)

    async def _import_all(self) -> None:
        found = await self._wait_for(lambda: documents_in(self._names))
        files = found.files if found else []
        self.summary.problems += found.problems if found else []
        self._total = len(files)
        for done, path in enumerate(files):
            self._show(done, self._total, path)
            reading = await self._wait_for(partial(self._batch.read, path))
            if reading is None:
                break
            await self._take(reading)
        self._finish(self._total)

    async def _wait_for(self, work: Callable[[], Result | None]) -> Result | None:
        """Wait for work in a thread; None where escape ended the waiting."""
        if self._batch.is_cancelled:
            return None
        future = in_background(work)
        self._stop_waiting = lambda: None if future.done() else future.set_result(None)
        return await future

    async def _take(self, reading: FileReading) -> None:
        try:
            outcome = await _patiently(lambda: self._batch.keep(self._store, reading))
        except StoreBusyError as error:
            outcome = not_kept(reading, error)
        self.summary.outcomes.append(outcome)
        if outcome.imported is None:
            return
        try:
            await _patiently(lambda: self._kept(outcome))
        except UserError as error:
            self.summary.problems.append(f"{outcome.path.name}: {error}")

    def _show(self, done: int, total: int, path: Path) -> None:
        filled = done * _BAR // total
        self.query_one("#bar", Label).update(f"{'█' * filled}{'░' * (_BAR - filled)} {done:,} of {total:,}")
        self.query_one("#file", Label).update(visible_summary(path.name))
        self.query_one("#counts", Label).update(self.summary.text if done else "")

    def _finish(self, total: int) -> None:
        self.is_done = True
        self.query_one(".heading", Label).update(self._verdict(total))
        for name in ("#bar", "#file", "#counts"):
            self.query_one(name).display = False
        outcomes = self.query_one("#outcomes", VerticalScroll)
        outcomes.query_one(Static).update(summary_text(self.summary))
        outcomes.display = True
        outcomes.focus()
        self.query_one(".hint", Label).update("enter closes")

    def _verdict(self, total: int) -> str:
        left = total - len(self.summary.outcomes)
        if left:
            return f"Stopped: {left:,} of {total:,} files were not looked at"
        return "Stopped" if self._batch.is_cancelled else "Done"

    def on_key(self, event: events.Key) -> None:
        """Close the summary."""
        if event.key == "enter" and self.is_done:
            event.stop()
            self.dismiss(self.summary)

    def action_cancel(self) -> None:
        """Stop and say what is done; with that said already, close."""
        if self.is_done:
            self.dismiss(self.summary)
            return
        self._batch.cancel()
        self._stop_waiting()


async def _patiently(work: Callable[[], Result]) -> Result:
    """Do something in the store, again and again while another program writes; raise StoreBusyError."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return work()
        except StoreBusyError:
            await asyncio.sleep(_PAUSE)
    return work()

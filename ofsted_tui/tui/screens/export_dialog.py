"""Export from the workbench: what, where to, and how far it has come."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label, Select

from ofsted_tui.export.csv_file import ENDING, ExportScope, is_export, write_csv
from ofsted_tui.export.report import endings_text, format_of, is_report, write_report
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import StoppedError, UserError
from ofsted_tui.model.safe_text import counted
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.background import in_background
from ofsted_tui.tui.screens.dialog import Dialog, bar_text


class ProgressBar(Vertical):
    """A bar and the key that stops, hidden until it is shown."""

    def compose(self) -> ComposeResult:
        """Make both lines."""
        bar = Label("", classes="bar", markup=False)
        bar.styles.text_wrap = "nowrap"
        yield bar
        yield Label("esc stops", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Take no room at first."""
        self.styles.height = "auto"
        self.display = False

    def show(self, done: int, total: int, hint: str) -> None:
        """Show how far the export is, and what a key does."""
        self.display = True
        self.query_one(".bar", Label).update(bar_text(done, total))
        self.query_one(".hint", Label).update(hint)


@dataclass(frozen=True, slots=True)
class ExportPart:
    """A part of the store that can be exported."""

    title: str
    count: int
    session_id: str | None
    document_id: str | None


_STOPPED = "The export was stopped; nothing was written."


class Export:
    """An export under way: how far it has come, and what comes of it."""

    def __init__(self, part: ExportPart, target: Path, codebook: Codebook) -> None:
        """Take what to export and where to; begun by `in_thread` or `at_once`."""
        self.done = 0
        """How many rows are written."""
        self.total = part.count
        self.future: asyncio.Future[str]
        """What was done, in words; or UserError, StoppedError where it was stopped."""
        self._scope = ExportScope(session_id=part.session_id, document_id=part.document_id)
        self._target = target
        self._codebook = codebook
        self._is_stopped = False

    def in_thread(self, database: Path) -> None:
        """Begin, with a connection of its own: SQLite lets one thread use one."""
        self.future = in_background(partial(self._export, database), may_be_dropped=False)

    def at_once(self, store: Store) -> None:
        """Do it here and now: what is only in memory has one connection; raise UserError."""
        self.future = asyncio.get_running_loop().create_future()
        self.future.set_result(self._write(store))

    def stop(self) -> None:
        """Have it end soon, and leave nothing behind."""
        self._is_stopped = True

    def _export(self, database: Path) -> str:
        with Store(database) as store:
            return self._write(store)

    def _write(self, store: Store) -> str:
        if format_of(self._target) is None:
            rows = write_csv(store, self._codebook, self._target, self._scope, progress=self._tell)
        else:
            session_id = self._scope.session_id
            rows = write_report(store, self._codebook, session_id, self._target, progress=self._tell)
        return f"Wrote {counted(rows, 'annotation')} to {self._target}"

    def _tell(self, _what: str, done: int, _total: int) -> None:
        self.done = done
        if self._is_stopped:
            raise StoppedError(_STOPPED)


_MOMENT = 0.2
"""Seconds that an export may take before a bar is shown: until then keys wait for it, as for any verb."""
_BETWEEN = 0.1
"""Seconds between two looks at how far it has come."""


class ExportDialog(Dialog[str]):
    """Asks for a part and a path, and exports; answers what was done. Stays where that failed.

    Escape stops an export that is under way, and closes the dialog before and after that.
    """

    TITLE_TEXT = f"Export: annotations as {ENDING}, or a report as {endings_text()}"

    def __init__(
        self,
        parts: Sequence[ExportPart],
        path: str,
        export: Callable[[ExportPart, str], Export],
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

    async def _wait_a_moment(self, running: Export) -> None:
        await asyncio.wait([running.future], timeout=_MOMENT)
        if running.future.done():
            self._finish(running)
        else:
            self._show(running)
            self._follow(running)

    @work
    async def _follow(self, running: Export) -> None:
        while not running.future.done():
            self._show(running)
            await asyncio.wait([running.future], timeout=_BETWEEN)
        self._finish(running)

    def _show(self, running: Export) -> None:
        """Show the bar in place of the question."""
        self.set_focus(None)
        self.query_one("#question").display = False
        self.say_fault("")
        hint = "stopping …" if self._is_stopping else "esc stops; then nothing is written"
        self.query_one(ProgressBar).show(running.done, running.total, hint)

    def _finish(self, running: Export) -> None:
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


def parts(review: Review) -> list[ExportPart]:
    """Return what can be exported: this session, this document of it, everything."""
    store, session, document = review.store, review.session, review.document
    return [
        ExportPart("This session", store.annotations.count(session.id), session.id, None),
        ExportPart("This document in this session", len(review.annotations), session.id, document.id),
        ExportPart("Everything in the database", store.annotations.count(), None, None),
    ]


def export_dialog(review: Review) -> ExportDialog:
    """Return the dialog that asks what of a review to export, and exports it; raise StoreError."""
    return ExportDialog(parts(review), default_path(review), partial(export, review), would_replace)


def default_path(review: Review) -> str:
    """Return a file name after the session, in the folder that the program was started in."""
    stem = re.sub(r"[^\w-]+", "-", review.session.name).strip("-").lower() or "annotations"
    try:
        folder = Path.cwd()
    except OSError:  # it was deleted
        folder = Path.home()
    return str(folder / f"{stem}.csv")


def export(review: Review, part: ExportPart, path: str) -> Export:
    """Begin to write a part of the annotations to a file; raise UserError."""
    if not path:
        raise UserError("Name a file to write to.")
    target = _target(path)
    if part.document_id is not None and format_of(target) is not None:
        raise UserError("A report covers a session or everything: choose that, or write a .csv.")
    begun = Export(part, target, review.codebook)
    if review.store.path is None:
        begun.at_once(review.store)
    else:
        begun.in_thread(review.store.path)
    return begun


def would_replace(path: str) -> bool:
    """Tell whether the file exists and is an earlier export."""
    try:
        target = _target(path)
        return bool(path) and (is_export(target) if format_of(target) is None else is_report(target))
    except UserError:
        return False


def _target(path: str) -> Path:
    """Return the file to write; raise UserError where its ending names no format."""
    try:
        target = Path(path).expanduser()
    except RuntimeError:
        raise UserError(f"{path}: there is no such user; name the folder itself.") from None
    if format_of(target) is None and target.suffix.lower() != ENDING:
        raise UserError(f"{target.name or path}: give it the ending {ENDING}, {endings_text()}.")
    return target

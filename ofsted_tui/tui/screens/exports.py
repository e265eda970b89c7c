"""Exporting from the workbench: what, where to, and in a thread of its own."""

import asyncio
import re
from functools import partial
from pathlib import Path

from ofsted_tui.export.csv_file import ENDING, ExportScope, is_export, write_csv
from ofsted_tui.export.report.formats import ENDINGS, form_of, is_report, write_report
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import StoppedError, UserError
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.background import in_background
from ofsted_tui.tui.screens.export_dialog import ExportDialog, ExportPart

_STOPPED = "The export was stopped; nothing was written."


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
        if form_of(self._target) is None:
            rows = write_csv(store, self._codebook, self._target, self._scope, progress=self._tell)
        else:
            session_id = self._scope.session_id
            rows = write_report(store, self._codebook, session_id, self._target, progress=self._tell)
        return f"Wrote {rows:,} annotation{'' if rows == 1 else 's'} to {self._target}"

    def _tell(self, _what: str, done: int, _total: int) -> None:
        self.done = done
        if self._is_stopped:
            raise StoppedError(_STOPPED)


def export(review: Review, part: ExportPart, path: str) -> Export:
    """Begin to write a part of the annotations to a file; raise UserError."""
    if not path:
        raise UserError("Name a file to write to.")
    target = _target(path)
    if part.document_id is not None and form_of(target) is not None:
        raise UserError("A report covers a session or everything: choose that, or write a .csv.")
    begun = Export(part, target, review.codebook)
    if review.store.path is None:
        begun.at_once(review.store)
    else:
        begun.in_thread(review.store.path)
    return begun


def would_replace(path: str) -> bool:
    """Tell whether an earlier export is there already."""
    try:
        target = _target(path)
        return bool(path) and (is_export(target) if form_of(target) is None else is_report(target))
    except UserError:
        return False


def _target(path: str) -> Path:
    """Return the file to write; raise UserError where its ending names no format."""
    try:
        target = Path(path).expanduser()
    except RuntimeError:
        raise UserError(f"{path}: there is no such user; name the folder itself.") from None
    if form_of(target) is None and target.suffix.lower() != ENDING:
        endings = ", ".join((ENDING, *ENDINGS[:-1]))
        raise UserError(f"{target.name or path}: give it the ending {endings} or {ENDINGS[-1]}.")
    return target

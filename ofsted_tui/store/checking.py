"""Whether all that a database holds is as it was written: nothing is changed by looking."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.progress import Progress, silent
from ofsted_tui.store.checking_documents import check_document, check_read_marks, document_ids
from ofsted_tui.store.checking_file import check_names, check_pages, check_references, check_schema
from ofsted_tui.store.checking_findings import CheckResult, Counts, Finding, Findings
from ofsted_tui.store.checking_journal import CHAINED_SINCE, check_chain, check_replay
from ofsted_tui.store.checking_sessions import check_sessions
from ofsted_tui.store.connection import Connection
from ofsted_tui.store.copies import in_few_words, open_database
from ofsted_tui.store.faults import primary_code, translated
from ofsted_tui.store.long_work import long_work
from ofsted_tui.store.one_moment import one_moment
from ofsted_tui.store.recognised import file_version

if TYPE_CHECKING:
    from ofsted_tui.store.store import Store

__all__ = ["CheckResult", "Finding", "check"]

_HOPELESS = {
    sqlite3.SQLITE_CORRUPT: "is damaged from its beginning",
    sqlite3.SQLITE_NOTADB: "is damaged from its beginning, or no database at all",
    sqlite3.SQLITE_READONLY: "holds a change that was cut short: start ofsted-tui, which takes it back",
}


def check(
    looked_at: "Store | Path",
    progress: Progress = silent,
    *,
    busy_seconds: float = 5.0,
) -> CheckResult:
    """Look at everything in a database, damaged or read-only as it may be; meanwhile none can write to it.

    Documents are looked at one by one, so that memory is bounded however much there is. A file of an older
    version is looked at as far as that version goes. Raises StoreError where there is no file to look at, or
    it is another program's or a newer one's; StoreBusyError while another program writes; UserError where
    there is no room for the passing file that the journal needs. `progress` is told of each part by itself.
    """
    if isinstance(looked_at, Path):
        with closing(_Reader(looked_at, busy_seconds)) as connection:
            return _check(connection, progress)
    if looked_at.path is not None:
        return check(looked_at.path, progress, busy_seconds=busy_seconds)
    return _check(looked_at.connection, progress)


class _Reader(Connection):
    """A connection that cannot write."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.path = path
        self._database = None
        self.in_use = Lock()
        _refuse_nothing(path)
        with translated(path):
            self.raw = open_database(path, "ro")
            self.set_busy_seconds(busy_seconds)


def _refuse_nothing(path: Path) -> None:
    try:
        if not path.exists():
            raise StoreError(f"{path}: there is no such database; name another file with --db.")
        if not path.is_file():
            raise StoreError(f"{path}: is not a file; name a database file with --db.")
    except OSError as error:
        raise StoreError(f"{path}: cannot be looked at ({in_few_words(error)}).") from error


def _check(connection: Connection, progress: Progress) -> CheckResult:
    findings, counts = Findings(), Counts()
    with long_work(connection, progress) as tell, one_moment(connection):
        version = _version(connection, findings)
        if version:
            _check_all(connection, version, findings, counts, tell)
    return CheckResult(tuple(findings.kept), findings.more, version, counts)


def _version(connection: Connection, findings: Findings) -> int:
    """Return the version of the file; 0 where it cannot be read, which is then a finding."""
    try:
        with translated(connection.path):
            version = file_version(connection.raw, connection.path)
    except StoreError as error:
        words = _HOPELESS.get(primary_code(error.__cause__))
        if words is None:
            raise
        findings.add(words, "the file")
        return 0
    if not version:
        findings.add("is empty", "the file")
    return version


def _check_all(
    connection: Connection, version: int, findings: Findings, counts: Counts, progress: Progress
) -> None:
    may_be_read = check_schema(connection, version, findings)
    documents = document_ids(connection, findings) if may_be_read else []
    progress("the file", 0, 0)
    check_pages(connection, findings)
    if not may_be_read:
        return
    check_references(connection, findings)
    check_names(connection, findings)
    check_sessions(connection, findings)
    for done, document in enumerate(documents):
        progress("documents", done, len(documents))
        check_document(connection, document, version, findings, counts)
    check_read_marks(connection, findings, counts)
    progress("the chain of the journal", 0, 0)
    if version >= CHAINED_SINCE:
        check_chain(connection, findings)
    check_replay(connection, documents, version, findings, counts, progress)
    progress("done", 1, 1)

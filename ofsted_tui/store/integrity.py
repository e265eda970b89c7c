"""Check a database: the hash chain, the rows against the journal, the sessions."""

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Self

from ofsted_tui.model.errors import Progress, StoreError, UserError, silent, told
from ofsted_tui.store.backups import reason_text
from ofsted_tui.store.connection import Connection, Row, long_work, open_database, primary_code, translated
from ofsted_tui.store.foreign import file_version
from ofsted_tui.store.integrity_findings import (
    CheckResult,
    Counts,
    Finding,
    Findings,
    check_anchor,
    check_document,
    check_names,
    check_pages,
    check_read_marks,
    check_references,
    check_schema,
    document_ids,
    text_of,
)
from ofsted_tui.store.journal import State, chain_fault, changes_from_json
from ofsted_tui.store.store import Store

__all__ = ["CheckResult", "Finding", "check"]
_HOPELESS = {
    sqlite3.SQLITE_CORRUPT: "is damaged from its beginning",
    sqlite3.SQLITE_NOTADB: "is damaged from its beginning, or no database at all",
    sqlite3.SQLITE_READONLY: "holds a change that was cut short: start ofsted-tui, which takes it back",
}
_WORDS = {
    "annotations": "annotation",
    "read_marks": "read mark",
    "placements": "placement",
    "threads": "thread",
    "thread_passages": "thread passage",
}
_TEXTS_HELD = 32_000_000
"""Characters of text held at a time while the journal is read."""
_TABLE = "CREATE TABLE replayed (name TEXT PRIMARY KEY, row_hash BLOB NOT NULL) WITHOUT ROWID"
_EVENTS = """
    SELECT session_id, verb, changes FROM journal
    WHERE kind = 'event' AND verb IN
        ('create session', 'rename session', 'delete session', 'restore session', 'add document')
    ORDER BY seq
"""
_SESSIONS = """
    SELECT sessions.id, sessions.name, reviewers.name AS reviewer, removed_at FROM sessions
    LEFT JOIN reviewers ON reviewers.id = reviewer_id ORDER BY sessions.id
"""


def check(
    looked_at: Store | Path,
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
        raise StoreError(f"{path}: cannot be looked at ({reason_text(error)}).") from error


def _check(connection: Connection, progress: Progress) -> CheckResult:
    findings, counts = Findings(), Counts()
    with long_work(connection, progress) as tell, connection.snapshot():
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
    _check_sessions(connection, findings)
    for done, document in enumerate(documents):
        progress("documents", done, len(documents))
        check_document(connection, document, findings, counts)
    check_read_marks(connection, findings, counts)
    progress("the chain of the journal", 0, 0)
    _check_chain(connection, findings)
    _check_replay(connection, documents, findings, counts, progress)
    progress("done", 1, 1)


def _check_chain(connection: Connection, findings: Findings) -> None:
    """Find the first entry of the journal that does not follow from those before it."""
    with findings.unreadable("the journal"):
        fault = chain_fault(connection)
        if fault is not None:
            words = "does not follow from the entries before it: an entry was changed, taken out or put in"
            findings.add(words, f"journal entry {fault}")


class _RowHashes:
    """The hash of the last state of each row, by name, in a temporary file of SQLite's: memory is bounded.

    Every method raises UserError where that file cannot be written.
    """

    def __init__(self) -> None:
        """Begin without any."""
        with _errors_named():
            self._file = sqlite3.connect("", isolation_level=None)
            for statement in ("PRAGMA synchronous=off", "PRAGMA journal_mode=off", _TABLE, "BEGIN"):
                self._file.execute(statement)

    def put(self, name: str, row_hash: bytes) -> None:
        """Keep the hash of a row in place of the one before."""
        with _errors_named():
            self._file.execute("INSERT OR REPLACE INTO replayed VALUES (?, ?)", (name, row_hash))

    def pop(self, name: str) -> bytes | None:
        """Remove and return the hash of a row, or None."""
        with _errors_named():
            sql = "DELETE FROM replayed WHERE name = ? RETURNING row_hash"
            row = self._file.execute(sql, (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def names(self) -> Iterator[str]:
        """Yield the names of the rows whose hashes are left."""
        for (name,) in self._file.execute("SELECT name FROM replayed ORDER BY name"):
            yield str(name)

    def __enter__(self) -> Self:
        """Return this."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Remove the file."""
        self._file.close()


@contextmanager
def _errors_named() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        said = (
            f"The check needs room for passing files and has none ({error}); free some space, or set TMPDIR."
        )
        raise UserError(said) from error


class _TextCache:
    """Reads the texts of documents, and holds those that were asked for last."""

    def __init__(self, connection: Connection, documents: Iterable[str]) -> None:
        self._connection = connection
        self._ids = set(documents)
        self._held: OrderedDict[str, str] = OrderedDict()
        self._characters = 0

    def get(self, document: str) -> str | None:
        """Return the text of a document; None where there is none, or it cannot be read."""
        if document in self._held:
            self._held.move_to_end(document)
            return self._held[document]
        if document not in self._ids:
            return None
        text = text_of(self._connection, document)
        if text is not None:
            self._hold(document, text)
        return text

    def _hold(self, document: str, text: str) -> None:
        self._held[document] = text
        self._characters += len(text)
        while self._characters > _TEXTS_HELD and len(self._held) > 1:
            self._characters -= len(self._held.popitem(last=False)[1])


def _check_replay(
    connection: Connection,
    documents: Iterable[str],
    findings: Findings,
    counts: Counts,
    progress: Progress,
) -> None:
    """Check every state in the journal against its text, and the last ones against the tables.

    Raises UserError where there is no room for what is kept meanwhile.
    """
    texts = _TextCache(connection, documents)
    with _RowHashes() as hashes:
        whole = False
        with findings.unreadable("the journal"):
            rows = connection.iterate("SELECT seq, kind, changes FROM journal ORDER BY seq")
            for row in told(rows, progress, "the journal", _number(connection, "journal")):
                counts.entries += 1
                if row["kind"] != "event":
                    _replay(row, hashes, texts, findings, counts)
            whole = True
        if not whole:
            return
        for table in _WORDS:
            whole = _check_table(connection, hashes, table, findings, progress) and whole
        if whole:
            for name in hashes.names():
                findings.add("is in the journal and nowhere else", name)


def _replay(row: Row, hashes: _RowHashes, texts: _TextCache, findings: Findings, counts: Counts) -> None:
    where = f"journal entry {row['seq']}"
    with findings.unreadable(where):
        for change in changes_from_json(row["changes"]):
            if change.after is not None:
                hashes.put(f"{_WORDS[change.table]} {change.id}", _row_hash(change.after))
                if change.table == "annotations":
                    counts.former_states += 1
                    _check_state(texts, change.after, f"annotation {change.id} in {where}", findings)


def _check_state(texts: _TextCache, state: State, where: str, findings: Findings) -> None:
    text = texts.get(state["document_id"])
    if text is not None:
        check_anchor(text, state, where, findings)


def _row_hash(state: Mapping[str, object]) -> bytes:
    """Return a short hash of a row; a whole number is the same whether it was kept as 1 or as 1.0."""
    plain = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in state.items()
    }
    return blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=16).digest()


def _check_table(
    connection: Connection, hashes: _RowHashes, table: str, findings: Findings, progress: Progress
) -> bool:
    """Compare the rows of a table with what the journal has of them; False where not all could be read."""
    with findings.unreadable(f"table {table}"):
        rows = connection.iterate(f"SELECT * FROM {table}")
        for row in told(rows, progress, f"the {_WORDS[table]}s", _number(connection, table)):
            name = f"{_WORDS[table]} {row['id']}"
            found = hashes.pop(name)
            if found is None:
                findings.add("is not in the journal", name)
            elif found != _row_hash(dict(row)):
                findings.add("is not as the journal has it", name)
        return True
    return False


def _number(connection: Connection, table: str) -> int:
    return int(connection.read(f"SELECT count(*) FROM {table}")[0][0])


@dataclass(slots=True)
class _Expected:
    """A session as the journal has it; None where it does not say."""

    name: str | None = None
    reviewer: str | None = None
    documents: set[str] | None = None
    is_removed: bool = False


def _check_sessions(connection: Connection, findings: Findings) -> None:
    """Check every session against the journal's entries about it."""
    expected: dict[str, _Expected] = {}
    with findings.unreadable("sessions in the journal"):
        for row in connection.iterate(_EVENTS):
            _apply_event(
                expected.setdefault(row["session_id"], _Expected()), row["verb"], json.loads(row["changes"])
            )
    with findings.unreadable("sessions"):
        for row in connection.iterate(_SESSIONS):
            one = expected.pop(row["id"], None)
            where = f"session {row['id']}"
            if one is None:
                findings.add("the journal does not know it", where)
                continue
            for what, is_so in _comparisons(connection, one, row["id"], dict(row)):
                if not is_so:
                    findings.add(f"its {what} is not what the journal says", where)
    for session_id in expected:
        findings.add("it is in the journal, but not there", f"session {session_id}")


def _apply_event(one: _Expected, verb: str, details: object) -> None:
    """Bring a session up to an event; `details` is a list for events that hold none."""
    told = details if isinstance(details, dict) else {}
    if verb == "create session" and told:
        one.name, one.reviewer, one.documents = told["name"], told["reviewer"], set(told["documents"])
    elif verb == "rename session":
        one.name = told["to"]
    elif verb == "add document":
        if not told:
            one.documents = None
        elif one.documents is not None:
            one.documents.add(told["document"])
    elif verb in ("delete session", "restore session"):
        one.is_removed = verb == "delete session"


def _comparisons(
    connection: Connection, one: _Expected, session_id: str, row: dict[str, object]
) -> list[tuple[str, bool]]:
    rows = connection.read("SELECT document_id FROM session_documents WHERE session_id = ?", session_id)
    documents = {found["document_id"] for found in rows}
    return [
        ("name", one.name in (None, row["name"])),
        ("reviewer", one.reviewer in (None, row["reviewer"])),
        ("list of documents", one.documents in (None, documents)),
        ("deletion", one.is_removed == (row["removed_at"] is not None)),
    ]

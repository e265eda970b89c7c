"""Compare a database from someone else with our own schema before anything in it is run."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from ofsted_tui.model import limits
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.paragraph import Role
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.model.session import Unit
from ofsted_tui.model.structure import Grade
from ofsted_tui.model.thread import Relation, ThreadStatus
from ofsted_tui.store.connection import NONSENSE, Connection, translated
from ofsted_tui.store.documents import DETAILS, details_of
from ofsted_tui.store.files import not_ours
from ofsted_tui.store.schema import (
    APPLICATION_ID,
    DIGESTS,
    VERSION,
    SchemaObject,
    objects_in,
    schema_digest,
)

_RUNG = 1_000
"""Steps of SQLite's machine between two looks at the clock."""
_NAME_CHARACTERS = 80


@dataclass(eq=False)
class Examiner:
    """Examines the file of a connection: at once, or in a large file each document before its first use."""

    _connection: Connection
    """One that has read nothing yet."""
    _document_by_document: bool = field(default=False, init=False)
    _examined: set[str] = field(default_factory=set, init=False)

    def examine(self) -> int:
        """Return the version of the file, 0 where it is new.

        Raises StoreError where it is not ours or newer than this program, and where it holds what could run
        or values that no program of ours wrote.
        """
        path, raw = self._connection.path, self._connection.raw
        if path is None:
            return 0
        with translated(path):
            version = check_schema(raw, path)
            if version == VERSION:
                self._document_by_document = path.stat().st_size > limits.DATABASE_LOOKED_THROUGH_BYTES
                check_values(raw, path, every=not self._document_by_document)
        return version

    def examine_document(self, document_id: str) -> None:
        """Raise StoreError where rows of a document in a large file hold what cannot be."""
        path = self._connection.path
        if path is None or not self._document_by_document or document_id in self._examined:
            return
        with translated(path):
            _check_document(self._connection.raw, path, document_id)
        self._examined.add(document_id)


def file_version(connection: sqlite3.Connection, path: Path | None, *, or_newer: bool = False) -> int:
    """Return the version of the file, 0 where it is new and empty.

    Raises StoreError where it is not ours or, unless `or_newer`, newer than this program; sqlite3.Error.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID and (application_id or version or _has_tables(connection)):
        raise not_ours(path, application_id)
    if version > VERSION and not or_newer:
        raise StoreError(
            f"{path}: was written by a newer ofsted-tui (version {version} of the file, "
            f"this program knows {VERSION}); update the program, or name another file with --db."
        )
    return int(version)


def version_of(connection: Connection) -> int:
    """Return the version of the open file, 0 where it is new; raise StoreError as `file_version` does."""
    # Another program may be making the file: what is read of it has to be of one moment.
    with connection.snapshot():
        return file_version(connection.raw, connection.path)


def _has_tables(connection: sqlite3.Connection) -> bool:
    # The old name of the list, for the reason given in `objects_in`.
    return connection.execute("SELECT 1 FROM main.sqlite_master LIMIT 1").fetchone() is not None


def check_schema(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the file as `file_version` does, before anything in it has run.

    Raises StoreError also where the file holds what could run and is not ours.
    """
    version, objects = _read_schema(connection, path)
    if (version or objects) and schema_digest(objects) != DIGESTS.get(version):
        from ofsted_tui.store.migrations import expected_objects

        _refuse_difference(path, objects, expected_objects(version))
    return version


def _read_schema(connection: sqlite3.Connection, path: Path) -> tuple[int, set[SchemaObject]]:
    """Return the version and the objects of one moment, within a time."""
    deadline = monotonic() + limits.DATABASE_SCHEMA_SECONDS
    connection.set_progress_handler(lambda: monotonic() > deadline, _RUNG)
    try:
        connection.execute("BEGIN")
        return file_version(connection, path), objects_in(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise _refusal(path, "its list of tables is too long to be read") from error
        raise
    except (sqlite3.DataError, UnicodeError) as error:
        raise _refusal(path, "its list of tables holds what is no text") from error
    finally:
        connection.set_progress_handler(None, 0)
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _refuse_difference(path: Path, found: set[SchemaObject], expected: set[SchemaObject]) -> None:
    """Raise StoreError naming the first thing that is not as the migrations make it, if any."""
    names = {one[:2] for one in expected}
    for one in sorted(found - expected, key=lambda one: (one[:2] in names, one)):
        said = f"its {_called(one)} is not as ofsted-tui makes it"
        raise _refusal(path, said if one[:2] in names else f"it holds a {_called(one)} of another program")
    for one in sorted(expected - found):
        raise _refusal(path, f"its {_called(one)} is missing")


def _called(one: SchemaObject) -> str:
    kind, name, _, sql = one
    known = kind if kind in ("table", "index", "view", "trigger") else "thing"
    virtual = "virtual " if sql[:15].upper() == "CREATE VIRTUAL " else ""
    shown = visible_summary(name[:_NAME_CHARACTERS])
    return f"{virtual}{known} “{shown}{'…' if len(name) > _NAME_CHARACTERS else ''}”"


def _refusal(path: Path, what: str) -> StoreError:
    return StoreError(
        f"{path}: {what}, which could do harm when it is opened; nothing in it was run or changed. "
        "Ask for its CSV instead, or name another file with --db."
    )


def _offset(*columns: str) -> str:
    # A text or a blob is greater than every number.
    return " AND ".join(f"{name} BETWEEN 0 AND {limits.FILE_BYTES}" for name in columns)


def _text(*columns: str) -> str:
    return " AND ".join(f"typeof({name}) = 'text'" for name in columns)


def _short(column: str) -> str:
    return f"length({column}) <= {limits.DATABASE_NAME_CHARACTERS}"


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


_PASSAGE = f'start >= 0 AND "end" > start AND "end" <= {limits.FILE_BYTES}'
_PLACE = f'start >= 0 AND "end" >= start AND "end" <= {limits.FILE_BYTES}'
"""A grade that the user gave stands nowhere."""
_RULES = {
    "documents": f"{_offset('length')} AND {_text('id', 'title', 'source', 'local_authority', 'focus')}"
    f" AND {_short('title')} AND {_short('source')} AND {_short('local_authority')}",
    "annotations": f"{_PASSAGE} AND {_one_of('direction', ['', *Direction])}",
    "read_marks": _PASSAGE,
    "placements": f"{_offset('former_start', 'former_end')} AND former_end > former_start"
    f' AND (start IS NULL AND "end" IS NULL OR {_PASSAGE})',
    "threads": f"{_text('id', 'title', 'area', 'topic', 'note')} AND {_short('title')}",
    "thread_passages": f'(start IS NULL AND "end" IS NULL OR {_PASSAGE})'
    f" AND {_one_of('status', ['', *ThreadStatus])} AND {_one_of('relation', ['', *Relation])}",
    "sessions": f"{_text('id', 'name', 'pane', 'opened_at')} AND {_short('name')}"
    " AND opened_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*' AND julianday(opened_at) IS NOT NULL",
    "reviewers": f"{_text('id', 'name')} AND {_short('name')}",
    "places": f"{_offset('head_start', 'head_end')} AND head_end >= head_start"
    f" AND (anchor_start IS NULL AND anchor_end IS NULL OR {_offset('anchor_start', 'anchor_end')}"
    f" AND anchor_end >= anchor_start) AND typeof(top) = 'integer' AND {_one_of('unit', Unit)}",
    "paragraphs": f"{_PLACE} AND {_one_of('role', Role)} AND coalesce(section, 0) BETWEEN 0 AND 1000000",
    "cuts": _PASSAGE,
    "sections": f"{_PLACE} AND {_offset('until')} AND {_one_of('grade', ['', *Grade])}",
    "judgements": f"{_PLACE} AND {_one_of('grade', Grade)}",
    "improvement_points": _PLACE,
    "earlier_mentions": f"{_PLACE} AND coalesce(year, 0) BETWEEN 0 AND 9999",
}
"""What every row of a table has to fulfil."""
_FEW = ("documents", "sessions", "reviewers", "places")
"""Tables of so few rows that they are always looked at."""
_OF_A_DOCUMENT = ("paragraphs", "cuts", "sections", "judgements", "improvement_points", "earlier_mentions")
"""Tables whose rows say what stands where in a document."""
_BEYOND = """
    SELECT 'paragraphs' AS name
    FROM (SELECT document_id, max("end") AS last FROM paragraphs GROUP BY document_id)
    JOIN documents ON documents.id = document_id WHERE last > length
"""


def check_values(connection: sqlite3.Connection, path: Path, *, every: bool = True) -> None:
    """Raise StoreError where a row holds what no program of ours has written; no row is changed.

    Not `every` row: only those of tables that have few.
    """
    query = f"{_query(_RULES)} UNION ALL {_BEYOND}" if every else _query(_FEW)
    _refuse_values(path, connection.execute(query).fetchone())
    if every:
        _check_details(connection, path)


def _query(tables: Iterable[str]) -> str:
    return " UNION ALL ".join(
        f"SELECT '{table}' AS name WHERE EXISTS (SELECT 1 FROM {table} WHERE ({_RULES[table]}) IS NOT 1)"
        for table in tables
    )


def _check_document(connection: sqlite3.Connection, path: Path, document_id: str) -> None:
    """Raise StoreError where a row on the places of a document holds what no program of ours has written.

    For files that are too large to be looked through when they are opened.
    """
    query = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table} WHERE document_id = :id"
        f' AND ({_RULES[table]} AND "end" <= (SELECT length FROM documents WHERE id = :id)) IS NOT 1)'
        for table in _OF_A_DOCUMENT
    )
    _refuse_values(path, connection.execute(query, {"id": document_id}).fetchone())


def _refuse_values(path: Path, table: tuple[str] | None) -> None:
    if table is not None:
        raise StoreError(
            f"{path}: its {table[0]} hold values that cannot be: the file is damaged, or was made by another "
            "program; nothing was changed. ofsted-tui check says more, restore puts a copy back."
        )


def _check_details(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError where a document's details make no sense."""
    for row in connection.execute(f"SELECT {DETAILS} FROM documents"):
        try:
            details_of(row)
        except NONSENSE:
            raise StoreError(
                f"{path}: what it says of a document cannot be: the file is damaged, or was made by another "
                "program; nothing was changed. ofsted-tui check says more, restore puts a copy back."
            ) from None

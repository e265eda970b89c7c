"""The values in a database file from someone else, looked at when it is opened.

A file that this program has not written can hold any value in any column, whatever its checks say: one
passage of a billion characters would fill the memory. Only what is quick to look at is looked at here.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ofsted_tui.model import limits
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.cursor import Unit
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.paragraph import Role
from ofsted_tui.model.section import Grade
from ofsted_tui.model.thread import Relation, ThreadStatus
from ofsted_tui.store.faults import NONSENSE

VERSION = 4
"""The version of the file whose values are looked at; an older one is brought to it first."""


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


def _query(tables: Iterable[str]) -> str:
    return " UNION ALL ".join(
        f"SELECT '{table}' AS name WHERE EXISTS (SELECT 1 FROM {table} WHERE ({_RULES[table]}) IS NOT 1)"
        for table in tables
    )


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
    _refuse(path, connection.execute(query).fetchone())
    if every:
        _check_documents(connection, path)


def check_document(connection: sqlite3.Connection, path: Path, document_id: str) -> None:
    """Raise StoreError where a row on the places of a document holds what no program of ours has written.

    For files that are too large to be looked through when they are opened.
    """
    query = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table} WHERE document_id = :id"
        f' AND ({_RULES[table]} AND "end" <= (SELECT length FROM documents WHERE id = :id)) IS NOT 1)'
        for table in _OF_A_DOCUMENT
    )
    _refuse(path, connection.execute(query, {"id": document_id}).fetchone())


def _refuse(path: Path, table: tuple[str] | None) -> None:
    if table is not None:
        raise StoreError(
            f"{path}: its {table[0]} hold values that cannot be: the file is damaged, or was made by another "
            "program; nothing was changed. ofsted-tui check says more, restore puts a copy back."
        )


def _check_documents(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError where a document's details make no sense."""
    from ofsted_tui.store.details import DETAILS, details_of

    for row in connection.execute(f"SELECT {DETAILS} FROM documents"):
        try:
            details_of(row)
        except NONSENSE:
            raise StoreError(
                f"{path}: what it says of a document cannot be: the file is damaged, or was made by another "
                "program; nothing was changed. ofsted-tui check says more, restore puts a copy back."
            ) from None

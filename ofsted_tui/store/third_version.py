"""The third version of the file: new versions of documents, and a journal that shows tampering."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ofsted_tui.model.progress import Progress, told
from ofsted_tui.store.chain import FIRST, SEALED, seal

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    "ALTER TABLE documents ADD COLUMN replaces TEXT REFERENCES documents (id)",
    "ALTER TABLE documents ADD COLUMN digest TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX documents_by_former ON documents (replaces) WHERE replaces IS NOT NULL",
    """
    CREATE TABLE placements (
        id TEXT PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (id),
        annotation_id TEXT NOT NULL REFERENCES annotations (id),
        reviewer_id TEXT NOT NULL REFERENCES reviewers (id),
        former_document_id TEXT NOT NULL REFERENCES documents (id),
        former_start INTEGER NOT NULL,
        former_end INTEGER NOT NULL CHECK (former_end > former_start),
        document_id TEXT NOT NULL REFERENCES documents (id),
        start INTEGER,
        "end" INTEGER CHECK ("end" > start),
        state TEXT NOT NULL CHECK (state IN ('same', 'moved', 'reworded', 'gone')),
        agreement REAL NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('accepted', 'redrawn', 'left')),
        created_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT
    """,
    """
    CREATE INDEX placements_by_document ON placements (session_id, document_id) WHERE removed_at IS NULL
    """,
    "DROP TRIGGER journal_is_never_changed",
    "ALTER TABLE journal ADD COLUMN hash TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX journal_of_many ON journal (seq) WHERE verb = 'place all'",
)

AFTERWARDS = (
    """
    CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
)


_ENTRIES = f"SELECT {', '.join(SEALED)} FROM journal WHERE seq > ? ORDER BY seq LIMIT {{many}}"
_MANY = 1000


def seal_journal(database: "Database", progress: Progress) -> None:
    """Chain the entries that an older program has written, inside the migration; some at a time are held."""
    connection = database.conn
    (total,) = connection.execute("SELECT count(*) FROM journal").fetchone()
    entries = told(_entries(database), progress, "upgrading the database: its journal", total)
    connection.executemany("UPDATE journal SET hash = ? WHERE seq = ?", _sealed(entries))


def _entries(database: "Database") -> Iterator[tuple[Any, ...]]:
    """Yield the entries in their order; those that are there are read before any of them is changed."""
    last = -(2**63)
    while found := database.conn.execute(_ENTRIES.format(many=_MANY), (last,)).fetchall():
        yield from map(tuple, found)
        last = found[-1][0]


def _sealed(entries: Iterator[tuple[Any, ...]]) -> Iterator[tuple[str, int]]:
    former = FIRST
    for entry in entries:
        former = seal(former, entry)
        yield former, entry[0]

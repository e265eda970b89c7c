"""The file of the index for searching: made where it is missing, thrown away where it is of no use."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ofsted_tui.model.errors import StoreError
from ofsted_tui.store.faults import primary_code

VERSION = 1
"""Changed whenever what is kept changes: an index of another version is thrown away."""
SCHEMA = (
    "CREATE TABLE indexed (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE passages USING fts5(words, start UNINDEXED, number UNINDEXED, role UNINDEXED,"
    " area UNINDEXED, page UNINDEXED, tokenize='porter unicode61 remove_diacritics 2')",
)


def opened(path: Path | None) -> sqlite3.Connection:
    """Return the index in a file as this version keeps it, else a new one; in memory where no file can be."""
    for _ in range(2 if path is not None else 0):
        assert path is not None
        try:
            return _in_file(path)
        except OSError:
            break
        except sqlite3.Error as error:
            if primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                break
            thrown_away(path)
    with in_words():
        return _made(connected(":memory:"))


def thrown_away(path: Path) -> None:
    """Remove an index that is damaged or of another version; where that cannot be, it stays."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _in_file(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=True)
    opened = connected(str(path))
    try:
        # What is lost in a power cut is made anew.
        opened.execute("PRAGMA synchronous=off")
        (version,) = opened.execute("PRAGMA user_version").fetchone()
        if version == 0:
            return _made(opened)
        if version != VERSION:
            raise sqlite3.DatabaseError
        opened.execute("SELECT count(*) FROM indexed").fetchone()
        opened.execute("SELECT rowid FROM passages LIMIT 1").fetchone()
    except BaseException:
        opened.close()
        raise
    return opened


def _made(opened: sqlite3.Connection) -> sqlite3.Connection:
    opened.execute("BEGIN IMMEDIATE")
    for statement in SCHEMA:
        opened.execute(statement)
    opened.execute(f"PRAGMA user_version={VERSION}")
    opened.execute("COMMIT")
    return opened


def connected(target: str) -> sqlite3.Connection:
    """Open a file of SQLite's, or ":memory:", where each statement is a transaction of its own."""
    return sqlite3.connect(
        target, timeout=1.0, isolation_level=None, check_same_thread=sqlite3.threadsafety != 3
    )


@contextmanager
def in_words() -> Iterator[None]:
    """Raise what SQLite raises inside as StoreError, in one line."""
    try:
        yield
    except sqlite3.Error as error:
        if "no such module" in str(error):
            raise StoreError(
                "This Python's SQLite cannot search in all documents (it lacks FTS5): install Python from"
                " python.org. All else works."
            ) from error
        raise StoreError(
            f"The index for searching cannot be used ({error}); start ofsted-tui again."
        ) from error

"""The last state of every row that the journal tells of, in little memory however many there are."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from ofsted_tui.model.errors import UserError

_TABLE = "CREATE TABLE replayed (name TEXT PRIMARY KEY, seal BLOB NOT NULL) WITHOUT ROWID"


class ReplayedSeals:
    """Hashes of rows by name, in a passing file of SQLite's own that is gone when this is closed.

    Every method raises UserError where that file cannot be written.
    """

    def __init__(self) -> None:
        """Begin without any."""
        with _room():
            self._file = sqlite3.connect("", isolation_level=None)
            for statement in ("PRAGMA synchronous=off", "PRAGMA journal_mode=off", _TABLE, "BEGIN"):
                self._file.execute(statement)

    def put(self, name: str, seal: bytes) -> None:
        """Keep the hash of a row in place of the one before."""
        with _room():
            self._file.execute("INSERT OR REPLACE INTO replayed VALUES (?, ?)", (name, seal))

    def take(self, name: str) -> bytes | None:
        """Return the hash of a row, which is forgotten here; None where there is none."""
        with _room():
            sql = "DELETE FROM replayed WHERE name = ? RETURNING seal"
            row = self._file.execute(sql, (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def left(self) -> Iterator[str]:
        """Yield the names of the rows whose hashes were not taken."""
        for (name,) in self._file.execute("SELECT name FROM replayed ORDER BY name"):
            yield str(name)

    def __enter__(self) -> Self:
        """Return this."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Remove the file."""
        self._file.close()


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        said = (
            f"The check needs room for passing files and has none ({error}); free some space, or set TMPDIR."
        )
        raise UserError(said) from error

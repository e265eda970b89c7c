"""The connection to the one file: how it is opened, and what a transaction is.

Rollback journal with synchronous=EXTRA: a commit that returned survives a power cut, the file is whole
whenever nobody writes (so it can be copied or mailed), and a file that was moved away under the program
is noticed at the next write.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ofsted_tui.model import limits
from ofsted_tui.model.errors import StoreError
from ofsted_tui.store.before_opening import HELD, identity
from ofsted_tui.store.faults import primary_code, translated
from ofsted_tui.store.foreign import bound, check_schema
from ofsted_tui.store.foreign_values import VERSION, check_document, check_values

if TYPE_CHECKING:
    from sqlite_utils import Database

WARY_SETTINGS = ("trusted_schema=off", "cell_size_check=on", "mmap_size=0")
"""What has to be in force before a file from someone else is looked at."""
_SETTINGS = (
    "synchronous=extra",
    "foreign_keys=on",
    "secure_delete=on",
    "recursive_triggers=on",
    "fullfsync=on",  # macOS: a plain fsync there does not reach the disk
)

Row = sqlite3.Row

IS_SERIALIZED = sqlite3.threadsafety == 3
"""Whether SQLite lets two threads use a connection, one after the other."""


class Connection:
    """The one connection of a store, used by the thread that opened it (another may copy the file)."""

    _file: tuple[int, int] | None = None
    """The file that is open, by device and inode, as it stands in HELD."""
    _is_looked_through = True

    def __init__(self, path: Path | None, busy_seconds: float = 5.0) -> None:
        """Open the file at `path` (None: in memory); raise StoreError where it is not ours to open."""
        self.path = path
        self.in_use = Lock()
        """Held while another thread copies the file."""
        self._thread = get_ident()
        self._documents_looked_at: set[str] = set()
        self._database: Database | None = None
        with translated(path):
            self.raw = _connect(path, busy_seconds)
        try:
            with translated(path):
                self._prepare()
        except BaseException:
            self.raw.close()
            raise
        if path is not None:
            self._file = identity(path)
            HELD[self._file] += 1

    def _prepare(self) -> None:
        bound(self.raw)
        for setting in WARY_SETTINGS:
            self.raw.execute(f"PRAGMA {setting}")
        if self.path is not None:
            version = check_schema(self.raw, self.path)
            if version == VERSION:
                is_small = self.path.stat().st_size <= limits.DATABASE_LOOKED_THROUGH_BYTES
                check_values(self.raw, self.path, every=is_small)
                self._is_looked_through = is_small
            mode = self.raw.execute("PRAGMA journal_mode=delete").fetchone()[0]
            if mode != "delete":
                raise StoreError(f"{self.path}: another program keeps this database open in {mode} mode.")
        for setting in _SETTINGS:
            self.raw.execute(f"PRAGMA {setting}")

    def look_at_document(self, document_id: str) -> None:
        """Raise StoreError where rows of a document in a large file hold what cannot be."""
        if self.path is None or self._is_looked_through or document_id in self._documents_looked_at:
            return
        with translated(self.path):
            check_document(self.raw, self.path, document_id)
        self._documents_looked_at.add(document_id)

    @property
    def database(self) -> "Database":
        """The same connection through sqlite-utils, which makes and upgrades the tables."""
        if self._database is None:
            from sqlite_utils import Database

            self._database = Database(self.raw, execute_plugins=False, recursive_triggers=False)
        return self._database

    def state(self) -> tuple[int, int]:
        """Return two numbers: one changes when another program writes, the other when this one does."""
        with translated(self.path):
            (version,) = self.raw.execute("PRAGMA data_version").fetchone()
        return version, self.raw.total_changes

    def size(self) -> int:
        """Return the bytes of the database."""
        with translated(self.path):
            ((pages,), (each,)) = (
                self.raw.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
            )
        return int(pages) * int(each)

    def set_busy_seconds(self, seconds: float) -> None:
        """Wait this long for another program that is writing, before giving up."""
        self.raw.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")

    def read(self, sql: str, *parameters: object, **named: object) -> list[Row]:
        """Return the rows of a query with `?` or `:name` in it; raise StoreError."""
        with translated(self.path):
            return self.raw.execute(sql, named or parameters).fetchall()

    def tuples(self, sql: str, *parameters: object) -> list[Any]:
        """Return the rows of a query as plain tuples, for where there are very many; raise StoreError."""
        with translated(self.path):
            cursor = self.raw.cursor()
            cursor.row_factory = None
            return cursor.execute(sql, parameters).fetchall()

    def first(self, sql: str, *parameters: object, **named: object) -> Row | None:
        """Return the first row of a query, or None; raise StoreError."""
        rows = self.read(sql, *parameters, **named)
        return rows[0] if rows else None

    def iterate(self, sql: str, **named: object) -> Iterator[Row]:
        """Yield the rows of a query with `:name` in it one by one; raise StoreError."""
        with translated(self.path):
            # Not "yield from": given up half-way, that would close the cursor, maybe after the connection.
            for row in self.raw.execute(sql, named):  # noqa: UP028 - for that reason
                yield row

    @contextmanager
    def action(self) -> Iterator[None]:
        """Do one user action as one transaction: all of it is on the disk when this returns, or none."""
        if get_ident() != self._thread:
            raise StoreError(f"{self.path}: only the thread that opened it may write.")
        with translated(self.path):
            try:
                # Within: an interrupt right behind it must not leave the transaction open.
                self.raw.execute("BEGIN IMMEDIATE")
                yield
                self._commit()
            except BaseException:
                # SQLite has rolled back by itself when the disk was full
                if self.raw.in_transaction:
                    self.raw.execute("ROLLBACK")
                raise

    def _commit(self) -> None:
        """Commit; where the disk fails at the very end, nobody knows whether it was kept."""
        try:
            self.raw.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_IOERR:
                raise
            raise StoreError(
                f"{self.path}: the disk did not answer at the end; it may be kept or not. Look before you do"
                " it again."
            ) from error

    def insert(self, table: str, row: Mapping[str, Any]) -> None:
        """Add one row, inside an action."""
        names = ", ".join(f'"{name}"' for name in row)
        self.raw.execute(
            f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})', tuple(row.values())
        )

    def update(self, table: str, row_id: str, values: Mapping[str, Any]) -> None:
        """Change columns of the row with this id, inside an action."""
        changes = ", ".join(f'"{name}" = ?' for name in values)
        written = self.raw.execute(f'UPDATE "{table}" SET {changes} WHERE id = ?', (*values.values(), row_id))
        if written.rowcount != 1:
            raise StoreError(f"{self.path}: what was to be changed is no longer there; nothing was kept.")

    def write(self, sql: str, *parameters: object, **named: object) -> None:
        """Run one statement that is neither of the two above, inside an action."""
        self.raw.execute(sql, named or parameters)

    def close(self) -> None:
        """Close the file, once nobody copies it any more."""
        with self.in_use:
            self.raw.close()
        if self._file is not None:
            HELD[self._file] -= 1
            self._file = None


def _connect(path: Path | None, busy_seconds: float) -> sqlite3.Connection:
    target = ":memory:" if path is None else f"{uri_of(path)}?mode=rw"
    connection = sqlite3.connect(
        target,
        uri=path is not None,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=not IS_SERIALIZED,
    )
    connection.row_factory = sqlite3.Row
    return connection


def uri_of(path: Path) -> str:
    """Return the file's URI as SQLite wants it: three slashes before a drive, four before a network share."""
    name = os.fsencode(path.absolute().as_posix())
    return "file://" + quote(name if name.startswith(b"/") else b"/" + name, safe="/:")

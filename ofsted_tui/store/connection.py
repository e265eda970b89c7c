"""The one connection: pragmas, transactions, snapshots, errors in words, work that can be stopped."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, get_ident
from typing import Any
from urllib.parse import quote

from ofsted_tui.model import limits
from ofsted_tui.model.errors import Progress, StoreBusyError, StoreError
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.store.files import OPEN_FILES, identity

Row = sqlite3.Row
IS_SERIALIZED = sqlite3.threadsafety == 3
"""Whether SQLite lets two threads use a connection, one after the other."""
_WARY_SETTINGS = ("trusted_schema=off", "cell_size_check=on", "mmap_size=0")
"""What has to be in force before a file from someone else is read."""
_SETTINGS = (
    "synchronous=extra",
    "foreign_keys=on",
    "secure_delete=on",
    "recursive_triggers=on",
    "fullfsync=on",  # macOS: a plain fsync there does not reach the disk
)
_STEPS = 50_000
"""Steps of SQLite's between two looks: about a millisecond."""
NONSENSE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What is raised by working with values that make no sense."""
BUSY_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
DAMAGED_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_MESSAGES = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing was changed. Free some space and do it again.",
    sqlite3.SQLITE_READONLY: "the file or its folder may not be written; nothing was changed. Make it"
    " writable, or open a copy with --db.",
    sqlite3.SQLITE_IOERR: "the disk or network share did not answer; nothing was changed. Do it again.",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened; check that it and its folder may be written.",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; nothing was changed. Keep it, and go on with a copy.",
    sqlite3.SQLITE_NOTADB: "is not an ofsted_tui database; name another file with --db.",
    sqlite3.SQLITE_PERM: "the file may not be opened; check its permissions.",
    sqlite3.SQLITE_TOOBIG: "a value in it is too long to be read; it may be damaged or made to harm.",
    sqlite3.SQLITE_NOMEM: "there is too little memory; nothing was changed. Close other programs.",
    sqlite3.SQLITE_CONSTRAINT: "the change does not fit what is stored; nothing was changed. Another window"
    " may have made it already: look, then do it again.",
}
_MOVED = "the file was moved, deleted or replaced while it was open; nothing was changed. Leave and reopen."
_UNREADABLE = "damaged, or made by another program"
_LONGEST = 300


class Connection:
    """The one connection of a store, used by the thread that opened it (another may copy the file)."""

    _file: tuple[int, int] | None = None
    """The file that is open, by device and inode, as it stands in OPEN_FILES."""

    def __init__(self, path: Path | None, busy_seconds: float = 5.0) -> None:
        """Open the file at `path` (None: in memory) so that nothing in it can act; raise StoreError."""
        self.path = path
        self.in_use = Lock()
        """Held while another thread copies the file."""
        self._thread = get_ident()
        with translated(path):
            self.raw = _connect(path, busy_seconds)
        if path is not None:
            self._file = identity(path)
            OPEN_FILES[self._file] += 1

    def prepare(self) -> None:
        """Take up the rollback journal and the settings of the work, once the file is known as ours."""
        with translated(self.path):
            mode = self.raw.execute("PRAGMA journal_mode=delete").fetchone()[0]
            if self.path is not None and mode != "delete":
                raise StoreError(f"{self.path}: another program keeps this database open in {mode} mode.")
            for setting in _SETTINGS:
                self.raw.execute(f"PRAGMA {setting}")

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
    def snapshot(self) -> Iterator[None]:
        """Run the queries inside on one snapshot of the file; raise StoreError.

        What another program commits waits until then. Inside an action that is so already.
        """
        if self.raw.in_transaction:
            yield
            return
        with translated(self.path):
            self.raw.execute("BEGIN")
            try:
                yield
            finally:
                if self.raw.in_transaction:
                    self.raw.execute("ROLLBACK")

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
        """Change columns of the row with this id, inside an action; raise StoreError where there is none."""
        if not self._change(table, row_id, values):
            raise StoreError(f"{self.path}: what was to be changed is no longer there; nothing was kept.")

    def put(self, table: str, row: Mapping[str, Any]) -> None:
        """Write a whole row in place of the one with its id, or add it, inside an action."""
        if not self._change(table, row["id"], row):
            self.insert(table, row)

    def _change(self, table: str, row_id: str, values: Mapping[str, Any]) -> bool:
        changes = ", ".join(f'"{name}" = ?' for name in values)
        written = self.raw.execute(f'UPDATE "{table}" SET {changes} WHERE id = ?', (*values.values(), row_id))
        return written.rowcount == 1

    def write(self, sql: str, *parameters: object, **named: object) -> None:
        """Run one statement that is none of those above, inside an action."""
        self.raw.execute(sql, named or parameters)

    def close(self) -> None:
        """Close the file, once nobody copies it any more."""
        with self.in_use:
            self.raw.close()
        if self._file is not None:
            OPEN_FILES[self._file] -= 1
            self._file = None


def _connect(path: Path | None, busy_seconds: float) -> sqlite3.Connection:
    target = ":memory:" if path is None else f"{_uri_of(path)}?mode=rw"
    connection = sqlite3.connect(
        target,
        uri=path is not None,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=not IS_SERIALIZED,
    )
    connection.row_factory = sqlite3.Row
    try:
        _limit(connection)
        for setting in _WARY_SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_database(path: Path, mode: str) -> sqlite3.Connection:
    """Open any database file (`mode`: ro, rw) so that nothing in it can act; raise sqlite3.Error."""
    opened = sqlite3.connect(f"{_uri_of(path)}?mode={mode}", uri=True, isolation_level=None)
    opened.row_factory = sqlite3.Row
    for setting in _WARY_SETTINGS:
        opened.execute(f"PRAGMA {setting}")
    return opened


def _limit(connection: sqlite3.Connection) -> None:
    """Limit what a file can make SQLite take, and keep it from opening other files."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.DATABASE_VALUE_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, limits.DATABASE_SQL_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 10)


def _uri_of(path: Path) -> str:
    """Return the file's URI as SQLite wants it: three slashes before a drive, four before a network share."""
    name = os.fsencode(path.absolute().as_posix())
    return "file://" + quote(name if name.startswith(b"/") else b"/" + name, safe="/:")


@contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Raise what SQLite raises inside as StoreError, in one line that names the file and the way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise _store_error(path, error) from error
    except UnicodeEncodeError as error:
        said = "A text holds a broken character, which cannot be stored; nothing was changed."
        raise StoreError(said) from error


def _store_error(path: Path | None, error: sqlite3.Error) -> StoreError:
    name = "the database" if path is None else visible_line(str(path))
    code = primary_code(error)
    if code in BUSY_CODES:
        return StoreBusyError(f"{name}: another program is writing to it; nothing was changed. Do it again.")
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        return StoreError(f"{name}: {_MOVED}")
    if str(error).startswith("Could not decode"):
        # The rest of what sqlite3 says is the text itself.
        return StoreError(f"{name}: it holds text that is no UTF-8; it is {_UNREADABLE}.")
    said = f"SQLite says: {visible_line(str(error))[:_LONGEST]}; nothing was changed."
    return StoreError(f"{name}: {_MESSAGES.get(code, said)}")


def primary_code(error: BaseException | None) -> int:
    """Return the number of the kind of SQLite's error, without its details; 0 where it has none."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


@contextmanager
def understood(what: str) -> Iterator[None]:
    """Raise StoreError where stored values make no sense inside; also a decorator.

    `what` goes on after "What is stored of": "a document". A file from someone else can hold any value in
    any column, whatever its checks say.
    """
    try:
        yield
    except UnicodeEncodeError:
        raise
    except NONSENSE as error:
        raise not_understood(what) from error


def not_understood(what: str) -> StoreError:
    """Return the error for stored values that make no sense."""
    return StoreError(
        f"What is stored of {what} cannot be understood: the database is {_UNREADABLE}. "
        "Open another copy of it with --db."
    )


@contextmanager
def long_work(connection: Connection, progress: Progress) -> Iterator[Progress]:
    """Yield a progress function for the work inside.

    While SQLite is at one statement the last progress is told again and again. What that raises, and Ctrl+C,
    ends the statement and is raised here.
    """
    reporter = _Reporter(progress)
    connection.raw.set_progress_handler(reporter.tell_again, _STEPS)
    try:
        yield reporter.tell
    except (StoreError, sqlite3.Error) as error:
        if was_stopped(error):
            raise reporter.raised from None
        raise
    finally:
        connection.raw.set_progress_handler(None, 0)


class _Reporter:
    """Tells progress, again while SQLite is at a statement, and keeps what that raised."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = ("", 0, 0)
        self.raised: BaseException = KeyboardInterrupt()
        """Ctrl+C is raised where Python calls, which SQLite's caller keeps to itself."""

    def tell(self, what: str, done: int, of: int) -> None:
        self._last = (what, done, of)
        self._progress(what, done, of)

    def tell_again(self) -> bool:
        """Tell it again, and answer whether SQLite has to end what it does."""
        try:
            self._progress(*self._last)
        except BaseException as error:
            self.raised = error
            return True
        return False


def was_stopped(error: BaseException) -> bool:
    """Tell whether an error is that of a statement that was ended before it was done."""
    return sqlite3.SQLITE_INTERRUPT in (primary_code(error), primary_code(error.__cause__))

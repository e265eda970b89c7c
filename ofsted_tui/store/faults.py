"""SQLite's errors in the user's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.model.safe_text import visible_line

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_WORDS = {
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
NONSENSE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What is raised by working with values that make no sense."""
_LONGEST = 300


@contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Raise what SQLite raises inside as StoreError, in one line that names the file and the way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(path, error) from error
    except UnicodeEncodeError as error:
        said = "A text holds a broken character, which cannot be stored; nothing was changed."
        raise StoreError(said) from error


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


def primary_code(error: BaseException | None) -> int:
    """Return the number of the kind of SQLite's error, without its details; 0 where it has none."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def _in_words(path: Path | None, error: sqlite3.Error) -> StoreError:
    name = "the database" if path is None else visible_line(str(path))
    code = primary_code(error)
    if code in _BUSY:
        return StoreBusyError(f"{name}: another program is writing to it; nothing was changed. Do it again.")
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        return StoreError(f"{name}: {_MOVED}")
    if str(error).startswith("Could not decode"):
        # The rest of what sqlite3 says is the text itself.
        return StoreError(f"{name}: it holds text that is no UTF-8; it is {_UNREADABLE}.")
    said = f"SQLite says: {visible_line(str(error))[:_LONGEST]}; nothing was changed."
    return StoreError(f"{name}: {_WORDS.get(code, said)}")

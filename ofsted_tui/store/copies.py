"""Whole, checked copies of a database file: each appears whole under its name, or not at all."""

import contextlib
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.model.progress import StoppedError
from ofsted_tui.store.connection import WARY_SETTINGS, uri_of
from ofsted_tui.store.disk import FULL, create_private, sync, sync_folder
from ofsted_tui.store.faults import primary_code

_GIVEN_UP_SECONDS = 3600.0
_PART = ".ofsted-tui-"
_PAGES, _PAUSE = 128, 0.001
"""A step of a copy that is made beside the work: half a megabyte, and seconds for the work between them."""
_STEPS_A_SYNC = 16
"""After so many steps they are brought to the disk: all at the end, the work would have to wait for it."""
_TIMES_BEGUN = 20
"""So often a copy is begun: anew whenever another program has written."""
_CHECKED_AT_ONCE = 100_000
"""Steps of SQLite's, some milliseconds."""

IsStopped = Callable[[], bool]


class NotCopiedError(StoreError):
    """A copy could not be made; `why` says it in a few words, without names."""

    def __init__(self, place: Path, why: str) -> None:
        """Say that no copy could be made in the folder `place`."""
        super().__init__(f"{place}: no copy could be made there: {why}; nothing was changed.")
        self.why = why


class _BusyError(Exception):
    """Another program holds the source."""


class _OvertakenError(Exception):
    """Another program writes to the source again and again."""


@dataclass(frozen=True, slots=True)
class Beside:
    """How a copy is made in steps by a thread, while another works with the same connection.

    SQLite brings what is written by this connection into the copy; what others write begins it anew.
    """

    is_stopped: IsStopped
    in_use: Lock
    """Held while the connection is read: who closes it waits for that."""


@contextlib.contextmanager
def checked_copy(source: sqlite3.Connection, folder: Path, beside: Beside | None = None) -> Iterator[Path]:
    """Give a whole copy of an open database, on the disk and checked, under a passing name in `folder`.

    The caller renames it; what was not renamed is removed. The file is private to the user (0600).
    Raises NotCopiedError, StoreBusyError, StoppedError.
    """
    part = folder / f"{_PART}{uuid.uuid4().hex}.part"
    try:
        with _errors_in_words(source, folder):
            create_private(part)
            copy_pages(source, part, beside)
            _check(part, beside)
            sync(part)
        yield part
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def copy_to(source: sqlite3.Connection, target: Path) -> None:
    """Put a whole, checked copy of an open database at `target`, where nothing may be.

    Raises StoreError, StoreBusyError.
    """
    if target.exists() or target.is_symlink():
        raise StoreError(f"{target}: is there already, and is not replaced; name another file.")
    if not target.parent.is_dir():
        raise StoreError(f"{target}: there is no folder {target.parent}; make it first, or name another.")
    with checked_copy(source, target.parent) as copy:
        put_in_place(copy, target)


def put_in_place(copy: Path, target: Path) -> None:
    """Give a checked copy its name, on the disk when this returns; raise NotCopiedError."""
    try:
        copy.replace(target)
    except OSError as error:
        raise NotCopiedError(target.parent, in_few_words(error)) from error
    sync_folder(target.parent)


def copy_pages(source: sqlite3.Connection, target: Path, beside: Beside | None = None) -> None:
    """Copy an open database page by page to an empty file, damage included; raise sqlite3.Error.

    It is on the disk only after `sync`.
    """
    with contextlib.closing(open_database(target, "rw")) as copy:
        # The copy is thrown away unless it comes out whole: it needs no journal of its own.
        copy.execute("PRAGMA journal_mode=off")
        # SQLite would wait for the disk while it holds the source.
        copy.execute("PRAGMA synchronous=off")
        if beside is None:
            source.backup(copy, progress=_never_wait)
        else:
            with beside.in_use:
                _end_if(beside.is_stopped)  # the source may have been closed since
                source.backup(copy, pages=_PAGES, sleep=_PAUSE, progress=_Between(target, beside))


def _never_wait(status: int, remaining: int, total: int) -> None:
    # SQLite has waited as long as it was told to; Python would try again for ever.
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise _BusyError


class _Between:
    """What is done between two steps of a copy."""

    def __init__(self, target: Path, beside: Beside) -> None:
        """Take where the copy is made, and what ends it."""
        self._target = target
        self._beside = beside
        self._steps = 0
        self._begun = 0

    def __call__(self, status: int, remaining: int, total: int) -> None:
        """Let others work; raise StoppedError, and _OvertakenError where the copy comes to nothing."""
        _end_if(self._beside.is_stopped)
        self._steps += 1
        if self._steps % _STEPS_A_SYNC == 0:
            sync(self._target)
        self._begun += status == sqlite3.SQLITE_OK and remaining >= total - _PAGES
        if self._begun > _TIMES_BEGUN:
            raise _OvertakenError
        time.sleep(_PAUSE)


def _end_if(is_stopped: IsStopped) -> None:
    if is_stopped():
        raise StoppedError("The copy was stopped.")


def _check(copy: Path, beside: Beside | None = None) -> None:
    with contextlib.closing(open_database(copy, "rw")) as opened:
        opened.execute("PRAGMA journal_mode=delete")
        opened.set_progress_handler(beside.is_stopped if beside else None, _CHECKED_AT_ONCE)
        found = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def open_database(path: Path, mode: str) -> sqlite3.Connection:
    """Open any database file (`mode`: ro, rw) so that nothing in it can act; raise sqlite3.Error."""
    opened = sqlite3.connect(f"{uri_of(path)}?mode={mode}", uri=True, isolation_level=None)
    opened.row_factory = sqlite3.Row
    for setting in WARY_SETTINGS:
        opened.execute(f"PRAGMA {setting}")
    return opened


def left_parts(folder: Path) -> list[Path]:
    """Return the copies that a program which was killed has left unfinished in a folder."""
    return sorted(folder.glob(f"{_PART}*.part"))


def sweep_parts(folder: Path) -> None:
    """Remove such copies once nobody can be working on them any more."""
    for part in left_parts(folder):
        with contextlib.suppress(OSError):
            if part.stat().st_mtime < time.time() - _GIVEN_UP_SECONDS:
                part.unlink()


@contextlib.contextmanager
def _errors_in_words(source: sqlite3.Connection, folder: Path) -> Iterator[None]:
    try:
        yield
    except _BusyError as error:
        name = source.execute("PRAGMA database_list").fetchone()[2]
        said = f"{name}: another program is writing to it; nothing was changed. Do it again."
        raise StoreBusyError(said) from error
    except _OvertakenError as error:
        raise NotCopiedError(folder, "another program writes to it all the time") from error
    except (OSError, sqlite3.Error) as error:
        if primary_code(error) == sqlite3.SQLITE_INTERRUPT:
            raise StoppedError("The copy was stopped.") from error
        raise NotCopiedError(folder, in_few_words(error)) from error


def in_few_words(error: Exception) -> str:
    """Say why a file could not be written, in a few words without its name."""
    if isinstance(error, OSError):
        return "the disk is full" if error.errno in FULL else (error.strerror or "it did not work").lower()
    words = {
        sqlite3.SQLITE_FULL: "the disk is full",
        sqlite3.SQLITE_READONLY: "it may not be written",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
        sqlite3.SQLITE_IOERR: "the disk or network share did not answer",
        sqlite3.SQLITE_NOTADB: "the database is damaged (see ofsted-tui check)",
        sqlite3.SQLITE_CORRUPT: "the database is damaged (see ofsted-tui check)",
        0: "the database is damaged (see ofsted-tui check)",
    }
    return words.get(primary_code(error), f"SQLite says: {error}")

"""Copies of the database: of the day, before an upgrade, on demand."""

import re
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from ofsted_tui.model.errors import StoppedError, StoreBusyError, StoreError
from ofsted_tui.store.connection import BUSY_CODES, Connection, open_database, primary_code
from ofsted_tui.store.files import FULL, create_private, sync, sync_folder

KEPT = 10
"""How many backups of a database are kept."""
BY_HAND = ""
FIRST_CHANGE = "first-change"
"""Made before the first change of a day."""
WHILE_WORKING = "while-working"
"""Made of a large file beside the first work of a day: it holds what was changed until it was done."""
_OF_A_DAY = (FIRST_CHANGE, WHILE_WORKING)
_STAMP = "%Y-%m-%dT%H%M%SZ"
_PART = ".ofsted-tui-"
_GIVEN_UP_SECONDS = 3600.0
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


@dataclass(frozen=True, slots=True)
class BackgroundCopy:
    """What a thread needs to copy in steps while another one works with the same connection.

    SQLite brings what is written by this connection into the copy; what others write begins it anew.
    """

    is_stopped: IsStopped
    in_use: Lock
    """Held while the connection is read: who closes it waits for that."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup; it is a database file like any other."""

    path: Path
    made_at: str
    """UTC, as ISO 8601 to the second."""
    size: int
    """In bytes."""
    why: str
    """What it was made for, in words."""


class Backups:
    """The backups of one database, in the folder `<name>.backups` beside it.

    Their names tell when and why each was made: `reviews-2026-11-23T001630Z-first-change.db`.
    """

    def __init__(self, path: Path, clock: Callable[[], str], keep: int = KEPT) -> None:
        """Take the database at `path`; through a symbolic link, the file that it points to."""
        self.path = path.resolve()
        self.folder = self.path.with_name(f"{self.path.name}.backups")
        self._clock = clock
        self._keep = keep
        self._names = re.compile(
            re.escape(self.path.stem)
            + r"-(?P<stamp>\d{4}-\d\d-\d\dT\d{6}Z)(?:-\d+)?"
            + r"(?:-(?P<why>first-change|while-working|before-version-\d+))?\.db"
        )

    def list(self) -> list[Backup]:
        """Return the backups, the newest first; raise StoreError where the folder cannot be read."""
        try:
            found = [self._described(one) for one in self.folder.iterdir() if one.is_file()]
        except FileNotFoundError:
            return []
        except OSError as error:
            said = f"{self.folder}: cannot be read ({reason_text(error)}); check its permissions."
            raise StoreError(said) from error
        return sorted(filter(None, found), key=lambda one: (one.made_at, one.path.name), reverse=True)

    def make(self, connection: Connection, why: str = BY_HAND) -> Backup:
        """Keep a copy of the database as it is now; older ones are removed once it is in place.

        Called outside an action. Raises NotCopiedError, StoreBusyError.
        """
        made = self._make(connection, why, self._clock())
        if made is None:
            raise NotCopiedError(self.folder, "it was there already")
        return made

    def is_due(self, connection: Connection, now: str) -> bool:
        """Tell whether a day without a backup needs one; raise StoreError.

        A database that began on this day has no earlier state to keep.
        """
        first = connection.first("SELECT at FROM journal ORDER BY seq LIMIT 1")
        return first is not None and str(first["at"])[:10] != now[:10] and not self._has_one_of(now[:10])

    def make_first_of_day(self, connection: Connection, now: str) -> Backup | None:
        """Keep the state before the first change of a day; None where the day has its backup, or no need.

        Raises StoreError.
        """
        return self._make(connection, FIRST_CHANGE, now) if self.is_due(connection, now) else None

    def make_while_working(self, connection: Connection, is_stopped: IsStopped) -> Backup | None:
        """Keep the state while others work with the connection; None where the day has its backup meanwhile.

        Called in a thread of its own. Raises StoreError, StoppedError.
        """
        return self._make(
            connection, WHILE_WORKING, self._clock(), BackgroundCopy(is_stopped, connection.in_use)
        )

    def _make(
        self, connection: Connection, why: str, now: str, background: BackgroundCopy | None = None
    ) -> Backup | None:
        self._prepare_folder()
        with checked_copy(connection.raw, self.folder, background) as copy:
            # Another program may have made the day's backup meanwhile, of the same state.
            if why in _OF_A_DAY and self._has_one_of(now[:10]):
                return None
            target = self._name(self._clock() if background else now, why)
            put_in_place(copy, target)
        self._remove_older(target, now)
        return self._described(target)

    def _prepare_folder(self) -> None:
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(mode=0o700, exist_ok=True)
                sync_folder(self.folder.parent)
        except OSError as error:
            raise NotCopiedError(self.folder, reason_text(error)) from error
        sweep_parts(self.folder)

    def _has_one_of(self, day: str) -> bool:
        whys = {_why_text(why, day) for why in _OF_A_DAY}
        return any(one.why in whys for one in self.list())

    def _name(self, now: str, why: str) -> Path:
        stamp = f"{now[:19].replace(':', '')}Z"
        ending = f"-{why}.db" if why else ".db"
        name = self.folder / f"{self.path.stem}-{stamp}{ending}"
        number = 2
        while why != FIRST_CHANGE and name.exists():
            name = self.folder / f"{self.path.stem}-{stamp}-{number}{ending}"
            number += 1
        return name

    def _remove_older(self, newest: Path, now: str) -> None:
        """Remove all but the last ones; those dated later than now are from before the clock was put back."""
        others = [one for one in self.list() if one.path != newest]
        others.sort(key=lambda one: (one.made_at[:19] <= now[:19], one.made_at, one.path.name))
        for one in others[: max(0, len(others) + 1 - self._keep)]:
            with suppress(OSError):
                one.path.unlink()

    def _described(self, path: Path) -> Backup | None:
        """Return what the name of a backup tells; None where it is no name that is given here."""
        named = self._names.fullmatch(path.name)
        if named is None:
            return None
        try:
            made = datetime.strptime(named["stamp"], _STAMP).isoformat()
            return Backup(path, f"{made}Z", path.stat().st_size, _why_text(named["why"] or "", made[:10]))
        except (ValueError, OSError):
            return None


def before_version(version: int) -> str:
    """Return the reason of a backup made before the file is brought to a version of its format."""
    return f"before-version-{version}"


def _why_text(why: str, day: str) -> str:
    if why == FIRST_CHANGE:
        return f"first change of {day}"
    if why == WHILE_WORKING:
        return f"while working on {day}"
    if why:
        return f"before the upgrade to version {why.removeprefix('before-version-')}"
    return "by hand"


def back_up_first_of_day(
    backups: Backups, connection: Connection, now: str, warn: Callable[[str], None]
) -> None:
    """Keep the state before the first change of a day; where that fails, warn and let the work go on.

    Raises StoreBusyError alone: then another program is writing, and the change would be refused too.
    """
    with _warned(backups, now, warn):
        backups.make_first_of_day(connection, now)


def begin_in_background(
    backups: Backups,
    connection: Connection,
    now: str,
    warn: Callable[[str], None],
    begin: Callable[[str], None],
) -> None:
    """Begin a copy beside the work where one is due; where that cannot be told, warn."""
    with _warned(backups, now, warn):
        if backups.is_due(connection, now):
            begin(now)


def back_up_while_working(
    backups: Backups, connection: Connection, now: str, warn: Callable[[str], None], is_stopped: IsStopped
) -> None:
    """Keep the state in a thread, until `is_stopped` answers True; where that fails, warn."""
    with suppress(StoppedError), _warned(backups, now, warn):
        backups.make_while_working(connection, is_stopped)


@contextmanager
def _warned(backups: Backups, now: str, warn: Callable[[str], None]) -> Iterator[None]:
    try:
        yield
    except (StoreBusyError, StoppedError):
        raise
    except StoreError as error:
        why = error.why if isinstance(error, NotCopiedError) else str(error)
        warn(
            f"{backups.folder}: the backup of {now[:10]} could not be made: {why}. Your work is saved all the"
            " same; put that right and run ofsted-tui backup."
        )


def back_up_before_version(backups: Backups, connection: Connection, version: int) -> None:
    """Keep the file before it is brought to a version of its format; raise StoreError where that fails."""
    try:
        backups.make(connection, before_version(version))
    except NotCopiedError as error:
        raise StoreError(
            f"{backups.path}: must be upgraded, and the backup before that could not be made:"
            f" {error.why}; nothing was changed. Put that right for {backups.folder}, and start again."
        ) from error


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


@contextmanager
def checked_copy(
    source: sqlite3.Connection, folder: Path, background: BackgroundCopy | None = None
) -> Iterator[Path]:
    """Make a whole, checked copy of an open database on the disk, under a passing name in `folder`.

    The caller renames it; what was not renamed is removed. The file is private to the user (0600).
    Raises NotCopiedError, StoreBusyError, StoppedError.
    """
    part = folder / f"{_PART}{uuid.uuid4().hex}.part"
    try:
        with _translate_errors(source, folder):
            create_private(part)
            copy_pages(source, part, background)
            _check(part, background)
            sync(part)
        yield part
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def put_in_place(copy: Path, target: Path) -> None:
    """Give a checked copy its name, on the disk when this returns; raise NotCopiedError."""
    try:
        copy.replace(target)
    except OSError as error:
        raise NotCopiedError(target.parent, reason_text(error)) from error
    sync_folder(target.parent)


def copy_pages(source: sqlite3.Connection, target: Path, background: BackgroundCopy | None = None) -> None:
    """Copy an open database page by page to an empty file, damage included; raise sqlite3.Error.

    It is on the disk only after `sync`.
    """
    with closing(open_database(target, "rw")) as copy:
        # The copy is thrown away unless it comes out whole: it needs no journal of its own.
        copy.execute("PRAGMA journal_mode=off")
        # SQLite would wait for the disk while it holds the source.
        copy.execute("PRAGMA synchronous=off")
        if background is None:
            source.backup(copy, progress=_never_wait)
        else:
            with background.in_use:
                _end_if(background.is_stopped)  # the source may have been closed since
                source.backup(copy, pages=_PAGES, sleep=_PAUSE, progress=_Pause(target, background))


def _never_wait(status: int, remaining: int, total: int) -> None:
    # SQLite has waited as long as it was told to; Python would try again for ever.
    if status in BUSY_CODES:
        raise _BusyError


class _BusyError(Exception):
    """Another program holds the source."""


class _OvertakenError(Exception):
    """Another program writes to the source again and again."""


class _Pause:
    """Called between two steps of a copy, to let others work."""

    def __init__(self, target: Path, background: BackgroundCopy) -> None:
        """Take where the copy is made, and what ends it."""
        self._target = target
        self._background = background
        self._steps = 0
        self._begun = 0

    def __call__(self, status: int, remaining: int, total: int) -> None:
        """Let others work; raise StoppedError, and _OvertakenError where the copy comes to nothing."""
        _end_if(self._background.is_stopped)
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


def _check(copy: Path, background: BackgroundCopy | None = None) -> None:
    with closing(open_database(copy, "rw")) as opened:
        opened.execute("PRAGMA journal_mode=delete")
        opened.set_progress_handler(background.is_stopped if background else None, _CHECKED_AT_ONCE)
        found = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def sweep_parts(folder: Path) -> None:
    """Remove the unfinished copies in a folder that nobody can be working on any more."""
    for part in folder.glob(f"{_PART}*.part"):
        with suppress(OSError):
            if part.stat().st_mtime < time.time() - _GIVEN_UP_SECONDS:
                part.unlink()


@contextmanager
def _translate_errors(source: sqlite3.Connection, folder: Path) -> Iterator[None]:
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
        raise NotCopiedError(folder, reason_text(error)) from error


def reason_text(error: Exception) -> str:
    """Return why a file could not be written, in a few words without its name."""
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

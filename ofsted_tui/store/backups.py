"""The backups beside a database: made whole and checked, the last ten kept."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.model.progress import StoppedError
from ofsted_tui.store.connection import Connection
from ofsted_tui.store.copies import (
    Beside,
    IsStopped,
    NotCopiedError,
    checked_copy,
    in_few_words,
    put_in_place,
    sweep_parts,
)
from ofsted_tui.store.disk import sync_folder

KEPT = 10
"""How many backups of a database are kept."""

BY_HAND = ""
FIRST_CHANGE = "first-change"
"""Made before the first change of a day."""
WHILE_WORKING = "while-working"
"""Made of a large file beside the first work of a day: it holds what was changed until it was done."""
_OF_A_DAY = (FIRST_CHANGE, WHILE_WORKING)

_STAMP = "%Y-%m-%dT%H%M%SZ"


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


def before_version(version: int) -> str:
    """Return the reason of a backup made before the file is brought to a version of its format."""
    return f"before-version-{version}"


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
            said = f"{self.folder}: cannot be read ({in_few_words(error)}); check its permissions."
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

    def lacks_one_of(self, connection: Connection, now: str) -> bool:
        """Tell whether the day has no backup yet and needs one; raise StoreError.

        A database that began on this day has no earlier state to keep.
        """
        first = connection.first("SELECT at FROM journal ORDER BY seq LIMIT 1")
        return first is not None and str(first["at"])[:10] != now[:10] and not self._has_one_of(now[:10])

    def make_first_of_day(self, connection: Connection, now: str) -> Backup | None:
        """Keep the state before the first change of a day; None where the day has its backup, or no need.

        Raises StoreError.
        """
        return self._make(connection, FIRST_CHANGE, now) if self.lacks_one_of(connection, now) else None

    def make_while_working(self, connection: Connection, is_stopped: IsStopped) -> Backup | None:
        """Keep the state while others work with the connection; None where the day has its backup meanwhile.

        Called in a thread of its own. Raises StoreError, StoppedError.
        """
        return self._make(connection, WHILE_WORKING, self._clock(), Beside(is_stopped, connection.in_use))

    def _make(
        self, connection: Connection, why: str, now: str, beside: Beside | None = None
    ) -> Backup | None:
        self._prepare_folder()
        with checked_copy(connection.raw, self.folder, beside) as copy:
            # Another program may have made the day's backup meanwhile, of the same state.
            if why in _OF_A_DAY and self._has_one_of(now[:10]):
                return None
            target = self._name(self._clock() if beside else now, why)
            put_in_place(copy, target)
        self._remove_older(target, now)
        return self._described(target)

    def _prepare_folder(self) -> None:
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(mode=0o700, exist_ok=True)
                sync_folder(self.folder.parent)
        except OSError as error:
            raise NotCopiedError(self.folder, in_few_words(error)) from error
        sweep_parts(self.folder)

    def _has_one_of(self, day: str) -> bool:
        whys = {_in_words(why, day) for why in _OF_A_DAY}
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
            return Backup(path, f"{made}Z", path.stat().st_size, _in_words(named["why"] or "", made[:10]))
        except (ValueError, OSError):
            return None


def _in_words(why: str, day: str) -> str:
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


def begin_beside(
    backups: Backups,
    connection: Connection,
    now: str,
    warn: Callable[[str], None],
    begin: Callable[[str], None],
) -> None:
    """Begin a copy beside the work where the day needs one; where that cannot be told, warn."""
    with _warned(backups, now, warn):
        if backups.lacks_one_of(connection, now):
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

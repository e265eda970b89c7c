"""The store: one SQLite file, opened with care, and its tables behind typed methods."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ofsted_tui.model.errors import StoreError
from ofsted_tui.store.action_clock import ActionClock
from ofsted_tui.store.annotations import Annotations
from ofsted_tui.store.backups import Backups, back_up_before_version, back_up_first_of_day
from ofsted_tui.store.before_opening import APPLICATION_ID, create_database_file, look_before_opening
from ofsted_tui.store.connection import Connection
from ofsted_tui.store.copies import copy_to
from ofsted_tui.store.documents import Documents
from ofsted_tui.store.faults import translated
from ofsted_tui.store.history import History
from ofsted_tui.store.journal import Journal
from ofsted_tui.store.placements import Placements
from ofsted_tui.store.read_marks import ReadMarks
from ofsted_tui.store.recognised import SCHEMA_VERSION, file_version
from ofsted_tui.store.sessions import Sessions
from ofsted_tui.store.settings import Settings


def utc_now() -> str:
    """Return the time in UTC as ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Store:
    """Everything that is kept, in one file; one thread uses it."""

    def __init__(
        self,
        path: Path | None,
        *,
        create: bool = False,
        busy_seconds: float = 5.0,
        clock: Callable[[], str] = utc_now,
    ) -> None:
        """Open the file at `path` (None: in memory), creating it if told to; raise StoreError."""
        if path is not None:
            _make_ready(path, create)
        self.path = path
        self.clock = ActionClock(clock)
        self.warnings: list[str] = []
        self.warn: Callable[[str], None] = self.warnings.append
        """Told what went wrong beside the work, in one line; the user must see it."""
        self.backups = None if path is None else Backups(path, clock)
        self._day = ""
        self.connection = Connection(path, busy_seconds)
        try:
            _migrate(self.connection, self.backups)
        except BaseException:
            self.connection.close()
            raise
        self.journal = Journal(self.connection, self.clock)
        self.documents = Documents(self.connection, self.journal, self.clock)
        self.sessions = Sessions(self.connection, self.journal, self.clock)
        self.annotations = Annotations(self.connection)
        self.read_marks = ReadMarks(self.connection)
        self.placements = Placements(self.connection)
        self.history = History(self.connection)
        self.settings = Settings(self.connection)

    @contextmanager
    def action(self) -> Iterator[None]:
        """Do one user action as one transaction, durable when this returns; raise StoreError.

        Before the first one of a day the file is backed up.
        """
        if self.backups is not None:
            self._back_up_once_a_day(self.backups)
        with self.connection.action(), self.clock.held():
            yield

    def _back_up_once_a_day(self, backups: Backups) -> None:
        now = self.clock()
        if now[:10] != self._day:
            back_up_first_of_day(backups, self.connection, now, self.warn)
            self._day = now[:10]

    def back_up(self, target: Path | None = None) -> Path:
        """Keep a whole, checked copy at `target` (None: with the other backups); return where it is.

        Called outside an action. Raises StoreError, also where something is at `target`.
        """
        if target is None and self.backups is not None:
            return self.backups.make(self.connection).path
        if target is None:
            raise StoreError("What is only in memory has no place for backups; name a file.")
        copy_to(self.connection.raw, target)
        return target

    def set_busy_seconds(self, seconds: float) -> None:
        """Wait this long for another program that is writing, before giving up."""
        self.connection.set_busy_seconds(seconds)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        """Return the open store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()


def _make_ready(path: Path, create: bool) -> None:
    try:
        exists = path.exists() or path.is_symlink()
    except OSError as error:
        raise StoreError(f"{path}: cannot be looked at ({error.strerror}); check its permissions.") from error
    if not exists:
        if not create:
            raise StoreError(
                f"{path}: there is no such database; start ofsted-tui or import a document to make it."
            )
        create_database_file(path)
    look_before_opening(path)
    if path.stat().st_size == 0:
        if not create:
            raise StoreError(f"{path}: is empty, and no ofsted_tui database; name another file with --db.")
        path.chmod(0o600)


def _migrate(connection: Connection, backups: Backups | None) -> None:
    """Bring the file to this version, or refuse one that is not ours or is newer."""
    version = _checked_version(connection)
    if version == SCHEMA_VERSION:
        return
    from ofsted_tui.store.digests import keep_missing
    from ofsted_tui.store.foreign_values import check_values
    from ofsted_tui.store.migrations import migrations

    if backups is not None and version:
        back_up_before_version(backups, connection, SCHEMA_VERSION)
    with translated(connection.path):
        connection.raw.execute("PRAGMA foreign_keys=off")
        with connection.action():
            if _checked_version(connection) < SCHEMA_VERSION:
                migrations.apply(connection.database)
                keep_missing(connection)
                if version and connection.path is not None:
                    check_values(connection.raw, connection.path)
                connection.raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.raw.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            if connection.read("PRAGMA foreign_key_check"):
                raise StoreError(
                    f"{connection.path}: rows refer to rows that are missing; nothing was changed."
                )
        connection.raw.execute("PRAGMA foreign_keys=on")


def _checked_version(connection: Connection) -> int:
    with translated(connection.path):
        return file_version(connection.raw, connection.path)

"""The store: one SQLite file, its tables, and the transactions in which they change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ofsted_tui.model.errors import Progress, StoreError, silent
from ofsted_tui.store.annotations import Annotations, Placements
from ofsted_tui.store.connection import IS_SERIALIZED, Connection, long_work, translated
from ofsted_tui.store.documents import Documents
from ofsted_tui.store.files import create_database_file, examine_before_opening
from ofsted_tui.store.foreign import Examiner, check_values, version_of
from ofsted_tui.store.journal import History, Journal
from ofsted_tui.store.schema import APPLICATION_ID, VERSION, create_tables
from ofsted_tui.store.sessions import ReadMarks, Sessions, Settings, Threads
from ofsted_tui.store.structures import Structures

if TYPE_CHECKING:
    from ofsted_tui.store.backups import Backups

_COPIED_AT_ONCE_BYTES = 32_000_000
"""The largest file that is copied before the first change of a day: a fifth of a second."""


def utc_now() -> str:
    """Return the time in UTC as ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class ActionClock:
    """A clock that stands still during an action: its rows and its journal entry have one timestamp."""

    def __init__(self, clock: Callable[[], str]) -> None:
        """Take the time in UTC, as ISO 8601, from another clock."""
        self._clock = clock
        self._time: str | None = None

    def __call__(self) -> str:
        """Return the time, or within an action the time at which it began."""
        return self._time or self._clock()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the clock for the work inside."""
        self._time = self._clock()
        try:
            yield
        finally:
            self._time = None


class Store:
    """All that is stored, in one SQLite file; only the thread that opened it may use it."""

    def __init__(
        self,
        path: Path | None,
        *,
        create: bool = False,
        busy_seconds: float = 5.0,
        clock: Callable[[], str] = utc_now,
        progress: Progress | None = None,
    ) -> None:
        """Open the file at `path` (None: in memory), creating it if told to; raise StoreError.

        `progress` is told how far the upgrade of a file of an older version has come; what it raises, and
        Ctrl+C, takes the upgrade back.
        """
        if path is not None:
            _make_ready(path, create)
        self.path = path
        self.clock = ActionClock(clock)
        self.warnings: list[str] = []
        self.warn: Callable[[str], None] = self.warnings.append
        """Called with one line on what went wrong beside the work; the user must see it."""
        self.back_up_beside: Callable[[str], None] | None = None
        """Called with the time of a day's first change to a large file: begins a backup beside the work."""
        self._backup_clock = clock
        self._day = ""
        self.connection = Connection(path, busy_seconds)
        examiner = Examiner(self.connection)
        try:
            self._prepare(examiner, progress or silent)
        except BaseException:
            self.connection.close()
            raise
        self.journal = Journal(self.connection, self.clock)
        structures = Structures(self.connection, examiner.examine_document)
        self.documents = Documents(self.connection, self.journal, self.clock, structures)
        self.sessions = Sessions(self.connection, self.journal, self.clock)
        self.annotations = Annotations(self.connection)
        self.placements = Placements(self.connection)
        self.read_marks = ReadMarks(self.connection)
        self.threads = Threads(self.connection)
        self.history = History(self.connection)
        self.settings = Settings(self.connection)

    def _prepare(self, examiner: Examiner, progress: Progress) -> None:
        """Examine the file before anything in it runs, take it into use, upgrade an older one."""
        version = examiner.examine()
        self.connection.prepare()
        if version != VERSION:
            _upgrade(self.connection, self.backups, progress)

    @cached_property
    def backups(self) -> "Backups | None":
        """The copies kept beside the file; None for what is only in memory."""
        from ofsted_tui.store.backups import Backups

        return None if self.path is None else Backups(self.path, self._backup_clock)

    @contextmanager
    def action(self) -> Iterator[None]:
        """Do one user action as one transaction, durable when this returns; raise StoreError.

        Before the first one of a day the file is backed up.
        """
        self._back_up_once_a_day()
        with self.connection.action(), self.clock.stopped():
            yield

    def _back_up_once_a_day(self) -> None:
        now = self.clock()
        if now[:10] == self._day or self.backups is None:
            return
        from ofsted_tui.store.backups import back_up_first_of_day, begin_in_background

        if IS_SERIALIZED and self.back_up_beside and self.connection.size() > _COPIED_AT_ONCE_BYTES:
            begin_in_background(self.backups, self.connection, now, self.warn, self.back_up_beside)
        else:
            back_up_first_of_day(self.backups, self.connection, now, self.warn)
        self._day = now[:10]

    def back_up(self, target: Path | None = None) -> Path:
        """Keep a whole, checked copy at `target` (None: with the other backups); return where it is.

        Called outside an action. Raises StoreError, also where something is at `target`.
        """
        if target is None and self.backups is not None:
            return self.backups.make(self.connection).path
        if target is None:
            raise StoreError("What is only in memory has no place for backups; name a file.")
        from ofsted_tui.store.backups import copy_to

        copy_to(self.connection.raw, target)
        return target

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
    examine_before_opening(path)
    if path.stat().st_size == 0:
        if not create:
            raise StoreError(f"{path}: is empty, and no ofsted_tui database; name another file with --db.")
        path.chmod(0o600)


def _upgrade(connection: Connection, backups: "Backups | None", progress: Progress) -> None:
    """Bring a new file, or one of an older version, to this version; raise StoreError.

    All of it is one transaction: what `progress` raises takes it back.
    """
    with long_work(connection, progress) as tell:
        if backups is not None and 0 < version_of(connection) < VERSION:
            from ofsted_tui.store.backups import back_up_before_version

            tell("upgrading the database: keeping a copy of it first", 0, 0)
            back_up_before_version(backups, connection, VERSION)
        tell("upgrading the database", 0, 0)
        with translated(connection.path):
            # In force, they would take away the rows that refer to a table while it is made anew.
            connection.raw.execute("PRAGMA foreign_keys=off")
            with connection.action():
                _bring_up_to_date(connection, tell)
            connection.raw.execute("PRAGMA foreign_keys=on")
        tell("upgraded", 1, 1)


def _bring_up_to_date(connection: Connection, tell: Progress) -> None:
    version = version_of(connection)  # another program may have been quicker
    if version < VERSION:
        _change_schema(connection, version)
        tell("upgrading the database: looking it through", 0, 0)
        if version and connection.path is not None:
            check_values(connection.raw, connection.path)
    if connection.read("PRAGMA foreign_key_check"):
        raise StoreError(f"{connection.path}: rows refer to rows that are missing; nothing was changed.")


def _change_schema(connection: Connection, version: int) -> None:
    """Make the tables in an empty file, or bring those of an older version to this one."""
    if version <= 0:
        create_tables(connection.raw)
    if VERSION > 1:
        from ofsted_tui.store.migrations import migrate

        migrate(connection.raw)
    connection.raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.raw.execute(f"PRAGMA user_version={VERSION}")

"""Put a backup back in place of the database, under an exclusive lock."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.store.backups import checked_copy, copy_pages, reason_text, sweep_parts
from ofsted_tui.store.connection import DAMAGED_CODES, open_database, primary_code, translated
from ofsted_tui.store.files import (
    HEADER,
    create_private,
    examine_before_opening,
    refuse_journal_of_others,
    sync,
    sync_folder,
)
from ofsted_tui.store.foreign import check_schema, check_values, file_version
from ofsted_tui.store.schema import VERSION
from ofsted_tui.store.store import utc_now

_SIDECARS = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file: it would apply what the former file left behind to the restored one."""


class FileLock:
    """An exclusive lock on a database file; none on one that is missing, or damaged beyond SQLite's reading.

    Taking it rolls back a change that was cut short.
    """

    def __init__(self, path: Path, busy_seconds: float) -> None:
        """Lock the file; raise StoreBusyError while another program writes, StoreError for a foreign one."""
        self.path = path
        self._locked = _lock(path, busy_seconds) if _has_sqlite_header(path) else None

    def link_as(self, aside: Path) -> None:
        """Give the file a second name that is free; raise OSError, sqlite3.Error."""
        try:
            aside.hardlink_to(self.path)
        except FileExistsError:
            raise
        except OSError:
            # The disk knows no second names.
            self._copy(aside)

    def _copy(self, aside: Path) -> None:
        create_private(aside)
        try:
            if self._locked is not None:
                copy_pages(self._locked, aside)
            else:
                shutil.copyfile(self.path, aside)
            sync(aside)
        except BaseException:
            aside.unlink()
            raise

    def release_for_replacing(self) -> None:
        """Release the file on Windows, where an open file cannot be replaced."""
        if os.name == "nt":
            self._release()

    def _release(self) -> None:
        if self._locked is not None:
            self._locked.close()
            self._locked = None

    def __enter__(self) -> Self:
        """Return the locked file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release the file."""
        self._release()


def _has_sqlite_header(path: Path) -> bool:
    """Tell whether SQLite may open the file; of a strange one it would throw away the journal."""
    if not path.exists():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({reason_text(error)}); check its permissions.") from error


def _lock(path: Path, busy_seconds: float) -> sqlite3.Connection | None:
    """Return a connection that keeps every other one out; None where SQLite cannot read the file."""
    refuse_journal_of_others(path)
    with translated(path):
        opened = open_database(path, "rw")
        try:
            opened.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")
            _refuse_another_programs(opened, path)
            _lock_exclusively(opened, path)
        except sqlite3.DatabaseError as error:
            opened.close()
            if primary_code(error) not in DAMAGED_CODES:
                raise
            return None
        except BaseException:
            opened.close()
            raise
        return opened


def _refuse_another_programs(opened: sqlite3.Connection, path: Path) -> None:
    try:
        file_version(opened, path, or_newer=True)
    except StoreError as error:
        said = f"{path}: is not an ofsted_tui database; move it away first, or name another with --db."
        raise StoreError(said) from error


def _lock_exclusively(opened: sqlite3.Connection, path: Path) -> None:
    if opened.execute("PRAGMA journal_mode=delete").fetchone()[0] != "delete":
        raise StoreBusyError(f"{path}: another program has it open; leave that program first.")
    # In this mode the lock outlives the transaction, and the file can be copied under it.
    opened.execute("PRAGMA locking_mode=exclusive")
    opened.execute("BEGIN EXCLUSIVE")
    opened.execute("COMMIT")


def restore(
    path: Path, backup: Path, *, clock: Callable[[], str] = utc_now, busy_seconds: float = 5.0
) -> Path | None:
    """Put a checked copy of `backup` in the place of the database at `path`; return where that is kept now.

    None where there was none. Called while this program has no Store open at `path`. Raises StoreError
    where the backup is not sound or the files cannot be written, StoreBusyError while another program writes.
    """
    path = path.resolve()
    _refuse_itself(path, backup)
    with _sound(backup) as source, checked_copy(source, path.parent) as copy:
        aside = _free_name(path, clock())
        with FileLock(path, busy_seconds) as lock, _translate_file_errors(path):
            kept = _exchange(lock, copy, aside)
    sweep_parts(path.parent)
    return kept


def _refuse_itself(path: Path, backup: Path) -> None:
    try:
        if path.exists() and not path.is_file():
            raise StoreError(f"{path}: is not a file; name a database file with --db.")
        if path.exists() and backup.exists() and path.samefile(backup):
            raise StoreError(f"{backup}: is the database itself; name one of its backups.")
        if not backup.exists():
            raise StoreError(f"{backup}: there is no such backup; ofsted-tui restore lists those there are.")
    except OSError as error:
        raise StoreError(f"{backup}: cannot be looked at ({reason_text(error)}).") from error


@contextmanager
def _sound(backup: Path) -> Iterator[sqlite3.Connection]:
    """Open a backup to read it; raise StoreError unless it is whole and this program's."""
    examine_before_opening(backup)
    with translated(backup):
        source = open_database(backup, "ro")
    with closing(source):
        with translated(backup):
            # First of all what it is made of: the other checks run what stands there.
            version = check_schema(source, backup)
            # What is looked at is what is copied.
            source.execute("BEGIN")
            fault = next(_faults(source, version), None)
            if version == VERSION and fault is None:
                check_values(source, backup)
        if fault is not None:
            raise StoreError(
                f"{backup}: cannot be restored: {fault}; nothing was changed. Take another backup."
            )
        yield source


def _faults(source: sqlite3.Connection, version: int) -> Iterator[str]:
    if not version:
        yield "it is empty"
    if source.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        yield "it is damaged"
    if source.execute("PRAGMA foreign_key_check").fetchone() is not None:
        yield "rows refer to rows that are missing"


def _exchange(lock: FileLock, copy: Path, aside: Path) -> Path | None:
    """Give the file its second name, then the copy its first; where that fails, all is as before."""
    path = lock.path
    kept = None
    moved: list[tuple[Path, Path]] = []
    try:
        if path.exists():
            shutil.copymode(path, copy)
            lock.link_as(aside)
            kept = aside
        for sidecar in _SIDECARS:
            former = path.with_name(path.name + sidecar)
            if former.exists():
                moved.append((former, aside.with_name(aside.name + sidecar)))
                former.replace(moved[-1][1])
        # A power cut must not bring back a journal of the former file beside the restored one.
        sync_folder(path.parent)
        lock.release_for_replacing()
        copy.replace(path)
    except BaseException:
        _take_back(moved, kept)
        raise
    sync_folder(path.parent)
    return kept


def _take_back(moved: list[tuple[Path, Path]], kept: Path | None) -> None:
    for former, now in moved:
        if now.exists() and not former.exists():
            now.replace(former)
    if kept is not None:
        kept.unlink()


def _free_name(path: Path, now: str) -> Path:
    stem = f"{path.name}.before-restore-{now[:19].replace(':', '')}Z"
    name, number = path.with_name(f"{stem}.db"), 2
    while any(name.with_name(name.name + sidecar).exists() for sidecar in ("", *_SIDECARS)):
        name, number = path.with_name(f"{stem}-{number}.db"), number + 1
    return name


@contextmanager
def _translate_file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        why = reason_text(error)
        raise StoreError(
            f"{path}: cannot be replaced: {why}; nothing was changed. Put that right."
        ) from error

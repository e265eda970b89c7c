"""A backup put in the place of the database; what was there is kept beside it, whatever its state.

At every moment there is a whole file in place: the former one or the restored one.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ofsted_tui.model.errors import StoreError
from ofsted_tui.store.before_opening import look_before_opening
from ofsted_tui.store.copies import checked_copy, in_few_words, open_database, sweep_parts
from ofsted_tui.store.disk import sync_folder
from ofsted_tui.store.faults import translated
from ofsted_tui.store.foreign import check_schema
from ofsted_tui.store.foreign_values import VERSION, check_values
from ofsted_tui.store.held import Held
from ofsted_tui.store.recognised import file_version
from ofsted_tui.store.store import utc_now

_SIDECARS = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file: it would apply what the former file left behind to the restored one."""


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
        with Held(path, busy_seconds) as held, _errors_in_words(path):
            kept = _exchange(held, copy, aside)
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
        raise StoreError(f"{backup}: cannot be looked at ({in_few_words(error)}).") from error


@contextmanager
def _sound(backup: Path) -> Iterator[sqlite3.Connection]:
    """Open a backup to read it; raise StoreError unless it is whole and this program's."""
    look_before_opening(backup)
    with translated(backup):
        source = open_database(backup, "ro")
    with closing(source):
        with translated(backup):
            # First of all what it is made of: the other checks run what stands there.
            version = file_version(source, backup)
            check_schema(source, backup)
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


def _exchange(held: Held, copy: Path, aside: Path) -> Path | None:
    """Give the file its second name, then the copy its first; where that fails, all is as before."""
    path = held.path
    kept = None
    moved: list[tuple[Path, Path]] = []
    try:
        if path.exists():
            shutil.copymode(path, copy)
            held.keep(aside)
            kept = aside
        for sidecar in _SIDECARS:
            former = path.with_name(path.name + sidecar)
            if former.exists():
                moved.append((former, aside.with_name(aside.name + sidecar)))
                former.replace(moved[-1][1])
        # A power cut must not bring back a journal of the former file beside the restored one.
        sync_folder(path.parent)
        held.let_go_where_it_hinders()
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
def _errors_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        why = in_few_words(error)
        raise StoreError(
            f"{path}: cannot be replaced: {why}; nothing was changed. Put that right."
        ) from error

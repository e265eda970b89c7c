"""A database file kept from every other program while it changes places."""

import os
import shutil
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.store.before_opening import HEADER, refuse_journal_of_others
from ofsted_tui.store.copies import copy_pages, in_few_words, open_database
from ofsted_tui.store.disk import create_private, sync
from ofsted_tui.store.faults import primary_code, translated
from ofsted_tui.store.recognised import file_version

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Held:
    """The file at `path`, locked; one that is damaged beyond SQLite's reading, or is not there, cannot be.

    Opening it brings back what a change that was cut short had left half done.
    """

    def __init__(self, path: Path, busy_seconds: float) -> None:
        """Lock the file; raise StoreBusyError while another program writes, StoreError for a foreign one."""
        self.path = path
        self._locked = _lock(path, busy_seconds) if _begins_well(path) else None

    def keep(self, aside: Path) -> None:
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

    def let_go_where_it_hinders(self) -> None:
        """Let go of the file on Windows, where an open file cannot be replaced."""
        if os.name == "nt":
            self._let_go()

    def _let_go(self) -> None:
        if self._locked is not None:
            self._locked.close()
            self._locked = None

    def __enter__(self) -> Self:
        """Return the locked file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the file."""
        self._let_go()


def _begins_well(path: Path) -> bool:
    """Tell whether SQLite may open the file; of a strange one it would throw away the journal."""
    if not path.exists():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({in_few_words(error)}); check its permissions.") from error


def _lock(path: Path, busy_seconds: float) -> sqlite3.Connection | None:
    """Return a connection that keeps every other one out; None where SQLite cannot read the file."""
    refuse_journal_of_others(path)
    with translated(path):
        opened = open_database(path, "rw")
        try:
            opened.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")
            _refuse_another_programs(opened, path)
            _close_to_others(opened, path)
        except sqlite3.DatabaseError as error:
            opened.close()
            if primary_code(error) not in _DAMAGED:
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


def _close_to_others(opened: sqlite3.Connection, path: Path) -> None:
    if opened.execute("PRAGMA journal_mode=delete").fetchone()[0] != "delete":
        raise StoreBusyError(f"{path}: another program has it open; leave that program first.")
    # In this mode the lock outlives the transaction, and the file can be copied under it.
    opened.execute("PRAGMA locking_mode=exclusive")
    opened.execute("BEGIN EXCLUSIVE")
    opened.execute("COMMIT")

"""Look at a database file before it is opened, and at the disk it lies on."""

import errno
import os
import stat
from collections import Counter
from contextlib import suppress
from pathlib import Path

from ofsted_tui.model.errors import StoreError
from ofsted_tui.store.schema import APPLICATION_ID, UNRELEASED_APPLICATION_ID

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
"""What the system says where there is no more room."""
HEADER = b"SQLite format 3\x00"
_HEADER_LENGTH = 100
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""What ends a journal that names a super-journal (SQLite's file format, section 3)."""
OPEN_FILES: Counter[tuple[int, int]] = Counter()
"""The files that are open in this process, by device and inode."""


def create_private(path: Path) -> None:
    """Create an empty file that only the user may read; raise OSError, also where something is there."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def sync(path: Path) -> None:
    """Have the system put a file on the disk; raise OSError."""
    _sync(path, os.O_RDWR)


def sync_folder(folder: Path) -> None:
    """Have the system put the names in a folder on the disk, where it can."""
    # Windows cannot open a folder, and some network shares cannot sync one: the files themselves are safe.
    with suppress(OSError):
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def identity(path: Path) -> tuple[int, int]:
    """Return device and inode of a file."""
    status = path.stat()
    return status.st_dev, status.st_ino


def create_database_file(path: Path) -> None:
    """Create an empty file that only the user may read, with its folder; an existing one stays."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_private(path)
    except FileExistsError:
        if not path.parent.is_dir():
            raise StoreError(
                f"{path}: {path.parent} is not a folder; name another place with --db."
            ) from None
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be created ({error.strerror}); name another place with --db."
        ) from error


def examine_before_opening(path: Path) -> None:
    """Raise StoreError unless the file is a regular one that SQLite wrote, or empty."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise StoreError(f"{path}: is not a file; name a database file with --db.")
        if OPEN_FILES[identity(path)]:
            return  # open in this process already: to open and close it would drop its locks (POSIX)
        with path.open("rb") as file:
            header = file.read(_HEADER_LENGTH)
    except OSError as error:
        raise StoreError(f"{path}: cannot be opened ({error.strerror}); check its permissions.") from error
    journal = journal_of(path)
    refuse_journal_of_others(path)
    if not any(header) and journal.exists():
        return  # the first commit was cut short: SQLite puts back what was there before, an empty file
    if header and not _may_be_ours(header):
        raise not_ours(path, _application_id(header))
    if not journal.exists() and path.stat().st_size < _bytes_promised(header):
        raise StoreError(f"{path}: is cut short; nothing was changed. ofsted-tui restore puts a copy back.")


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps the journal of a file: beside the file itself, not beside a link to it."""
    found = path.resolve()
    return found.with_name(found.name + "-journal")


def refuse_journal_of_others(path: Path) -> None:
    """Raise StoreError where the journal beside the file names a further file: SQLite would delete that.

    The program changes one file at a time, so no journal of its own does so.
    """
    journal = journal_of(path)
    try:
        if not stat.S_ISREG(journal.stat().st_mode):
            raise StoreError(f"{journal}: is not a file; move it away, then open {path.name} again.")
        with journal.open("rb") as file:
            file.seek(max(0, journal.stat().st_size - len(_JOURNAL_MAGIC)))
            named = file.read() == _JOURNAL_MAGIC
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{journal}: cannot be read ({error.strerror}); check its permissions.") from error
    if named:
        raise StoreError(
            f"{journal}: was written by another program, and could do harm; move it away, then open "
            f"{path.name} again."
        )


def not_ours(path: Path | None, application_id: int) -> StoreError:
    """Return the error for a database whose application id is not this program's."""
    if application_id == UNRELEASED_APPLICATION_ID:
        return StoreError(
            f"{path}: was made by an ofsted-tui from before its first release, which this one cannot read;"
            " nothing was changed. Export it as CSV with the program that made it, then name another file"
            " with --db or move this one away."
        )
    return StoreError(f"{path}: is not an ofsted_tui database; name another file with --db.")


def _bytes_promised(header: bytes) -> int:
    """Return how long the file is by its own header, 0 where that does not say (SQLite's format, 1.3)."""
    number = [int.from_bytes(header[at : at + 4], "big") for at in (24, 28, 92)]
    page = int.from_bytes(header[16:18], "big")
    return (65_536 if page == 1 else page) * number[1] if number[0] == number[2] else 0


def _may_be_ours(header: bytes) -> bool:
    """Tell from the bytes alone: to open another program's file in WAL mode would already change it."""
    application_id = _application_id(header)
    wal = header[18:20] == b"\x02\x02"
    return header.startswith(HEADER) and (application_id == APPLICATION_ID or not (application_id or wal))


def _application_id(header: bytes) -> int:
    return int.from_bytes(header[68:72], "big")

"""Files as the system keeps them: private to the user, and on the disk before anybody is told so."""

import errno
import os
from contextlib import suppress
from pathlib import Path

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
"""What the system says where there is no more room."""


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

"""Read a file's bytes so that no pipe, device or huge file can block or fill the program."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.model import limits
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.safe_text import visible_line


def refusal(path: Path, what: str) -> ReadingError:
    """Make the error that says in one line what is wrong with a file, and the way out.

    `what` goes on after the file's name and has no full stop: "is empty: name another file".
    """
    return ReadingError(visible_line(f"{path} {what}."))


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; raise ReadingError where it is missing, locked, too large or no regular file."""
    try:
        _refuse_status(path, path.stat())
        with open_at_once(path) as file:
            _refuse_status(path, os.fstat(file.fileno()))
            data = file.read(limits.FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise refusal(path, _reason(error)) from error
    _refuse_size(path, len(data))
    return data


def open_at_once(path: Path) -> BinaryIO:
    """Open a file for reading; a pipe in its place, which would hold the program for ever, is not waited for.

    Raises OSError, ValueError. What it is has to be looked at then.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags), "rb")


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist: check the name and the folder"
    if isinstance(error, PermissionError):
        return "may not be read by you: change its permissions, or copy it to where you may read it"
    said = error.strerror if isinstance(error, OSError) and error.strerror else "its name is not valid"
    return f"cannot be read ({said}): check the name and the disk"


def _refuse_status(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise refusal(path, "is a folder: name the files in it")
    if not stat.S_ISREG(status.st_mode):
        raise refusal(path, "is not a regular file but a pipe or a device: copy it into a file first")
    _refuse_size(path, status.st_size)


def _refuse_size(path: Path, size: int) -> None:
    if size > limits.FILE_BYTES:
        raise refusal(
            path, f"is larger than {limits.FILE_BYTES // 1_000_000} MB: split it into smaller files"
        )

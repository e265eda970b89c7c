"""Write a file whole or not at all, and never in place of another kind of file."""

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.model.errors import UserError
from ofsted_tui.store.files import FULL, sync_folder


class OtherFileError(UserError):
    """Another kind of file is there already, which nothing but the user's word may replace."""


@contextlib.contextmanager
def replacing(
    path: Path, beginning: bytes = b"", what: str = "", *, force: bool = False
) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` when all is written; else `path` stays as it was.

    Raises UserError in place of OSError; OtherFileError where a file is there that does not begin with
    `beginning` (it is `what`) and `force` is not given.
    """
    with translate_file_errors(path):
        refuse_what_is_no_file(path)
        if beginning and not force:
            _refuse_other_file(path, beginning, what)
        # Through a symbolic link the file that it points to is replaced, never the link.
        target = path.resolve()
        part = target.with_name(f".ofsted-tui-{uuid.uuid4().hex}.part")
        try:
            with part.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)


def _refuse_other_file(path: Path, beginning: bytes, what: str) -> None:
    if path.exists() and _beginning_of(path, len(beginning)) not in (b"", beginning):
        raise OtherFileError(f"{path}: is there already and is {what}; name another file.")


def write_lines(path: Path, lines: Iterable[str], beginning: bytes, what: str, *, force: bool) -> None:
    """Write lines of text, each with a newline; raise as `replacing` does."""
    with replacing(path, beginning, what, force=force) as file:
        file.writelines(f"{line}\n".encode() for line in lines)


def begins_with(path: Path, beginning: bytes) -> bool:
    """Tell whether a file is there that begins so; raise UserError where it cannot be read."""
    with translate_file_errors(path):
        return path.exists() and _beginning_of(path, len(beginning)) == beginning


def _beginning_of(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        return file.read(length)


def refuse_what_is_no_file(path: Path) -> None:
    """Raise UserError where something other than a file is at `path`, or no folder for it."""
    if "\0" in str(path):
        raise UserError(f"{path}: is no name for a file; name another.")
    if path.is_dir():
        raise UserError(f"{path}: is a folder; name a file in it.")
    if path.exists() and not path.is_file():
        raise UserError(f"{path}: is a pipe or a device, not a file; name a file.")
    if not path.parent.is_dir():
        raise UserError(f"{path}: there is no folder {path.parent}; make it first, or name another place.")


@contextlib.contextmanager
def translate_file_errors(path: Path) -> Iterator[None]:
    """Raise what the system raises inside as UserError, in one line that names the file and the way out."""
    try:
        yield
    except OSError as error:
        raise UserError(f"{path}: {_error_text(error)}") from error


def _error_text(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist; check the name and the folder."
    if isinstance(error, IsADirectoryError):
        return "is a folder; name a file."
    if isinstance(error, PermissionError):
        return "you have no permission for it; change that, or name another place."
    if error.errno in FULL:
        return "the disk is full; nothing was changed. Free some space and do it again."
    return f"cannot be used ({error.strerror}); check the name and the disk."

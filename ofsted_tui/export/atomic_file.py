"""Write a file whole or not at all, and never in place of another kind of file."""

import contextlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.model.errors import UserError
from ofsted_tui.store.files import FULL, sync_folder


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` when all is written; else `path` stays as it was.

    Raises UserError in place of OSError.
    """
    with translate_file_errors(path):
        # Through a symbolic link the file that it points to is replaced, never the link.
        refuse_what_is_no_file(path)
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


class OtherFileError(UserError):
    """Another kind of file is there already, which nothing but the user's word may replace."""


def refuse_to_replace(path: Path, beginning: bytes, what: str) -> None:
    """Raise OtherFileError where a file is there that does not begin as one of ours: it is `what`."""
    with translate_file_errors(path):
        refuse_what_is_no_file(path)
        found = beginning_of(path, len(beginning)) if path.exists() else b""
    if found not in (b"", beginning):
        raise OtherFileError(f"{path}: is there already and is {what}; name another file.")


def beginning_of(path: Path, length: int) -> bytes:
    """Return the first bytes of a file."""
    with path.open("rb") as file:
        return file.read(length)


@contextlib.contextmanager
def translate_file_errors(path: Path) -> Iterator[None]:
    """Raise what the system raises inside as UserError, in one line that names the file and the way out."""
    try:
        yield
    except OSError as error:
        raise UserError(f"{path}: {_words(error)}") from error


def _words(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist; check the name and the folder."
    if isinstance(error, IsADirectoryError):
        return "is a folder; name a file."
    if isinstance(error, PermissionError):
        return "you have no permission for it; change that, or name another place."
    if error.errno in FULL:
        return "the disk is full; nothing was changed. Free some space and do it again."
    return f"cannot be used ({error.strerror}); check the name and the disk."


HTML_BEGINNING = b'<!doctype html>\n<html lang="en-GB" data-report="ofsted-tui">'
NO_REPORT = "no such report of ofsted-tui"
MARKDOWN_BEGINNING = b"<!-- ofsted-tui report -->\n"


def write_lines(
    path: Path, lines: Iterable[str], beginning: bytes, *, force: bool, tell: Callable[[], None]
) -> None:
    """Write lines of text, each with a newline; `tell` is called after each.

    Raises UserError where the file cannot be written; OtherFileError where another kind of file is there
    already and `force` is not given.
    """
    if not force:
        refuse_to_replace(path, beginning, NO_REPORT)
    with replacing(path) as file:
        for line in lines:
            file.write(f"{line}\n".encode())
            tell()

"""A text file in, its text out: decoded strictly, with plain line ends and nothing else changed."""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.safe_text import visible_line

LARGEST = 50_000_000
"""The largest file that is read, in bytes."""

_WAY_OUT = "this version reads text and Markdown: save it as text first"
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word document or another zip file",
    b"\xd0\xcf\x11\xe0": "an old Word or Office file",
    b"{\\rtf": "an RTF file",
}
_BOMS = {
    b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8 with BOM"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\r\f\x1b\a\b\v"]
_FEW = 32
"""So many control characters may be an accident, or an attack that is to be shown; more are no text."""
_HEADING = re.compile(r"^#[ \t]+(\S.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class TextFile:
    """What a text file holds, and how it was read."""

    text: str
    encoding: str
    """The encoding in words: "UTF-8", "UTF-8 with BOM", "UTF-16" or "Windows-1252"."""
    title: str


def read_text_file(path: Path) -> TextFile:
    """Read a text or Markdown file; raise ReadingError, saying the way out, where it is neither."""
    data = _bytes(path)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise _refusal(path, f"is {kind}; {_WAY_OUT}")
    decoded, encoding = _decoded(path, data)
    _refuse_binary(path, decoded)
    text = decoded.replace("\r\n", "\n").replace("\r", "\n")
    if not text or text.isspace():
        raise _refusal(path, "is empty: there is nothing to review in it; name another file")
    return TextFile(text, encoding, _title(path, text))


def _refusal(path: Path, what: str) -> ReadingError:
    return ReadingError(f"{visible_line(str(path))} {what}.")


def _bytes(path: Path) -> bytes:
    try:
        _refuse_status(path, path.stat())
        # A FIFO put in the file's place since would otherwise hold the open for ever.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            _refuse_status(path, os.fstat(file.fileno()))
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise _refusal(path, _reason(error)) from error
    _refuse_size(path, len(data))
    return data


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist: check the name and the folder"
    if isinstance(error, PermissionError):
        return "may not be read by you: change its permissions, or copy it to where you may read it"
    said = error.strerror if isinstance(error, OSError) and error.strerror else "its name is not valid"
    return f"cannot be read ({visible_line(said)}): check the name and the disk"


def _refuse_status(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _refusal(path, "is a folder: name the files in it")
    if not stat.S_ISREG(status.st_mode):
        raise _refusal(path, "is not a regular file but a pipe or a device: copy it into a file first")
    _refuse_size(path, status.st_size)


def _refuse_size(path: Path, size: int) -> None:
    if size > LARGEST:
        raise _refusal(path, f"is larger than {LARGEST // 1_000_000} MB: split it into smaller files")


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    for bom, (codec, name) in _BOMS.items():
        if data.startswith(bom):
            try:
                return data.decode(codec), name
            except UnicodeDecodeError as error:
                what = f"begins as {name} but is damaged further on: save it as UTF-8 text"
                raise _refusal(path, what) from error
    if b"\0" in data:
        raise _refusal(path, "is binary, not text (it holds NUL bytes): save it as UTF-8 text first")
    for codec, name in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise _refusal(path, "is binary or in an unknown encoding: save it as UTF-8 text first")


def _refuse_binary(path: Path, text: str) -> None:
    controls = sum(map(text.count, _CONTROLS))
    if "\0" in text or (controls > _FEW and controls * 100 > len(text)):
        raise _refusal(path, "is binary, not text (it holds control characters): save it as UTF-8 text first")


def _title(path: Path, text: str) -> str:
    heading = _HEADING.search(text) if path.suffix.lower() in {".md", ".markdown"} else None
    title = heading.group(1) if heading else path.stem
    return visible_line(title[:_TITLE_LENGTH])

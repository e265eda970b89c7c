"""Read a document file of any format: bytes within limits, the reader for its kind, plain text."""

import hashlib
import os
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from ofsted_tui.model import limits
from ofsted_tui.model.document import SourceText
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.safe_text import visible_line

MARKDOWN = frozenset({".md", ".markdown"})
"""The suffixes of Markdown files, in lower case."""
PDF, WORD, HTML, TEXT = "PDF", "Word", "HTML", "text"


class Reader(Protocol):
    """What takes the text out of the bytes of a file of an untrusted format, as an Extractor does."""

    def extract(self, format_name: str, data: bytes) -> SourceText:
        """Return the text in a file's bytes; raise ReadingError saying what is wrong, without a name."""
        ...


_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_TEXT_SUFFIXES = MARKDOWN | {".txt", ".text"}
_HEAD = 1024
"""A PDF may begin anywhere in its first 1024 bytes (ISO 32000, implementation notes)."""
_HTML_START = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_PREAMBLE = re.compile(rb"\s*(?:<\?xml[^>]{0,500}>|<!--[^>]{0,500}-->)")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "open it in Word or LibreOffice and save it as .docx"
_ZIP_MARKS = {
    b"word/document": WORD,
    b"xl/workbook": "is a spreadsheet (.xlsx), not a text: copy what you need into a text or Word file",
    b"xl/worksheets": "is a spreadsheet (.xlsx), not a text: copy what you need into a text or Word file",
    b"ppt/presentation": "is a presentation (.pptx): save it as PDF, and import that",
    b"opendocument.text": f"is an OpenDocument text (.odt): {_SAVE}",
    b"opendocument.spreadsheet": "is a spreadsheet (.ods), not a text: copy what you need into a text file",
    b"opendocument.presentation": "is a presentation (.odp): save it as PDF, and import that",
    b"application/epub+zip": "is an e-book (.epub): save it as PDF or HTML, and import that",
}
_OTHER_ZIP = "is a zip file: unpack it, and import the files in it"
_WEB_ARCHIVE = "is a web archive: open it in a browser and save it as a web page, HTML only"


def read_document(path: Path, extractor: Reader) -> SourceText:
    """Read a document of any known format; raise ReadingError, naming the file and the way out.

    The format is told by the content, not the name. Text and Markdown are read here; PDF, Word and HTML
    by the extractor.
    """
    data = read_bytes(path)
    format_name = _format(path, data)
    is_text = format_name == TEXT
    source = text_from(path, data) if is_text else _extracted(path, format_name, data, extractor)
    if len(source.text) > limits.TEXT_CHARACTERS:
        raise refusal(
            path, f"has more than {limits.TEXT_CHARACTERS:,} characters: split it into smaller files"
        )
    if source.text.count("\n") > limits.LINES:
        raise refusal(path, f"has more than {limits.LINES:,} lines: split it into smaller files")
    return replace(source, file_sha256=hashlib.sha256(data).hexdigest())


def _extracted(path: Path, format_name: str, data: bytes, extractor: Reader) -> SourceText:
    try:
        source = extractor.extract(format_name, data)
    except ReadingError as error:
        raise refusal(path, str(error)) from error
    if not source.text.strip():
        raise refusal(path, "holds no text that can be read: open it, and save its text in another file")
    return source


def _format(path: Path, data: bytes) -> str:
    """Return the name of the format; raise ReadingError for one that is not read, or that the name hides."""
    suffix = path.suffix.lower()
    if not data:
        raise refusal(path, "is empty: there is nothing to review in it; name another file")
    found = _by_content(suffix, data)
    if suffix == ".pdf" and found != PDF:
        raise refusal(path, "is named .pdf but is no PDF: rename it after what it is, or download it again")
    if found not in {PDF, WORD, HTML, TEXT}:
        raise refusal(path, found)
    if suffix == ".docx" and found != WORD:
        what = "is named .docx but is no Word document: rename it after what it is, or download it again"
        raise refusal(path, what)
    return found


def _by_content(suffix: str, data: bytes) -> str:
    """Return the name of the format, or what is to be said of a file whose format is not read."""
    if _is_pdf(suffix, data[:_HEAD]):
        return PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _office_kind(data)
    if data.startswith(b"{\\rtf"):
        return f"is an RTF file: {_SAVE}"
    if suffix in {".mht", ".mhtml"}:
        return _WEB_ARCHIVE
    return HTML if suffix in _HTML_SUFFIXES or _begins_as_html(data) else TEXT


def _is_pdf(suffix: str, head: bytes) -> bool:
    # A text about PDFs may hold the mark; a PDF that is named as a text has it at its start.
    is_text_name = suffix in _TEXT_SUFFIXES or suffix in _HTML_SUFFIXES
    return head.startswith(b"%PDF-") if is_text_name else b"%PDF-" in head


def _zip_kind(data: bytes) -> str:
    """Tell the kind of a zip file by the member names in it, the first of which counts.

    The names are looked for in the bytes, because listing a hostile archive costs time and memory.
    """
    places = {data.find(mark): kind for mark, kind in _ZIP_MARKS.items()}
    places.pop(-1, None)
    return places[min(places)] if places else _OTHER_ZIP


def _office_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "is locked with a password: open it, save a copy without one, and import that"
    if "WordDocument".encode("utf-16-le") in data:
        return f"is an old Word document (.doc): {_SAVE}"
    return "is an old Office file: open it in its program and save it as PDF or .docx"


def _begins_as_html(data: bytes) -> bool:
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\0", b"")
    preamble = _PREAMBLE.match(head)
    while preamble:
        head = head[preamble.end() :]
        preamble = _PREAMBLE.match(head)
    return _HTML_START.match(head) is not None


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


_BOMS = {
    b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8 with BOM"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\r\f\x1b\a\b\v"]
_FEW = 32
"""So many control characters may be an accident, or an attack that is to be shown; more are no text."""
_HEADING = re.compile(r"^#[ \t]+(\S[^\n]*)", re.MULTILINE)


def text_from(path: Path, data: bytes) -> SourceText:
    """Return the text in the bytes of a text or Markdown file; its title is a Markdown file's first heading.

    The path gives the format and the name in refusals; nothing is read from it. Raises ReadingError where
    the bytes are empty, damaged or no text.
    """
    decoded, encoding = _decoded(path, data)
    _refuse_binary(path, decoded)
    text = decoded.replace("\r\n", "\n").replace("\r", "\n")
    if not text or text.isspace():
        raise refusal(path, "is empty: there is nothing to review in it; name another file")
    if path.suffix.lower() in MARKDOWN:
        return SourceText(text, "Markdown", _title(text), encoding)
    return SourceText(text, "text", encoding=encoding)


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    for bom, (codec, name) in _BOMS.items():
        if data.startswith(bom):
            try:
                return data.decode(codec), name
            except UnicodeDecodeError as error:
                what = f"begins as {name} but is damaged further on: save it as UTF-8 text"
                raise refusal(path, what) from error
    if b"\0" in data:
        raise refusal(path, "is binary, not text (it holds NUL bytes): save it as UTF-8 text first")
    for codec, name in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise refusal(path, "is binary or in an unknown encoding: save it as UTF-8 text first")


def _refuse_binary(path: Path, text: str) -> None:
    controls = sum(map(text.count, _CONTROLS))
    if "\0" in text or (controls > _FEW and controls * 100 > len(text)):
        raise refusal(path, "is binary, not text (it holds control characters): save it as UTF-8 text first")


def _title(text: str) -> str:
    heading = _HEADING.search(text)
    words = heading.group(1).rstrip().rstrip("#").rstrip() if heading else ""
    return visible_line(words[: limits.TITLE_CHARACTERS])

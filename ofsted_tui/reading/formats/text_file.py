"""A text file in, its text out: decoded strictly, with plain line ends and nothing else changed."""

import re
from dataclasses import replace
from pathlib import Path

from ofsted_tui.model.limits import TITLE_CHARACTERS
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.model.source_text import SourceText
from ofsted_tui.reading.formats.file_bytes import read_bytes, refusal

TextFile = SourceText

MARKDOWN = frozenset({".md", ".markdown"})
"""The suffixes of Markdown files, in lower case."""

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
_HEADING = re.compile(r"^#[ \t]+(\S[^\n]*)", re.MULTILINE)


def read_text_file(path: Path) -> SourceText:
    """Read a text or Markdown file, whose title is its first heading or else its name without the suffix.

    Raises ReadingError, saying the way out, where it is neither.
    """
    data = read_bytes(path)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise refusal(path, f"is {kind}; {_WAY_OUT}")
    source = text_from(path, data)
    return source if source.title else replace(source, title=visible_line(path.stem[:TITLE_CHARACTERS]))


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
    return visible_line(words[:TITLE_CHARACTERS])

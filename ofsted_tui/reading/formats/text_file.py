"""A text file in, its text out: decoded strictly, with plain line ends and nothing else changed."""

import re
from pathlib import Path

from ofsted_tui.model.limits import TITLE_CHARACTERS
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.model.source_text import SourceText
from ofsted_tui.reading.formats.file_bytes import refusal

MARKDOWN = frozenset({".md", ".markdown"})
"""The suffixes of Markdown files, in lower case."""

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
    return visible_line(words[:TITLE_CHARACTERS])

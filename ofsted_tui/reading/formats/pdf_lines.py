"""The lines of a PDF page with their places, as PDFium gives them.

PDFium gives the characters of a page in the order in which they were drawn, with line ends of its own
making. Asking for the place of every character costs ten times the reading itself; three characters a line
are enough to know where it is, and only a line that begins and ends at different heights is looked at
character by character.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

BULLET_GLYPHS = "•◼■▪●○◦‣⁃❑❖➢➤✓✔\uf02d\uf06e\uf071\uf0a7\uf0a8\uf0b7\uf0be\uf0d8\uf0fc"
"""Characters drawn before list items; those from U+F000 on are of symbol fonts (counted in 497 PDFs)."""

_HYPHEN = "\ufffe"
"""How PDFium writes a hyphen at the end of a line; the line end itself it leaves out."""
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_NOTHING = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_MARK = re.compile(r"(?<=[^\s\d£-])\s?\d{1,2}(?=[\s.,;:)?’'”]|\Z)")
_LINE = re.compile(rf"[^\r\n{_HYPHEN}]*(?:\r\n|[\r\n{_HYPHEN}]|\Z)")
_JUMP = 0.45
"""A baseline that is off by more than this share of the size is that of another line."""
MARK_SIZE = 0.85
"""A figure smaller than this share of its line's size is a footnote's mark."""


@dataclass(slots=True)
class Line:
    """One line as drawn; x and y in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    """Where its last character begins."""
    y: float
    """Its baseline."""
    size: float
    page: int
    """Counted from 0."""


class TextPage(Protocol):
    """What is used of a text page of pypdfium2."""

    raw: object

    def count_chars(self) -> int:
        """Count the characters, those that PDFium has added included."""

    def get_text_range(self) -> str:
        """Return all characters."""


class _Page:
    """Places of the characters of one page, by index."""

    def __init__(self, text_page: TextPage, number: int) -> None:
        import pypdfium2.raw as raw

        self._raw = raw
        self._handle = text_page.raw
        self.number = number
        self.text = self._text(text_page)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = raw.FS_MATRIX()

    def _text(self, text_page: TextPage) -> str:
        count = text_page.count_chars()
        text = text_page.get_text_range() if count else ""
        return text if len(text) == count else "".join(map(self._character, range(count)))

    def _character(self, index: int) -> str:
        """Return one character so that indices stay what PDFium counts, surrogates by halves."""
        code = self._raw.FPDFText_GetUnicode(self._handle, index)
        if 0xDC00 <= code < 0xE000:
            return "\u200b"
        if 0xD800 <= code < 0xDC00:
            low = self._raw.FPDFText_GetUnicode(self._handle, index + 1)
            return chr(0x10000 + ((code - 0xD800) << 10) + ((low - 0xDC00) & 0x3FF))
        return chr(code) if 0 < code < 0x110000 else " "

    def origin(self, index: int) -> tuple[float, float]:
        self._raw.FPDFText_GetCharOrigin(self._handle, index, self._x, self._y)
        return self._x.value, self._y.value

    def size(self, index: int) -> float:
        size = float(self._raw.FPDFText_GetFontSize(self._handle, index))
        if size < 4 and self._raw.FPDFText_GetMatrix(self._handle, index, self._matrix):
            size *= abs(self._matrix.d) or abs(self._matrix.b) or 1
        return size


def lines_of(text_page: TextPage, number: int) -> Iterator[Line]:
    """Go through the lines of a page in the order in which they were drawn."""
    page = _Page(text_page, number)
    for found in _LINE.finditer(page.text):
        start, end = found.span()
        if end > start:
            yield from _lines_in(page, start, end)


def _lines_in(page: _Page, start: int, end: int) -> Iterator[Line]:
    inked = [index for index in range(start, end) if not page.text[index].isspace()]
    if not inked:
        return
    first, last, size = inked[0], inked[-1], page.size(inked[len(inked) // 2])
    (left, y), (right, y_last) = page.origin(first), page.origin(last)
    if abs(y - y_last) > _JUMP * size:
        cut = _next_line(page, inked, size)
        if cut is not None:
            yield from _lines_in(page, start, cut)
            yield from _lines_in(page, cut, end)
            return
        y = page.origin(inked[len(inked) // 2])[1]
    text = cleaned(_without_marks(page, start, end, size))
    if text:
        yield Line(text, left, right, y, size, page.number)


def _next_line(page: _Page, inked: list[int], size: float) -> int | None:
    """Return where a line begins whose line end PDFium has missed."""
    before_x, before_y = page.origin(inked[0])
    for index in inked[1:]:
        x, y = page.origin(index)
        if abs(y - before_y) > _JUMP * size and x < before_x - size:
            return index
        before_x = x
        if abs(y - before_y) <= _JUMP * size:
            before_y = y
    return None


def _without_marks(page: _Page, start: int, end: int, size: float) -> str:
    """Return the text without the raised figures that refer to footnotes."""
    text = page.text[start:end]
    for found in reversed(list(_MARK.finditer(text))):
        if page.size(start + found.end() - 1) < MARK_SIZE * size:
            text = text[: found.start()] + text[found.end() :]
    return text


def cleaned(text: str) -> str:
    """Return a line with plain spaces, hyphens and letters, without what is never seen."""
    text = text.replace(_HYPHEN, "-").replace("\x02", "-").translate(_LIGATURES)
    return _NOTHING.sub("", _SPACES.sub(" ", text)).strip()

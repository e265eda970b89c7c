"""Read the pages of a PDF as lines, without running heads, page numbers and footers."""

import ctypes
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ofsted_tui.reading.structure.headings import opens_table

BULLET_GLYPHS = "•◼■▪●○◦‣⁃❑❖➢➤✓✔\uf02d\uf06e\uf071\uf0a7\uf0a8\uf0b7\uf0be\uf0d8\uf0fc"
"""Characters drawn before list items; those from U+F000 on are of symbol fonts (counted in 497 PDFs)."""
MARK_SIZE = 0.85
"""A figure smaller than this share of its line's size is a footnote's mark."""
FOOTNOTE = re.compile(r"\d{1,2}\s+\S|\*\s*\S")
"""How the first line of a footnote begins."""


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


_MARK = re.compile(r"(?<=[^\s\d£-])\s?\d{1,2}(?=[\s.,;:)?’'”]|\Z)")
_HYPHEN = "\ufffe"
"""How PDFium writes a hyphen at the end of a line; the line end itself it leaves out."""
_LINE = re.compile(rf"[^\r\n{_HYPHEN}]*(?:\r\n|[\r\n{_HYPHEN}]|\Z)")
_JUMP = 0.45
"""A baseline that is off by more than this share of the size is that of another line."""


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


_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_NOTHING = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})


def cleaned(text: str) -> str:
    """Return a line with plain spaces, hyphens and letters, without what is never seen."""
    text = text.replace(_HYPHEN, "-").replace("\x02", "-").translate(_LIGATURES)
    return _NOTHING.sub("", _SPACES.sub(" ", text)).strip()


@dataclass(slots=True)
class PageLines:
    """The lines of one page, top to bottom, sorted into running text and footnotes."""

    number: int
    """Counted from 0."""
    height: float
    lines: list[Line]
    footnotes: list[Line] = field(default_factory=list)


def body_size(pages: Sequence[PageLines]) -> float:
    """Return the size of the running text: that of most characters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def in_reading_order(lines: list[Line]) -> list[Line]:
    """Return the lines of a page from top to bottom, a column at a time.

    Lines come as they were drawn, which is how they are read but for strays: a line drawn last that stands
    at the top. What was drawn later is sorted in by height only where nothing drawn before stands beside it.
    """
    ordered: list[Line] = []
    for run in _runs(lines):
        top, bottom = run[0].y + run[0].size * 0.5, run[-1].y - run[-1].size * 0.5
        beside = any(bottom < line.y < top for line in ordered)
        below = [] if beside else [index for index, line in enumerate(ordered) if line.y < bottom]
        place = below[0] if below else len(ordered)
        ordered[place:place] = run
    return ordered


_SAME_BASELINE = 0.2
_CELL = 3.0
"""Cells of a table are more than this many times the size apart."""


def side_by_side(lines: list[Line]) -> list[Line]:
    """Return the lines with those drawn one after the other on one baseline made one.

    A number and its paragraph stand a space apart, the cells of a table a tab.
    """
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if before is not None and _is_beside(before, line):
            joint = "\t" if line.left - before.right > _CELL * line.size else " "
            text = f"{before.text}{joint}{line.text}"
            size = line.size if len(before.text) < len(line.text) else before.size
            found[-1] = Line(text, before.left, line.right, before.y, size, line.page)
        else:
            found.append(line)
    return found


def _is_beside(before: Line, line: Line) -> bool:
    return abs(before.y - line.y) < _SAME_BASELINE * line.size and line.left > before.right


def _runs(lines: list[Line]) -> list[list[Line]]:
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.y <= runs[-1][-1].y + 0.5 * line.size:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_OUTER = 4
"""So many lines at the top and at the bottom of a page may be head or foot."""
_BAND = 0.14
"""The share of the page's height in which a lone number is a page number."""
_FOOTNOTE_SIZE = 0.93
"""Footnotes are smaller than this share of the size of the running text."""
_OPENING_LINES = 24
_SHARE_OF_PAGES = 0.3
"""Heads stand on more pages than this; headings that begin alike may stand at the top of a few."""
_STEP = 8.0
"""Running heads of two pages differ less than this in height, in points."""
_HEADING = 1.06
"""What is larger than the running text by this factor is a heading, not a running head."""
_PIECES = re.compile(r"[\W\d_]+")


def take_furniture_out(pages: Sequence[PageLines]) -> None:
    """Take running heads, feet and page numbers out of the pages, and footnotes aside."""
    size = body_size(pages)
    running = _running(pages)
    opening = _key(" ".join(_opening(pages)))
    for page in pages:
        outer = {id(line) for line in _outer(page)}
        page.lines = [
            line
            for line in page.lines
            if id(line) not in outer or not _is_furniture(line, page, running, opening, size)
        ]
        _take_footnotes(page, size)


def _opening(pages: Sequence[PageLines]) -> Iterator[str]:
    """Go through the first lines, up to the judgement table: its titles come back as headings."""
    for line in pages[0].lines[:_OPENING_LINES] if pages else ():
        if opens_table(line.text.split("\t")[0]):
            return
        yield line.text


def _outer(page: PageLines) -> list[Line]:
    by_height = sorted(page.lines, key=lambda line: -line.y)
    return by_height[:_OUTER] + by_height[-_OUTER:]


def _masked(text: str) -> str:
    return _DIGITS.sub("#", text.casefold()).strip()


def _key(text: str) -> str:
    return _PIECES.sub(" ", text.casefold()).strip()


def _running(pages: Sequence[PageLines]) -> set[str]:
    """Return the masked texts that stand at one place at the edge of a third of the pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({(_masked(line.text), place) for line in _outer(page) for place in _places(line)})
    enough = max(2, min(3, (len(pages) + 1) // 2), len(pages) * _SHARE_OF_PAGES)
    return {text for (text, _), count in seen.items() if count >= enough}


def _places(line: Line) -> tuple[int, int]:
    """Return the two height buckets of a line; lines at nearly the same height share one."""
    return round(line.y / _STEP) * 2, round(line.y / _STEP + 0.5) * 2 + 1


def _is_furniture(line: Line, page: PageLines, running: set[str], opening: str, size: float) -> bool:
    in_band = line.y > page.height * (1 - _BAND) or line.y < page.height * _BAND
    if in_band and _PAGE_NUMBER.fullmatch(line.text):
        return True
    masked = _masked(line.text)
    if masked in running and (in_band or len(masked) > 12):
        return True
    # The head of the second page of a letter repeats the first page's title, once only.
    key = _key(line.text)
    is_at_top = page.number > 0 and in_band and line.y > page.height / 2
    return is_at_top and line.size < _HEADING * size and len(key) > 12 and key in opening


def _take_footnotes(page: PageLines, size: float) -> None:
    lowest = sorted(page.lines, key=lambda line: line.y)
    small: list[Line] = []
    for line in lowest:
        if line.size >= _FOOTNOTE_SIZE * size:
            break
        small.insert(0, line)
    first = next((index for index, line in enumerate(small) if FOOTNOTE.match(line.text)), None)
    if first is not None and _stands_apart(page, small[first:]):
        page.footnotes = small[first:]
        kept = {id(line) for line in page.footnotes}
        page.lines = [line for line in page.lines if id(line) not in kept]


def _stands_apart(page: PageLines, footnotes: list[Line]) -> bool:
    """Tell footnotes from a page that is all in small print."""
    return len(footnotes) < len(page.lines)


def pitch(pages: Sequence[PageLines]) -> float:
    """Return the usual distance from one line to the next, in points."""
    steps = [
        above.y - below.y
        for page in pages
        for above, below in zip(page.lines, page.lines[1:], strict=False)
        if 4 < above.y - below.y < 40
    ]
    return statistics.median(steps) if steps else 14.0

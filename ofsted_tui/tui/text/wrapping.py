"""Wrap a text into rows of cells, lazily, and find rows by offset."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from time import perf_counter

from rich.cells import cell_len, get_character_cell_size, split_graphemes

from ofsted_tui.model.passage import FILLER, Passage
from ofsted_tui.model.safe_text import visible
from ofsted_tui.reading.segmentation import grapheme_start

TAB = 4
"""A tab reaches to the next multiple of this many cells in its row."""

# Joined emoji, variation selectors and skin tones: terminals disagree about their width and tear the row,
# so only the base character is shown, whose width is the same everywhere.
_JOINED = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
# Only these are joined to what is before a joiner: a letter that a joiner swallowed would be hidden text.
_EMOJI = "\u2194\u2195\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff"
_UNJOINED = re.compile(f"(?<=\u200d)[^{_EMOJI}]")
_NO_CELL = "\u00b7"

_PLAIN = re.compile(r"[^\x20-\x7e\n\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027]")


def is_plain(text: str, start: int = 0, end: int | None = None) -> bool:
    """Tell whether every character of `text[start:end]` takes one cell and shows as itself."""
    return _PLAIN.search(text, start, len(text) if end is None else end) is None


def clusters(shown: str) -> list[tuple[int, int, str, int]]:
    """Return (start, end, what to show, cells) for each grapheme of sanitised text without tabs."""
    if _JOINED.search(shown) is None:
        spans = split_graphemes(shown)[0]
        return [(at, end, shown[at:end] if cells else _NO_CELL, cells or 1) for at, end, cells in spans]
    found = []
    for first, last in pairwise(_unjoined(shown)):
        for start, end, cells in split_graphemes(shown[first:last])[0]:
            start, end = first + start, first + end
            found.append((start, end, *_drawn(shown[start:end], cells)))
    return found


def _unjoined(shown: str) -> list[int]:
    letters = (match.start() for match in _UNJOINED.finditer(shown))
    return [0, *(at for at in letters if get_character_cell_size(shown[at])), len(shown)]


def _drawn(grapheme: str, cells: int) -> tuple[str, int]:
    if _JOINED.search(grapheme):
        grapheme = _JOINED.sub("", grapheme)[:1] or _NO_CELL
        cells = get_character_cell_size(grapheme)
    return (grapheme, cells) if cells else (_NO_CELL, 1)


def width(shown: str) -> int:
    """Return the cells that sanitised text without tabs takes."""
    if is_plain(shown):
        return len(shown)
    if _JOINED.search(shown) or not cell_len(shown[:1]):
        return sum(cluster[3] for cluster in clusters(shown))
    return cell_len(shown)


def fitted(shown: str, cells: int) -> str:
    """Return sanitised text cut to so many cells, with … where something was cut."""
    if is_plain(shown):
        return shown if len(shown) <= cells else shown[: max(0, cells - 1)] + "…" * (cells > 0)
    parts: list[str] = []
    used = 0
    for _, end, grapheme, size in clusters(shown):
        if used + size > cells - (end < len(shown)):
            return "".join(parts) + "…" * (cells > 0)
        parts.append(grapheme)
        used += size
    return "".join(parts)


class RowCells:
    """The characters of one row: what each shows as, and the column at which it begins."""

    def __init__(self, text: str) -> None:
        """Take the text of one row, without its newline."""
        self.glyphs: list[str] = []
        self.columns: list[int] = [0]
        """One column a character, and one more for the end of the row."""
        shown = visible(text)
        for number, part in enumerate(shown.split("\t")):
            if number:
                self._add_tab()
            for start, end, grapheme, cells in clusters(part) if part else ():
                self._add(grapheme, cells, end - start)

    def _add(self, grapheme: str, cells: int, length: int) -> None:
        column = self.columns[-1]
        self.glyphs += [grapheme.replace(FILLER, "")] + [""] * (length - 1)
        self.columns += [column] * (length - 1) + [column + cells]

    def _add_tab(self) -> None:
        cells = TAB - self.columns[-1] % TAB
        self._add(" " * cells, cells, 1)

    def text(self, start: int, end: int) -> str:
        """Return what the characters from `start` to `end` of the row show as."""
        return "".join(self.glyphs[start:end])

    def index_at(self, column: int) -> int:
        """Return the index of the first character of the grapheme that is shown at a column."""
        last = max(0, bisect_right(self.columns, max(0, column)) - 1)
        return bisect_left(self.columns, self.columns[last])


CHUNK = 16_384
_LOOKED_AT = 65_536
"""So much of a text is looked at to tell how long its lines are: to count all would take its length."""
_TOKEN = re.compile(r"\S+|[ ]+|\s")


class WrapIndex:
    """Rows of one text at one width. A row is a span of the text; its newline belongs to it."""

    def __init__(self, text: str) -> None:
        """Cut the text into chunks; nothing is wrapped until `set_width`."""
        self.text = text
        self.bounds = _chunk_bounds(text)
        self.width = 0
        self._chunks = len(self.bounds) - 1
        self._lines = max(1, text.count("\n", 0, _LOOKED_AT)) / max(1, min(len(text), _LOOKED_AT))
        """Lines a character, at the beginning of the text."""
        self._rows: list[array[int] | None] = []
        self._counts: list[int] = []
        self._firsts: list[int] = [0]
        self.pending = 0
        """The number of chunks whose rows are only estimated."""

    @property
    def total(self) -> int:
        """The number of rows, exact where nothing is pending."""
        return self._firsts[-1]

    def set_width(self, cells: int) -> None:
        """Forget the rows and wrap anew at this many cells."""
        self.width = cells
        self._pattern = re.compile(rf"[^\n]{{1,{cells}}}(?:[ ]+\n?|\n|\Z)|[^\n]{{1,{cells}}}|\n")
        self._rows = [None] * self._chunks
        self._counts = [self._estimate(chunk) for chunk in range(self._chunks)]
        self.pending = self._chunks
        self._accumulate()

    def _estimate(self, chunk: int) -> int:
        length = self.bounds[chunk + 1] - self.bounds[chunk]
        return max(1, int(length * (self._lines / 2 + 1 / (self.width * 0.95))))

    def _accumulate(self) -> None:
        self._firsts = [0, *accumulate(self._counts)]

    def computed(self, chunk: int) -> "array[int]":
        """Return the row starts of a chunk; nothing is kept."""
        start, end = self.bounds[chunk], self.bounds[chunk + 1]
        rows = array("I")
        if is_plain(self.text, start, end):
            rows.extend(match.start() for match in self._pattern.finditer(self.text, start, end))
        else:
            self._wrap_lines(start, end, rows)
        if not rows:
            rows.append(start)
        return rows

    def _wrap_lines(self, start: int, end: int, rows: "array[int]") -> None:
        while start < end:
            newline = self.text.find("\n", start, end)
            line_end = end if newline < 0 else newline
            if is_plain(self.text, start, line_end):
                starts = [match.start() for match in self._pattern.finditer(self.text, start, line_end)]
                rows.extend(starts or [start])
            else:
                rows.append(start)
                rows.extend(start + row for row in _breaks(visible(self.text[start:line_end]), self.width))
            start = line_end + 1

    def _ensure(self, chunk: int) -> bool:
        """Make a chunk exact; True where the number of rows changed by it."""
        if self._rows[chunk] is not None:
            return False
        rows = self._rows[chunk] = self.computed(chunk)
        self.pending -= 1
        changed = len(rows) != self._counts[chunk]
        if changed:
            self._counts[chunk] = len(rows)
            self._accumulate()
        return changed

    def pending_chunks(self) -> list[int]:
        """Return the chunks whose rows are only estimated."""
        return [chunk for chunk, rows in enumerate(self._rows) if rows is None]

    def computed_in_slices(self, seconds: float) -> Iterator[dict[int, "array[int]"]]:
        """Yield the row starts of all pending chunks, as many at a time as take so long; nothing is kept."""
        computed: dict[int, array[int]] = {}
        until = perf_counter() + seconds
        for chunk in self.pending_chunks():
            computed[chunk] = self.computed(chunk)
            if perf_counter() > until:
                yield computed
                computed = {}
                until = perf_counter() + seconds
        yield computed

    def wrap_all(self) -> None:
        """Make every chunk exact: for texts of a few pages."""
        self.install({chunk: self.computed(chunk) for chunk in self.pending_chunks()})

    def install(self, computed: dict[int, "array[int]"]) -> None:
        """Take row starts that `computed` returned, all in one step."""
        for chunk, rows in computed.items():
            if self._rows[chunk] is None:
                self._rows[chunk] = rows
                self._counts[chunk] = len(rows)
                self.pending -= 1
        self._accumulate()

    def row_of(self, offset: int) -> int:
        """Return the row that holds the character at `offset`; the last one for the end of the text."""
        offset = min(offset, len(self.text))
        chunk = min(bisect_right(self.bounds, offset) - 1, len(self._counts) - 1)
        self._ensure(chunk)
        return self._firsts[chunk] + max(0, bisect_right(self._rows[chunk] or (), offset) - 1)

    def span(self, row: int) -> tuple[int, int]:
        """Return the offsets of a row, half open; its newline and hanging spaces are in it."""
        row = max(0, min(row, self.total - 1))
        chunk = self._chunk_of(row)
        while self._ensure(chunk):
            row = min(row, self.total - 1)
            chunk = self._chunk_of(row)
        rows = self._rows[chunk] or array("I", [0])
        index = min(row - self._firsts[chunk], len(rows) - 1)
        return rows[index], rows[index + 1] if index + 1 < len(rows) else self.bounds[chunk + 1]

    def rows_of(self, passage: Passage) -> range:
        """Return the rows of a passage; an empty one has the row that it stands in."""
        return range(self.row_of(passage.start), self.row_of(max(passage.start, passage.end - 1)) + 1)

    def offset_at(self, row: int, column: int) -> int:
        """Return the offset of the character shown at a column of a row, the nearest one beside the text."""
        start, end = self.span(row)
        last = max(start, end - 1)
        if is_plain(self.text, start, end):
            return min(start + max(0, column), last)
        return min(start + RowCells(self.text[start:end]).index_at(column), last)

    def column_of(self, offset: int) -> int:
        """Return the column of its row at which a character is shown."""
        start, end = self.span(self.row_of(offset))
        if is_plain(self.text, start, end):
            return offset - start
        return RowCells(self.text[start:end]).columns[offset - start]

    def top_with(self, passage: Passage, top: int, height: int) -> int:
        """Return the topmost row of a view of so many rows that scrolls to a passage.

        That is `top` as it is where the whole passage is in view; else there is a margin around it.
        """
        rows = self.rows_of(passage)
        first, last = rows[0], rows[-1]
        if not height or (top <= first and last < top + height):
            return top
        margin = min(height // 4, max(0, height - len(rows)))
        if first < top or len(rows) > height:
            return max(0, first - margin)
        return max(0, last - height + 1 + margin)

    def top_above(self, passage: Passage, height: int, share: float) -> int:
        """Return the topmost row with a passage below this share of the height, whole as far as it fits."""
        rows = self.rows_of(passage)
        return max(0, rows[0] - min(int(height * share), max(0, height - len(rows))))

    def _chunk_of(self, row: int) -> int:
        return min(bisect_right(self._firsts, row) - 1, len(self._counts) - 1)


def _chunk_bounds(text: str) -> list[int]:
    bounds = [0]
    while bounds[-1] < len(text):
        start = bounds[-1]
        cut = text.find("\n", min(len(text), start + CHUNK))
        cut = len(text) - 1 if cut < 0 else cut
        if cut + 1 - start > 2 * CHUNK:
            space = text.rfind(" ", start + CHUNK // 2, start + CHUNK)
            cut = space if space > 0 else grapheme_start(text, start + CHUNK) - 1
        bounds.append(cut + 1)
    return bounds if text else [0, 0]


def _breaks(shown: str, cells: int) -> list[int]:
    """Return where rows after the first begin in one sanitised line that holds wide or odd characters."""
    rows: list[int] = []
    column = 0
    for match in _TOKEN.finditer(shown):
        token = match.group()
        taken = TAB - column % TAB if token == "\t" else width(token)
        if column + taken <= cells or token.isspace():  # spaces hang past the edge
            column = min(cells, column + taken)
            continue
        if column and not _holds_wide(token):
            rows.append(match.start())
            column = 0
            if taken <= cells:
                column = taken
                continue
        for start, _, _, size in clusters(token):  # long words fold; wide scripts may break anywhere
            if column + size > cells:
                rows.append(match.start() + start)
                column = 0
            column += size
    return rows


def _holds_wide(token: str) -> bool:
    return not token.isascii() and any(cells > 1 for *_, cells in clusters(token))

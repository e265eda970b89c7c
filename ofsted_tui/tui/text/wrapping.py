"""The rows of a word-wrapped text, found a chunk at a time.

Chunks of about 16 KB are cut at newlines. The rows of a chunk are computed when it is first looked at;
until then their number is an estimate. So the first screen of a 10 MB text costs what that of a letter
costs, and the rest is wrapped while nothing else is to be done.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from time import perf_counter

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.safe_text import visible
from ofsted_tui.reading.segmentation import grapheme_start
from ofsted_tui.tui.text.cells import TAB, RowCells, clusters, is_plain, width

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

"""One row of the document as styled segments: gutter, then text."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import JudgementArea
from ofsted_tui.model.passage import Passage
from ofsted_tui.tui.text.wrapping import RowCells, is_plain
from ofsted_tui.tui.themes import DEEPEST, Look, Palette

LANES = 5
"""One column of the gutter for each digit."""
GUTTER = LANES + 4
"""The passage's bar, a space, the lanes, the sign for a note or a read mark, a space."""


class RowMarks(NamedTuple):
    """All that is to be shown in one row beside its text."""

    annotations: Sequence[Annotation] = ()
    passage: Passage | None = None
    hits: Sequence[Passage] = ()
    labels: Sequence[tuple[int, str]] = ()
    """Offsets with the label that lies over the text there."""
    is_read: bool = False


class Layers:
    """Which areas lie over a place of a row, and how many annotations; the place only moves on."""

    def __init__(
        self, start: int, end: int, annotations: Sequence[Annotation], digits: Sequence[int]
    ) -> None:
        """Take the row's offsets and what touches it, with the digit of the area of each."""
        pairs = list(zip(annotations, digits, strict=True))
        over = [digit for one, digit in pairs if one.start <= start]
        begins = [(one.start, digit, 1) for one, digit in pairs if one.start > start]
        ends = [(one.end, digit, -1) for one, digit in pairs if one.end < end]
        self._borders = sorted(begins + ends, reverse=True)
        self._counts = [over.count(digit) for digit in range(1 + LANES)]
        self._mask = sum(1 << digit for digit, count in enumerate(self._counts) if count)
        self._depth = len(over)

    def borders(self) -> set[int]:
        """Return the offsets within the row at which one begins or ends."""
        return {border[0] for border in self._borders}

    def at(self, offset: int) -> tuple[int, int]:
        """Return a bit for the digit of each area over a character, and how deep they lie, if told apart."""
        while self._borders and self._borders[-1][0] <= offset:
            _, digit, step = self._borders.pop()
            self._counts[digit] += step
            self._depth += step
            self._mask = self._mask & ~(1 << digit) | bool(self._counts[digit]) << digit
        return self._mask, min(self._depth, DEEPEST)


class RowPainter:
    """Paints rows of one text in one palette."""

    def __init__(self, text: str, areas: dict[str, JudgementArea], palette: Palette) -> None:
        """Take the text and the areas by code."""
        self._text = text
        self._digits = {code: area.digit for code, area in areas.items()}
        self._letters = {code: area.letter for code, area in areas.items()}
        self._palette = palette

    def paint(self, start: int, end: int, cells: int, marks: RowMarks) -> list[Segment]:
        """Return the segments of the row `text[start:end]`, its text `cells` wide and filled up."""
        while end > start and self._text[end - 1] == "\n":
            end -= 1
        digits = [self._digits.get(one.area, 0) for one in marks.annotations]
        segments = self._gutter(start, end, marks, digits)
        plain = is_plain(self._text, start, end)
        row = None if plain else RowCells(self._text[start:end])
        used = 0
        runs = self._runs(start, end, row, marks, Layers(start, end, marks.annotations, digits))
        for (style, first), (_, last) in pairwise([*runs, (self._palette.base, end)]):
            shown, taken = self._fitting(first, last, start, row, cells - used)
            if shown:
                segments.append(Segment(shown, style))
                used += taken
        segments.append(Segment(" " * (cells - used), self._palette.base))
        return self._with_labels(segments, start, row, cells, marks) if marks.labels else segments

    def _fitting(self, first: int, last: int, start: int, row: RowCells | None, room: int) -> tuple[str, int]:
        """Return what is shown of a piece, and its cells; spaces at the row's end hang past the edge."""
        if row is None:
            shown = self._text[first : min(last, first + room)]
            return shown, len(shown)
        left = row.columns[first - start]
        end = min(last - start, bisect_right(row.columns, left + room) - 1)
        return row.text(first - start, end), max(0, row.columns[end] - left)

    def _runs(
        self, start: int, end: int, row: RowCells | None, marks: RowMarks, layers: Layers
    ) -> list[tuple[Style, int]]:
        """Return the styles of the row, and where each begins."""
        if marks.labels:
            return [(self._palette.faint, start)]
        runs: list[tuple[Style, int]] = []
        before: Look | None = None
        for at in _borders(start, end, row, marks, layers):
            look = _look(at, marks, layers)
            if look != before:
                style, before = self._palette.text(*look), look
                if not runs or style != runs[-1][0]:
                    runs.append((style, at))
        return runs

    def _gutter(self, start: int, end: int, marks: RowMarks, digits: Sequence[int]) -> list[Segment]:
        palette = self._palette
        here = marks.passage is not None and marks.passage.overlaps(Passage(start, max(end, start + 1)))
        begun = [pair for pair in zip(marks.annotations, digits, strict=True) if pair[0].start >= start]
        digits_begun = {digit for _, digit in begun}
        segments = [Segment("▌ " if here else "  ", palette.marker)]
        for digit in range(1, LANES + 1):
            if digit in digits:
                letter = self._letters[marks.annotations[digits.index(digit)].area]
                segments.append(
                    Segment(letter if digit in digits_begun else letter.lower(), palette.letter(digit))
                )
            else:
                segments.append(Segment(" ", palette.base))
        note = any(one.note for one, _ in begun)
        sign = "*" if note else "·" if marks.is_read else " "
        segments.append(Segment(sign + " ", palette.faint if not note else palette.base))
        return segments

    def _with_labels(
        self, segments: list[Segment], start: int, row: RowCells | None, cells: int, marks: RowMarks
    ) -> list[Segment]:
        for offset, label in marks.labels:
            column = offset - start if row is None else row.columns[offset - start]
            column = max(0, min(column, cells - len(label)))  # a short word may stand at the very edge
            before, after = _cut(segments, GUTTER + column, len(label))
            segments = [*before, Segment(label, self._palette.label), *after]
        return segments


def _look(offset: int, marks: RowMarks, layers: Layers) -> Look:
    mask, depth = layers.at(offset)
    in_passage = marks.passage is not None and marks.passage.start <= offset < marks.passage.end
    return mask, depth, in_passage, bool(marks.hits) and any(hit.holds(offset) for hit in marks.hits)


def _borders(start: int, end: int, row: RowCells | None, marks: RowMarks, layers: Layers) -> list[int]:
    """Return the start of the row, and where anything begins or ends in it; no grapheme is cut."""
    spans = [*marks.hits, marks.passage] if marks.passage else marks.hits
    cuts = layers.borders().union(*((one.start, one.end) for one in spans))
    return [start, *sorted(at for at in cuts if start < at < end and (row is None or row.glyphs[at - start]))]


def _cut(segments: list[Segment], column: int, cells: int) -> tuple[list[Segment], list[Segment]]:
    """Return what is before `column` and what is from `column + cells` on."""
    total = sum(segment.cell_length for segment in segments)
    parts = list(Segment.divide(segments, [column, min(total, column + cells), total]))
    return parts[0], parts[2] if len(parts) > 2 else []

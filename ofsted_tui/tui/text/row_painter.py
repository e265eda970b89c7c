"""One row of the document as styled segments: gutter, then text."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import JudgementArea
from ofsted_tui.model.passage import Passage
from ofsted_tui.tui.text.cells import Row, is_plain
from ofsted_tui.tui.text.palette import Palette

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
    """Which areas lie over a place, and how many annotations; the place only moves on."""

    def __init__(self, annotations: Sequence[Annotation], digits: Sequence[int]) -> None:
        """Take the annotations of a row, with the digit of the area of each."""
        pairs = list(zip(annotations, digits, strict=True))
        begins = [(one.start, digit, 1) for one, digit in pairs]
        ends = [(one.end, digit, -1) for one, digit in pairs]
        self._borders = sorted(begins + ends, reverse=True)
        self._counts = [0] * (1 + LANES)
        self._mask = self._depth = 0

    def at(self, offset: int) -> tuple[int, int]:
        """Return a bit for the digit of each area over a character, and the number of annotations."""
        while self._borders and self._borders[-1][0] <= offset:
            _, digit, step = self._borders.pop()
            self._counts[digit] += step
            self._depth += step
            self._mask = self._mask & ~(1 << digit) | bool(self._counts[digit]) << digit
        return self._mask, self._depth


class RowPainter:
    """Paints rows of one text in one palette."""

    def __init__(self, text: str, areas: dict[str, JudgementArea], palette: Palette) -> None:
        """Take the text and the areas by code."""
        self._text = text
        self._areas = areas
        self._palette = palette

    def paint(self, start: int, end: int, cells: int, marks: RowMarks) -> list[Segment]:
        """Return the segments of the row `text[start:end]`, its text `cells` wide and filled up."""
        while end > start and self._text[end - 1] == "\n":
            end -= 1
        digits = [self._digit(one) for one in marks.annotations]
        segments = self._gutter(start, end, marks, digits)
        layers = Layers(marks.annotations, digits)
        plain = is_plain(self._text, start, end)
        row = None if plain else Row(self._text[start:end])
        used = 0
        pieces = ((self._style(at, marks, layers), at) for at in _borders(start, end, row, marks)[:-1])
        runs = [(style, next(run)[1]) for style, run in groupby(pieces, key=itemgetter(0))]
        for (style, first), (_, last) in pairwise([*runs, (self._palette.base, end)]):
            shown, taken = self._fitting(first, last, start, row, cells - used)
            if shown:
                segments.append(Segment(shown, style))
                used += taken
        segments.append(Segment(" " * (cells - used), self._palette.base))
        return self._with_labels(segments, start, row, cells, marks) if marks.labels else segments

    def _fitting(self, first: int, last: int, start: int, row: Row | None, room: int) -> tuple[str, int]:
        """Return what is shown of a piece, and its cells; spaces at the row's end hang past the edge."""
        if row is None:
            shown = self._text[first : min(last, first + room)]
            return shown, len(shown)
        left = row.columns[first - start]
        end = min(last - start, bisect_right(row.columns, left + room) - 1)
        return row.text(first - start, end), max(0, row.columns[end] - left)

    def _style(self, offset: int, marks: RowMarks, layers: Layers) -> Style:
        if marks.labels:
            return self._palette.faint
        mask, depth = layers.at(offset)
        in_passage = marks.passage is not None and marks.passage.holds(offset)
        return self._palette.text(mask, depth, in_passage, any(hit.holds(offset) for hit in marks.hits))

    def _digit(self, annotation: Annotation) -> int:
        """Return the digit of an annotation's area; 0, which has no lane, where the codebook has lost it."""
        area = self._areas.get(annotation.area)
        return area.digit if area else 0

    def _gutter(self, start: int, end: int, marks: RowMarks, digits: Sequence[int]) -> list[Segment]:
        palette = self._palette
        here = marks.passage is not None and marks.passage.overlaps(Passage(start, max(end, start + 1)))
        segments = [Segment("▌ " if here else "  ", palette.marker)]
        for digit in range(1, LANES + 1):
            if digit in digits:
                mine = [one for one, its in zip(marks.annotations, digits, strict=True) if its == digit]
                letter = self._areas[mine[0].area].letter
                begins = any(start <= one.start for one in mine)
                segments.append(Segment(letter if begins else letter.lower(), palette.letter(digit)))
            else:
                segments.append(Segment(" ", palette.base))
        note = any(one.note and one.start >= start for one in marks.annotations)
        sign = "*" if note else "·" if marks.is_read else " "
        segments.append(Segment(sign + " ", palette.faint if not note else palette.base))
        return segments

    def _with_labels(
        self, segments: list[Segment], start: int, row: Row | None, cells: int, marks: RowMarks
    ) -> list[Segment]:
        for offset, label in marks.labels:
            column = offset - start if row is None else row.columns[offset - start]
            column = max(0, min(column, cells - len(label)))  # a short word may stand at the very edge
            before, after = _cut(segments, GUTTER + column, len(label))
            segments = [*before, Segment(label, self._palette.label), *after]
        return segments


def _borders(start: int, end: int, row: Row | None, marks: RowMarks) -> list[int]:
    """Return start and end of the row, and where anything begins or ends between; no grapheme is cut."""
    spans: list[Annotation | Passage] = [
        *marks.annotations,
        *marks.hits,
        *([marks.passage] if marks.passage else []),
    ]
    cuts = {one.start for one in spans} | {one.end for one in spans}
    inside = sorted(at for at in cuts if start < at < end and (row is None or row.glyphs[at - start]))
    return [start, *inside, end]


def _cut(segments: list[Segment], column: int, cells: int) -> tuple[list[Segment], list[Segment]]:
    """Return what is before `column` and what is from `column + cells` on."""
    total = sum(segment.cell_length for segment in segments)
    parts = list(Segment.divide(segments, [column, min(total, column + cells), total]))
    return parts[0], parts[2] if len(parts) > 2 else []

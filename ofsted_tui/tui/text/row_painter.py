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
        segments = self._gutter(start, end, marks)
        plain = is_plain(self._text, start, end)
        row = None if plain else Row(self._text[start:end])
        used = 0
        for first, last in _pieces(start, end, row, marks):
            shown, taken = self._fitting(first, last, start, row, cells - used)
            if shown:
                segments.append(Segment(shown, self._style(first, marks)))
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

    def _style(self, offset: int, marks: RowMarks) -> Style:
        if marks.labels:
            return self._palette.faint
        mask = depth = 0
        for annotation in marks.annotations:
            if annotation.start <= offset < annotation.end:
                mask |= 1 << self._digit(annotation)
                depth += 1
        in_passage = marks.passage is not None and marks.passage.holds(offset)
        return self._palette.text(mask, depth, in_passage, any(hit.holds(offset) for hit in marks.hits))

    def _digit(self, annotation: Annotation) -> int:
        """Return the digit of an annotation's area; 0, which has no lane, where the codebook has lost it."""
        area = self._areas.get(annotation.area)
        return area.digit if area else 0

    def _gutter(self, start: int, end: int, marks: RowMarks) -> list[Segment]:
        palette = self._palette
        here = marks.passage is not None and marks.passage.overlaps(Passage(start, max(end, start + 1)))
        segments = [Segment("▌ " if here else "  ", palette.marker)]
        for digit in range(1, LANES + 1):
            mine = [one for one in marks.annotations if self._digit(one) == digit]
            if mine:
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


def _pieces(start: int, end: int, row: Row | None, marks: RowMarks) -> list[tuple[int, int]]:
    """Return the spans of the row within which nothing begins or ends; a grapheme is never cut."""
    cuts = {start, end}
    spans = [*(one.passage for one in marks.annotations), *marks.hits]
    for span in spans if marks.passage is None else [*spans, marks.passage]:
        cuts.update(offset for offset in (span.start, span.end) if start < offset < end)
    return list(pairwise(at for at in sorted(cuts) if row is None or at == end or row.glyphs[at - start]))


def _cut(segments: list[Segment], column: int, cells: int) -> tuple[list[Segment], list[Segment]]:
    """Return what is before `column` and what is from `column + cells` on."""
    total = sum(segment.cell_length for segment in segments)
    parts = list(Segment.divide(segments, [column, min(total, column + cells), total]))
    return parts[0], parts[2] if len(parts) > 2 else []

"""Paragraphs as stored rows, made into objects on demand: a long document has thousands."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import overload

from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage

ParagraphRow = tuple[int, int, int | None, str, int | None, int | None]
"""Start, end, number, role, page and section of a paragraph."""


class ParagraphRows(Sequence[Paragraph]):
    """The paragraphs of one document in reading order."""

    def __init__(self, rows: Sequence[ParagraphRow], cuts: Sequence[Passage] = ()) -> None:
        """Take the rows in reading order, and the cuts of the whole text; raise ValueError for no role."""
        for role in {row[3] for row in rows}:
            Role(role)
        self.rows = rows
        self._cuts = cuts

    def __len__(self) -> int:
        """Count the paragraphs."""
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Paragraph: ...

    @overload
    def __getitem__(self, index: slice) -> list[Paragraph]: ...

    def __getitem__(self, index: int | slice) -> Paragraph | list[Paragraph]:
        """Return a paragraph by its position, or several."""
        if isinstance(index, slice):
            return [self._made(row) for row in self.rows[index]]
        return self._made(self.rows[index])

    def _made(self, row: ParagraphRow) -> Paragraph:
        start, end, number, role, page, section = row
        return Paragraph(start, end, number, Role(role), page, section, self._inside(start, end))

    def _inside(self, start: int, end: int) -> tuple[Passage, ...]:
        first = bisect_left(self._cuts, start, key=_start)
        return tuple(self._cuts[first : bisect_left(self._cuts, end, lo=first, key=_start)])


def _start(cut: Passage) -> int:
    return cut.start

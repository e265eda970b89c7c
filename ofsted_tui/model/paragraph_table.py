"""The paragraphs of one document by place and by number."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ofsted_tui.model.paragraph import CARRYING_FINDINGS, Paragraph
from ofsted_tui.model.paragraph_rows import ParagraphRow, ParagraphRows
from ofsted_tui.model.passage import Passage


class ParagraphTable:
    """Paragraphs in reading order; every look-up is logarithmic."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        """Take the paragraphs of one document in reading order; they do not overlap."""
        self.paragraphs = paragraphs
        self._rows = paragraphs.rows if isinstance(paragraphs, ParagraphRows) else [*map(_row, paragraphs)]
        self._starts = [row[0] for row in self._rows]

    @property
    def carrying(self) -> bytes:
        """One byte a paragraph: 1 where it carries findings, else 0."""
        return bytes(row[3] in CARRYING_FINDINGS for row in self._rows)

    @property
    def sections(self) -> list[int | None]:
        """The position of each paragraph's section."""
        return [row[5] for row in self._rows]

    def index_at(self, offset: int) -> int | None:
        """Return the position of the last paragraph that starts at or before `offset`."""
        index = bisect_right(self._starts, offset) - 1
        return None if index < 0 else index

    def at(self, offset: int) -> Paragraph | None:
        """Return the paragraph that holds the character at `offset`."""
        index = self.index_at(offset)
        if index is None or self._rows[index][1] <= offset:
            return None
        return self.paragraphs[index]

    def number_at(self, offset: int) -> int | None:
        """Return the number of the last paragraph that starts at or before `offset`, if it has one."""
        index = self.index_at(offset)
        return None if index is None else self._rows[index][2]

    def section_at(self, offset: int) -> int | None:
        """Return the position of the section of that paragraph; None where it belongs to none."""
        index = self.index_at(offset)
        return None if index is None else self._rows[index][5]

    def touching(self, passage: Passage) -> range:
        """Return the positions of the paragraphs that share a character with the passage."""
        first = self.index_at(passage.start)
        if first is None:
            first = 0
        elif self._rows[first][1] <= passage.start:
            first += 1
        return range(first, bisect_right(self._starts, passage.end - 1))

    def starting_after(self, offset: int) -> Paragraph | None:
        """Return the first paragraph that starts at or after `offset`."""
        index = bisect_left(self._starts, offset)
        return self.paragraphs[index] if index < len(self.paragraphs) else None

    def ending_before(self, offset: int) -> Paragraph | None:
        """Return the last paragraph that ends at or before `offset`."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and self._rows[index][1] > offset:
            index -= 1
        return self.paragraphs[index] if index >= 0 else None

    def numbered(self, number: int) -> Paragraph | None:
        """Return the first paragraph that bears this number in print."""
        found = (index for index, row in enumerate(self._rows) if row[2] == number)
        return next((self.paragraphs[index] for index in found), None)


def _row(paragraph: Paragraph) -> ParagraphRow:
    return (
        paragraph.start,
        paragraph.end,
        paragraph.number,
        paragraph.role,
        paragraph.page,
        paragraph.section,
    )

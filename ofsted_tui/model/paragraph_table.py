"""The paragraphs of one document by place and by number, and which of them are accounted for."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.passage import Passage


class ParagraphTable:
    """Paragraphs in reading order; every look-up is logarithmic."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        """Take the paragraphs of one document in reading order; they do not overlap."""
        self.paragraphs = paragraphs
        self._starts = [paragraph.start for paragraph in paragraphs]

    def index_at(self, offset: int) -> int | None:
        """Return the position of the last paragraph that starts at or before `offset`."""
        index = bisect_right(self._starts, offset) - 1
        return None if index < 0 else index

    def at(self, offset: int) -> Paragraph | None:
        """Return the paragraph that holds the character at `offset`."""
        index = self.index_at(offset)
        if index is None or self.paragraphs[index].end <= offset:
            return None
        return self.paragraphs[index]

    def touching(self, passage: Passage) -> range:
        """Return the positions of the paragraphs that share a character with the passage."""
        first = self.index_at(passage.start)
        if first is None:
            first = 0
        elif self.paragraphs[first].end <= passage.start:
            first += 1
        return range(first, bisect_right(self._starts, passage.end - 1))

    def numbered(self, number: int) -> Paragraph | None:
        """Return the first paragraph that bears this number in print."""
        return next((paragraph for paragraph in self.paragraphs if paragraph.number == number), None)


class Accounting:
    """Which paragraphs of running text are tagged, or read with nothing to tag."""

    def __init__(self, table: ParagraphTable, is_accounted: Callable[[Passage], bool]) -> None:
        """Ask `is_accounted` once for every paragraph of running text."""
        self._table = table
        self._is_accounted = is_accounted
        self._open = bytearray(
            paragraph.prose and not is_accounted(paragraph.passage) for paragraph in table.paragraphs
        )
        self.total = sum(paragraph.prose for paragraph in table.paragraphs)

    @property
    def accounted(self) -> int:
        """The number of paragraphs accounted for."""
        return self.total - self._open.count(1)

    @property
    def percent(self) -> int:
        """The share accounted for in whole per cent, 100 only when nothing is open."""
        return self.accounted * 100 // self.total if self.total else 0

    def update(self, passage: Passage) -> None:
        """Ask again about the paragraphs that the passage touches."""
        for index in self._table.touching(passage):
            paragraph = self._table.paragraphs[index]
            self._open[index] = paragraph.prose and not self._is_accounted(paragraph.passage)

    def next_open(self, offset: int) -> Paragraph | None:
        """Return the first open paragraph that starts after the one at `offset`."""
        index = self._table.index_at(offset)
        found = self._open.find(1, 0 if index is None else index + 1)
        return None if found < 0 else self._table.paragraphs[found]

    def previous_open(self, offset: int) -> Paragraph | None:
        """Return the last open paragraph that ends before the one at `offset`."""
        index = self._table.index_at(offset)
        found = -1 if index is None else self._open.rfind(1, 0, index)
        return None if found < 0 else self._table.paragraphs[found]

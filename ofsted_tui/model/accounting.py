"""Which paragraphs of a document are accounted for: tagged, or read with nothing to tag."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import compress

from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.passage import Passage


@dataclass(frozen=True, slots=True)
class Share:
    """How many paragraphs that carry findings are accounted for, of how many."""

    accounted: int
    total: int

    @property
    def open(self) -> int:
        """How many are not accounted for."""
        return self.total - self.accounted

    @property
    def percent(self) -> int:
        """The share in whole per cent, 100 only when nothing is open."""
        return self.accounted * 100 // self.total if self.total else 0


class Accounting:
    """Which paragraphs that carry findings are tagged, or read with nothing to tag."""

    def __init__(self, table: ParagraphTable, touched: Iterable[Passage]) -> None:
        """Take the paragraphs, and the passages that are tagged or marked read."""
        self._table = table
        self._carrying = table.carrying
        self._open = bytearray(self._carrying)
        sections = table.sections
        self._totals = Counter(compress(sections, self._open))
        for passage in touched:
            for index in table.touching(passage):
                self._open[index] = 0
        self._open_in = Counter(compress(sections, self._open))
        self.total = self._totals.total()

    @property
    def accounted(self) -> int:
        """The number of paragraphs accounted for."""
        return self.total - self._open_in.total()

    @property
    def percent(self) -> int:
        """The share accounted for in whole per cent, 100 only when nothing is open."""
        return Share(self.accounted, self.total).percent

    def of_section(self, section: int | None) -> Share:
        """Return the share of one section by its position; None: of what stands before the first one."""
        total = self._totals[section]
        return Share(total - self._open_in[section], total)

    def is_open(self, index: int) -> bool:
        """Tell whether the paragraph at this position is not accounted for."""
        return bool(self._open[index])

    def update(self, passage: Passage, is_accounted: Callable[[Passage], bool]) -> None:
        """Work out anew the paragraphs that the passage touches."""
        for index in self._table.touching(passage):
            if not self._carrying[index]:
                continue
            paragraph = self._table.paragraphs[index]
            is_open = not is_accounted(paragraph.passage)
            if is_open != self._open[index]:
                self._open[index] = is_open
                self._open_in[paragraph.section] += 1 if is_open else -1

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

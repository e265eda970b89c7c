"""Which paragraphs of a document are accounted for: tagged, or read with nothing to tag."""

from collections.abc import Callable
from dataclasses import dataclass

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

    def __init__(self, table: ParagraphTable, is_accounted: Callable[[Passage], bool]) -> None:
        """Ask `is_accounted` once for every paragraph that carries findings."""
        self._table = table
        self._is_accounted = is_accounted
        self._open = bytearray(
            paragraph.carries_findings and not is_accounted(paragraph.passage)
            for paragraph in table.paragraphs
        )
        self._totals: dict[int | None, int] = {}
        self._open_in: dict[int | None, int] = {}
        for paragraph, is_open in zip(table.paragraphs, self._open, strict=True):
            if paragraph.carries_findings:
                section = paragraph.section
                self._totals[section] = self._totals.get(section, 0) + 1
                self._open_in[section] = self._open_in.get(section, 0) + is_open
        self.total = sum(self._totals.values())

    @property
    def accounted(self) -> int:
        """The number of paragraphs accounted for."""
        return self.total - sum(self._open_in.values())

    @property
    def percent(self) -> int:
        """The share accounted for in whole per cent, 100 only when nothing is open."""
        return Share(self.accounted, self.total).percent

    def of_section(self, section: int | None) -> Share:
        """Return the share of one section by its position; None: of what stands before the first one."""
        total = self._totals.get(section, 0)
        return Share(total - self._open_in.get(section, 0), total)

    def is_open(self, index: int) -> bool:
        """Tell whether the paragraph at this position is not accounted for."""
        return bool(self._open[index])

    def update(self, passage: Passage) -> None:
        """Ask again about the paragraphs that the passage touches."""
        for index in self._table.touching(passage):
            paragraph = self._table.paragraphs[index]
            is_open = paragraph.carries_findings and not self._is_accounted(paragraph.passage)
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

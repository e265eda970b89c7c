"""The paragraphs of a document, by place and by number, and which of them are accounted for."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress
from typing import overload

from ofsted_tui.model.passage import Passage


class Role(StrEnum):
    """What a paragraph is in its document."""

    TITLE = "title"
    HEADING = "heading"
    DETAIL = "detail"
    """Addresses, dates, names: what stands around the text."""
    GRADE = "grade"
    """A row of the judgement table."""
    SCOPE = "scope"
    """What the inspectors looked at, and how."""
    SUMMARY = "summary"
    """Findings before the sections: the unnumbered summary, an overview, headline findings."""
    FINDING = "finding"
    IMPROVEMENT = "improvement"
    """An improvement point: one entry under "What needs to improve"."""
    CLAIM = "claim"
    """What the authority or the press says: no finding."""
    TEXT = "text"
    """Running text of a document whose build is not known."""
    FOOTNOTE = "footnote"
    BOILERPLATE = "boilerplate"
    """Words that stand in every document of the kind."""


CARRYING_FINDINGS = frozenset({Role.SUMMARY, Role.FINDING, Role.IMPROVEMENT, Role.CLAIM, Role.TEXT})
"""The roles that a reviewer has to account for."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of text that reads as one paragraph, without the white space around it."""

    start: int
    end: int
    number: int | None = None
    """The number printed before it; None where it has none."""
    role: Role = Role.TEXT
    page: int | None = None
    """The page of the printed document on which it begins, from 1; None where pages are not known."""
    section: int | None = None
    """The position of its section among the document's sections; None before the first one."""
    cuts: tuple[Passage, ...] = ()
    """The white space within it that a page break has put there: shown and quoted as one space."""

    @property
    def passage(self) -> Passage:
        """The paragraph's span."""
        return Passage(self.start, self.end)

    @property
    def carries_findings(self) -> bool:
        """Whether a reviewer has to account for it."""
        return self.role in CARRYING_FINDINGS


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

"""The matrix: documents, authorities or years by judgement areas or topics, and what each cell holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from ofsted_tui.evidence.columns import Column
from ofsted_tui.evidence.gathered import Gathered
from ofsted_tui.evidence.tally import Tally
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.section import Grade

NOT_THEN = "not a judgement then"
"""What stands where the edition in force had no such judgement: never a blank, never 0."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the documents of a row say under a column."""

    tally: Tally
    grades: tuple[Grade, ...] = ()
    """The grades given, in time order; empty where none was given."""
    absent: str = ""
    """Why there can be no grade, in words; empty where there can be one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document, an authority or a year."""

    title: str
    documents: tuple[DocumentDetails, ...]
    """The documents that are counted in it, in time order."""
    cells: tuple[Cell, ...]
    """One for each column."""

    @property
    def tally(self) -> Tally:
        """All cells together."""
        return total(cell.tally for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by columns, and their sums."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Tally, ...]
    """One for each column."""

    @property
    def total(self) -> Tally:
        """All cells together: the rows that an export of the same annotations has."""
        return total(self.totals)


def total(tallies: Iterable[Tally]) -> Tally:
    """Return several tallies together."""
    return reduce(Tally.plus, tallies, Tally())


def matrix(
    codebook: Codebook, columns: Sequence[Column], groups: Sequence[tuple[str, Sequence[Gathered]]]
) -> Matrix:
    """Return the matrix of groups of documents, each with its title and in time order, by columns."""
    editions = {one.code: frozenset(one.area_codes) for one in codebook.editions}
    rows = tuple(_row(title, found, columns, editions) for title, found in groups)
    sums = (total(row.cells[at].tally for row in rows) for at in range(len(columns)))
    return Matrix(tuple(columns), rows, tuple(sums))


_Editions = dict[str, frozenset[str]]


def _row(title: str, found: Sequence[Gathered], columns: Sequence[Column], editions: _Editions) -> Row:
    cells = (_cell(found, column, editions) for column in columns)
    return Row(title, tuple(one.details for one in found), tuple(cells))


def _cell(found: Sequence[Gathered], column: Column, editions: _Editions) -> Cell:
    tally = total(one.tally(column) for one in found)
    if column.is_topic:
        return Cell(tally)
    grades = tuple(one.grades[code] for one in found for code in column.area_codes if code in one.grades)
    is_absent = bool(found) and all(_is_absent(one.details, column, editions) for one in found)
    return Cell(tally, grades, NOT_THEN if is_absent and not grades else "")


def _is_absent(details: DocumentDetails, column: Column, editions: _Editions) -> bool:
    """Tell whether the edition of a document had none of a column's areas; no guess where it is assumed."""
    if details.framework_assumed or details.framework not in editions or not details.kind.is_ilacs:
        return False
    return not editions[details.framework] & set(column.area_codes)

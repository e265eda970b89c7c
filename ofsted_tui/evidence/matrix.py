"""The matrix: rows of documents, authorities or years by columns of judgement areas or topics."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from ofsted_tui.evidence.columns import Column
from ofsted_tui.evidence.gathered import CountedDocument
from ofsted_tui.evidence.tally import Tally
from ofsted_tui.model.codebook import NOT_THEN, Codebook, areas_by_edition, was_judged
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.structure import Grade


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The annotations and grades of a row's documents under one column."""

    tally: Tally
    grades: tuple[Grade, ...] = ()
    """The grades given, in time order; empty where none was given."""
    absent: str = ""
    """Why there can be no grade, as shown; empty where there can be one."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A document, an authority or a year."""

    title: str
    documents: tuple[DocumentDetails, ...]
    """The documents that are counted in it, in time order."""
    cells: tuple[MatrixCell, ...]
    """One for each column."""

    @property
    def tally(self) -> Tally:
        """All cells together."""
        return total(cell.tally for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by columns, and their sums."""

    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[Tally, ...]
    """One for each column."""

    @property
    def total(self) -> Tally:
        """The sum of all cells: the number of rows in an export of the same annotations."""
        return total(self.totals)


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of several tallies."""
    return reduce(Tally.plus, tallies, Tally())


class MatrixMaker:
    """Makes the rows of a matrix one by one."""

    def __init__(self, codebook: Codebook, columns: Sequence[Column]) -> None:
        """Take the columns."""
        self.columns = tuple(columns)
        self._judged = areas_by_edition(codebook)
        self._absent: dict[tuple[str, bool, bool], list[bool]] = {}
        """By edition, whether it is assumed, and whether it is ILACS: for each column, was it not judged?"""

    def row(self, title: str, found: Sequence[CountedDocument]) -> MatrixRow:
        """Return the row of some documents, given in time order."""
        absent = [self._absent_in(one.details) for one in found]
        cells = tuple(
            self._cell(found, column, bool(absent) and all(one[at] for one in absent))
            for at, column in enumerate(self.columns)
        )
        return MatrixRow(title, tuple(one.details for one in found), cells)

    def _cell(self, found: Sequence[CountedDocument], column: Column, is_absent: bool) -> MatrixCell:
        tally = found[0].tally(column) if len(found) == 1 else total(one.tally(column) for one in found)
        if column.is_topic:
            return MatrixCell(tally)
        grades = tuple(
            one.grades[code]
            for one in found
            if one.grades
            for code in column.area_codes
            if code in one.grades
        )
        return MatrixCell(tally, grades, NOT_THEN if is_absent and not grades else "")

    def _absent_in(self, details: DocumentDetails) -> list[bool]:
        """Return for each column whether the document's edition did not judge it; no guess makes it True."""
        key = (details.framework, details.framework_assumed, details.kind.is_ilacs)
        if key not in self._absent:
            self._absent[key] = [
                not column.is_topic and not was_judged(self._judged, details, column.area_codes)
                for column in self.columns
            ]
        return self._absent[key]


def totals(rows: Iterable[MatrixRow], columns: int) -> tuple[Tally, ...]:
    """Return the sums of the columns."""
    sums = [[0] * len(Tally._fields) for _ in range(columns)]
    for row in rows:
        for sum_, cell in zip(sums, row.cells, strict=True):
            for at, number in enumerate(cell.tally):
                sum_[at] += number
    return tuple(Tally(*one) for one in sums)


def matrix(
    codebook: Codebook, columns: Sequence[Column], groups: Sequence[tuple[str, Sequence[CountedDocument]]]
) -> Matrix:
    """Return the matrix of groups of documents, each with its title and in time order, by columns."""
    maker = MatrixMaker(codebook, columns)
    rows = tuple(maker.row(title, found) for title, found in groups)
    return Matrix(maker.columns, rows, totals(rows, len(columns)))

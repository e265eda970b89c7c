"""The matrix of an XLSX report checked against the annotations that the same report lists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ofsted_tui.evidence.tally import Tally
from ofsted_tui.export.csv_columns import Row
from ofsted_tui.export.report.words import tally_of_row
from ofsted_tui.export.report.xlsx_sheets import ALL, COUNTS, HEADINGS, TOTAL
from ofsted_tui.model.codebook import Codebook

_BEFORE = len(HEADINGS)
_WIDTH = 1 + len(COUNTS)
_OTHER_NAMES = "the areas of the matrix are named otherwise than in this codebook: only its sums were checked"
Fault = tuple[int, str]
"""The row of the sheet, counted from 1, and what is wrong with it."""


class MatrixCheck:
    """Counts annotations as the matrix does, and compares it with the sheet."""

    def __init__(self, codebook: Codebook) -> None:
        """Take the names of the areas."""
        self.notes: list[str] = []
        self._codebook = codebook
        self._number = 0
        self._titles: dict[str, str] = {}
        self._counted: dict[str, dict[str, Tally]] = {}
        """By document, what is counted of each area."""

    def add(self, row: Row) -> None:
        """Count the row of an annotation."""
        self._number += 1
        self._titles[row["document_id"]] = row["document"]
        area = self._codebook.area_or_unknown(row["area_code"]).short_title
        _add(self._counted.setdefault(row["document_id"], {}), {area: tally_of_row(row)})

    def faults(self, rows: Iterable[Sequence[str]]) -> Iterator[Fault]:
        """Yield what is wrong with the sheet; its rows are looked at one by one."""
        lines = enumerate(rows, 1)
        sheet = self._sheet(next(lines, (1, []))[1])
        if sheet is None:
            yield 1, "is not the header of a matrix"
            return
        last = next(lines, None)
        for line in lines:
            assert last is not None
            yield from sheet.document(*last)
            last = line
        number, sums = last or (2, [])
        if not sheet.is_sum(sums) or sums[-1] != str(self._number):
            yield number, f"its sums are not those of the {self._number} annotations of this file"
        yield from ((1, f"lacks the counts of the annotations in {title!r}") for title in sheet.missing())

    def _sheet(self, header: Sequence[str]) -> "_Sheet | None":
        areas = _areas(header)
        if areas is None:
            return None
        wanted = Counter((self._titles[one], _key(found)) for one, found in self._counted.items())
        if {area for found in self._counted.values() for area in found} <= set(areas):
            return _Sheet(areas, wanted)
        self.notes.append(_OTHER_NAMES)
        return _Sheet(areas, None)


_Key = frozenset[tuple[str, Tally]]


class _Sheet:
    """The rows of the sheet, summed up while they go by."""

    def __init__(self, areas: Sequence[str], wanted: Counter[tuple[str, _Key]] | None) -> None:
        self._areas = areas
        self._wanted = wanted
        """What is counted of documents that were not met yet; None where the areas cannot be compared."""
        self._sums: dict[str, Tally] = {}

    def document(self, number: int, row: Sequence[str]) -> Iterator[Fault]:
        found = _counts(row, self._areas)
        if found is None:
            yield number, "holds something else than counts"
            return
        _add(self._sums, found)
        if row[-1] != str(sum(tally.total for tally in found.values())):
            yield number, "its counts do not come to the number of annotations that it states"
        key = (row[0], _key(found))
        if self._wanted is not None and self._wanted[key]:
            self._wanted[key] -= 1
        elif self._wanted is not None and found:
            yield number, "counts otherwise than the annotations of this file"

    def is_sum(self, row: Sequence[str]) -> bool:
        return row[:1] == [ALL] and _counts(row, self._areas) == self._sums

    def missing(self) -> list[str]:
        return [title for title, _ in (self._wanted or Counter()).elements()]


def _areas(header: Sequence[str]) -> list[str] | None:
    """Return the areas of a header, one for each group of columns; None where it is no matrix's."""
    groups = [header[at : at + _WIDTH] for at in range(_BEFORE, len(header) - 1, _WIDTH)]
    areas = [group[0].removesuffix(": grade") for group in groups]
    expected = [f"{area}: {what}" for area in areas for what in ("grade", *COUNTS)]
    return areas if [*header] == [*HEADINGS, *expected, TOTAL] else None


def _counts(row: Sequence[str], areas: Sequence[str]) -> dict[str, Tally] | None:
    """Return what a row counts of areas that have something; None where a cell holds no number."""
    found: dict[str, Tally] = {}
    for at, area in enumerate(areas):
        start = _BEFORE + at * _WIDTH + 1
        cells = row[start : start + len(COUNTS)]
        if len(cells) != len(COUNTS) or not all(one.isascii() and one.isdigit() for one in cells):
            return None
        tally = Tally(*map(int, cells))
        if tally.total:
            _add(found, {area: tally})
    return found


def _add(counted: dict[str, Tally], more: Mapping[str, Tally]) -> None:
    for area, tally in more.items():
        counted[area] = counted.get(area, Tally()).plus(tally)


def _key(counted: Mapping[str, Tally]) -> _Key:
    return frozenset(counted.items())

"""The matrix: documents, authorities or years by areas or topics; findings and claims counted apart."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.codebook import NOT_THEN, Codebook, JudgementArea, areas_by_edition, was_judged
from ofsted_tui.model.document import DocumentDetails, day_of, in_time
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.structure import Grade
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationCount


@dataclass(frozen=True, slots=True)
class Column:
    """What is counted under one heading."""

    code: str
    """The code of the area, or of the topic; empty for annotations without a topic."""
    title: str
    short_title: str
    area_codes: tuple[str, ...]
    """The areas whose annotations are counted here."""
    is_topic: bool = False


def area_columns(
    codebook: Codebook, frameworks: Iterable[str], tagged: Iterable[str], *, together: bool = False
) -> list[Column]:
    """Return a column for each area of the editions that are in use, and for each area that is tagged.

    `together`: areas that were one judgement before share its column, so that the years before and after
    the division can be compared (children in care and care leavers, divided in 2023).
    """
    used = set(tagged) | {
        code for one in codebook.editions if one.code in set(frameworks) for code in one.area_codes
    }
    known = [area for area in codebook.areas if area.code in used]
    columns = [_column(area) for area in sorted(known, key=_order(codebook))]
    columns += [Column(code, code, code, (code,)) for code in sorted(used - {one.code for one in known})]
    return _merged(codebook, columns) if together else columns


def _order(codebook: Codebook) -> Callable[[JudgementArea], tuple[int, str]]:
    starts = {
        code: min(one.starts for one in codebook.editions if code in one.area_codes)
        for code in {code for one in codebook.editions for code in one.area_codes}
    }
    return lambda area: (area.digit, str(starts.get(area.code, "")))


def _column(area: JudgementArea) -> Column:
    return Column(area.code, area.title, area.short_title, (area.code,))


def _merged(codebook: Codebook, columns: list[Column]) -> list[Column]:
    """Join each area that was divided, and its successors, into one column."""
    former = {
        code: area for area in codebook.areas for code in (area.code, *area.successors) if area.successors
    }
    merged: dict[str, Column] = {}
    for column in columns:
        area = former.get(column.code)
        if area is None:
            merged[column.code] = column
        else:
            merged[area.code] = Column(area.code, area.title, area.short_title, (area.code, *area.successors))
    return list(merged.values())


def topic_columns(codebook: Codebook, area: Column, tagged: Iterable[tuple[str, str]]) -> list[Column]:
    """Return a column for each topic that is tagged within an area's column, and one for those without.

    `tagged` are the pairs of area and topic of all annotations.
    """
    used = {topic for code, topic in tagged if code in area.area_codes}
    order = {topic.code: at for at, topic in enumerate(codebook.topics)}
    topics = sorted(used - {""}, key=lambda code: (order.get(code, len(order)), code))
    columns = [
        Column(code, codebook.topic_title(code), codebook.topic_title(code), area.area_codes, is_topic=True)
        for code in topics
    ]
    return [*columns, Column("", "no topic", "no topic", area.area_codes, is_topic=True)]


class Tally(NamedTuple):
    """Annotations counted by direction; claims of the authority or the press are never findings."""

    strengths: int = 0
    improvements: int = 0
    neutral: int = 0
    undirected: int = 0
    """Findings of which no direction is set."""
    claims: int = 0

    @property
    def total(self) -> int:
        """The number of annotations, which is the number of their rows in an export."""
        return sum(self)

    @property
    def findings(self) -> int:
        """The number of annotations that are not claims."""
        return self.total - self.claims

    def plus(self, other: "Tally") -> "Tally":
        """Return the sum of both."""
        return Tally(*map(int.__add__, self, other))


_NONE = Tally()


def tally_of(direction: Direction | None, number: int, *, is_claim: bool) -> Tally:
    """Count `number` annotations of one direction; `is_claim`: all the document says is claimed.

    In the letter of an annual conversation and in the news everything is a claim, whatever direction a
    reviewer has set: the letter repeats what the authority says of itself.
    """
    if is_claim or direction is Direction.CLAIM:
        return Tally(claims=number)
    if direction is Direction.STRENGTH:
        return Tally(strengths=number)
    if direction is Direction.IMPROVEMENT:
        return Tally(improvements=number)
    return Tally(neutral=number) if direction is Direction.NEUTRAL else Tally(undirected=number)


class CountedDocument:
    """The annotations of one document, counted by area and by area and topic."""

    def __init__(
        self, details: DocumentDetails, grades: Mapping[str, Grade], counts: Iterable[AnnotationCount]
    ) -> None:
        """Take the grades of its judgement table by the codes of the areas, and its annotations counted."""
        self.details = details
        self.grades = grades
        self.by_topic: dict[tuple[str, str], Tally] = {}
        """The counts by area and topic."""
        self._by_area: dict[str, Tally] = {}
        is_claim = details.kind.is_claim
        for one in counts:
            tally = tally_of(one.direction, one.number, is_claim=is_claim)
            key = one.area, one.topic
            self.by_topic[key] = self.by_topic.get(key, _NONE).plus(tally)
            self._by_area[one.area] = self._by_area.get(one.area, _NONE).plus(tally)

    def tally(self, column: Column) -> Tally:
        """Return the count under a column."""
        if column.is_topic:
            found = [self.by_topic.get((area, column.code), _NONE) for area in column.area_codes]
        else:
            found = [self._by_area.get(area, _NONE) for area in column.area_codes]
        return found[0] if len(found) == 1 else reduce(Tally.plus, found, _NONE)


def documents_of(store: Store, session_id: str | None) -> list[DocumentDetails]:
    """Return the documents of a session, or all (None), in time order; raise NotFoundError, StoreError."""
    every = store.documents.all()
    if session_id is None:
        return in_time(every)
    session = store.sessions.get(session_id)
    if session is None:
        raise NotFoundError("That session is no longer there; it was deleted.")
    held = frozenset(session.document_ids)
    return in_time(one for one in every if one.id in held)


def count_annotations(
    store: Store, documents: Iterable[DocumentDetails], session_id: str | None
) -> Iterator[CountedDocument]:
    """Count the annotations of each document, one query each, in order; None counts every session."""
    grades = store.documents.structures.grades()
    for details in documents:
        counts = store.annotations.counts_of(details.id, session_id)
        yield CountedDocument(details, grades.get(details.id, {}), counts)


def tagged_areas(found: Iterable[CountedDocument]) -> set[str]:
    """Return the codes of the areas that are tagged anywhere."""
    return {area for one in found for area, _ in one.by_topic}


def tagged_topics(found: Iterable[CountedDocument]) -> set[tuple[str, str]]:
    """Return the pairs of area and topic that are tagged anywhere."""
    return {pair for one in found for pair in one.by_topic}


def by_document(found: Sequence[CountedDocument]) -> list[tuple[str, list[CountedDocument]]]:
    """Return each document as a group of its own, in the given order."""
    return [(one.details.title, [one]) for one in found]


def by_authority(found: Sequence[CountedDocument]) -> list[tuple[str, list[CountedDocument]]]:
    """Return the documents by authority, in alphabetical order; those without one come last."""
    return _grouped(found, lambda one: one.details.local_authority, "no authority known")


def by_year(found: Sequence[CountedDocument]) -> list[tuple[str, list[CountedDocument]]]:
    """Return the documents by the year of their event, in order; those without a day come last."""
    return _grouped(found, _year, "no date known")


def _year(one: CountedDocument) -> str:
    day = day_of(one.details)
    return "" if day is None else str(day.year)


def _grouped(
    found: Sequence[CountedDocument], key: Callable[[CountedDocument], str], unknown: str
) -> list[tuple[str, list[CountedDocument]]]:
    groups: dict[str, list[CountedDocument]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return [(name or unknown, groups[name]) for name in sorted(groups, key=lambda name: (not name, name))]


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

"""Make the rows of an export: of annotations, of places of threads, of grades."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Self

from ofsted_tui.export.csv_format import COLUMNS, CsvRow, TableCell, joined, written
from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.errors import CodebookError
from ofsted_tui.model.paragraph import Paragraph, ParagraphTable
from ofsted_tui.model.passage import Cuts, Passage
from ofsted_tui.model.structure import Section, Structure
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.as_of import AsOf

if TYPE_CHECKING:  # their modules take time to load, which most commands need not
    from ofsted_tui.evidence.grades import GradeHistory
    from ofsted_tui.evidence.threads import ThreadInTime, ThreadStep


@dataclass(frozen=True, slots=True)
class Places:
    """The paragraphs, sections and pages of one document."""

    paragraphs: ParagraphTable
    sections: tuple[Section, ...]
    pages: tuple[int, ...]
    cuts: Cuts

    @classmethod
    def of(cls, store: Store, document_id: str, past: AsOf | None = None) -> Self:
        """Read the places of a document of the store, as they are called or were called in the past."""
        former = past.structure(document_id) if past else None
        if former is not None:
            return cls.in_structure(former, store.documents.pages(document_id))
        structures = store.documents.structures
        paragraphs = structures.paragraphs(document_id)
        cuts = Cuts([cut for paragraph in paragraphs for cut in paragraph.cuts])
        pages = store.documents.pages(document_id)
        return cls(ParagraphTable(paragraphs), structures.sections(document_id), pages, cuts)

    @classmethod
    def in_structure(cls, structure: Structure, pages: tuple[int, ...]) -> Self:
        """Return the places as a structure has them."""
        cuts = Cuts([cut for paragraph in structure.paragraphs for cut in paragraph.cuts])
        return cls(ParagraphTable(structure.paragraphs), structure.sections, pages, cuts)

    def cells(self, annotation: Annotation) -> dict[str, str]:
        """Return the cells that say where an annotation is, and its quote as a reader sees it."""
        section, paragraph = self.names_at(annotation.start)
        return {
            "section": section,
            "paragraph": paragraph,
            "page": self.page_at(annotation.start),
            "quote": self.quote(annotation),
        }

    def names_at(self, offset: int) -> tuple[str, str]:
        """Return the title of the section at an offset and the number of the paragraph, each "" for none."""
        index = self.paragraphs.index_at(offset)
        if index is None:
            return "", ""
        paragraph = self.paragraphs.paragraphs[index]
        section = self._section(paragraph)
        number = None if paragraph.end <= offset else paragraph.number
        return section.title if section else "", "" if number is None else str(number)

    def page_at(self, offset: int) -> str:
        """Return the number of the page at an offset, counted from 1; "" where pages are not known."""
        return str(bisect_right(self.pages, offset) or 1) if self.pages else ""

    def section_at(self, offset: int) -> Section | None:
        """Return the section that the paragraph at an offset belongs to, or None."""
        index = self.paragraphs.index_at(offset)
        return None if index is None else self._section(self.paragraphs.paragraphs[index])

    def _section(self, paragraph: Paragraph) -> Section | None:
        position = paragraph.section
        return None if position is None or position >= len(self.sections) else self.sections[position]

    def quote(self, annotation: Annotation) -> str:
        """Return the quote with one space where a page break stands in it."""
        return self.quote_of(annotation.quote, annotation.passage)

    def quote_of(self, quote: str, passage: Passage) -> str:
        """Return the words of a passage with one space where a page break stands in them."""
        return self.cuts.quote(quote, passage, passage.start) if self.cuts else quote


_OTHER_FRAMEWORKS = {
    DocumentKind.SINGLE_INSPECTION: "Single inspection framework (before ILACS)",
    DocumentKind.JTAI: "Joint targeted area inspection",
}

_KEPT = 512
"""Cells that are kept to be used again: a file from someone else may have another one in every row."""
_KEPT_PLACES = 32
"""Documents whose places are kept."""


class RowMaker:
    """Makes the rows of annotations; the places of the documents used last are kept."""

    def __init__(self, store: Store, codebook: Codebook, past: AsOf | None = None) -> None:
        """Take the names of areas, topics and editions from the codebook; those of places from `past`."""
        self._codebook = codebook
        # A report goes back and forth between its documents.
        self._places = lru_cache(_KEPT_PLACES)(partial(Places.of, store, past=past))
        self._plain = _Cells(self, str)
        self._written = _Cells(self, written)

    def row(self, found: AnnotationInContext) -> CsvRow:
        """Return the row of an annotation."""
        return dict(zip(COLUMNS, self._plain.of(found), strict=True))

    def csv_line(self, found: AnnotationInContext) -> str:
        """Return the row of an annotation as one record of the CSV, with its line end."""
        return joined(self._written.of(found))

    def places(self, document_id: str) -> Places:
        """Return what the places in a document are called."""
        return self._places(document_id)

    def framework(self, document: DocumentDetails) -> str:
        """Return the title of the framework's edition; documents of another framework say which."""
        if not document.kind.is_ilacs:
            return _OTHER_FRAMEWORKS[document.kind]
        return self.edition_title(document)

    def edition_title(self, document: DocumentDetails) -> str:
        """Return the title of the edition that a document's areas are those of."""
        try:
            return self._codebook.edition(document.framework).title
        except CodebookError:
            return document.framework

    def area_title(self, code: str) -> str:
        """Return the title of an area, or its code where the codebook does not know it."""
        try:
            return self._codebook.area(code).title
        except CodebookError:
            return code

    def topic(self, area: str, code: str) -> str:
        """Return the topic's title, or its code where the title would not lead back to it."""
        try:
            topics = self._codebook.topics_of(area)
        except CodebookError:
            return code
        titles = [topic.title for topic in topics]
        for topic in topics:
            if topic.code == code and titles.count(topic.title) == 1:
                return topic.title
        return code


class _Cells:
    """The cells of rows, each as `finish` makes it of its text; what comes again is made once."""

    def __init__(self, rows: RowMaker, finish: Callable[[str], str]) -> None:
        self._rows = rows
        self._finish = finish
        self._again = lru_cache(_KEPT)(finish)
        self._of_area = lru_cache(_KEPT)(self._area_cells)
        self._document: DocumentDetails | None = None
        self._of_document: tuple[str, ...] = ()
        self._sha256 = ""

    def of(self, found: AnnotationInContext) -> tuple[str, ...]:
        """Return the cells in the order of COLUMNS."""
        annotation, finish, again = found.annotation, self._finish, self._again
        if found.document is not self._document:
            self._turn_to(found.document)
        places = self._rows.places(found.document.id)
        section, paragraph = places.names_at(annotation.start)
        return (
            finish(annotation.id),
            again(found.session),
            again(annotation.reviewer),
            *self._of_document,
            *self._of_area(annotation.area, annotation.topic),
            annotation.direction.value if annotation.direction else "",
            again(annotation.quantifier),
            again(section),
            paragraph,
            places.page_at(annotation.start),
            str(annotation.start),
            str(annotation.end),
            finish(places.quote(annotation)),
            finish(annotation.prefix),
            finish(annotation.suffix),
            finish(annotation.note),
            finish(annotation.created_at),
            finish(annotation.updated_at),
            self._sha256,
        )

    def _turn_to(self, document: DocumentDetails) -> None:
        cells = (
            document.id,
            document.title,
            document.kind.value,
            document.local_authority,
            _day(document.event_start),
            _day(document.event_end),
            self._rows.framework(document),
        )
        self._of_document = tuple(map(self._finish, cells))
        self._sha256 = self._finish(document.sha256)
        self._document = document

    def _area_cells(self, area: str, topic: str) -> tuple[str, ...]:
        return tuple(map(self._finish, (area, self._rows.area_title(area), self._rows.topic(area, topic))))


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


THREAD_COLUMNS = (
    "thread_id",
    "thread",
    "thread_status",
    "area_code",
    "topic",
    "passage_id",
    "reviewer",
    "document_id",
    "document",
    "document_kind",
    "local_authority",
    "event_start",
    "months_since",
    "status",
    "relation",
    "related_id",
    "section",
    "paragraph",
    "page",
    "start",
    "end",
    "quote",
    "prefix",
    "suffix",
    "note",
    "created_at",
    "updated_at",
    "document_sha256",
)
"""The columns in their order; start, end and quote are empty where a document does not mention the point."""


def thread_rows(found: "Iterable[ThreadInTime]", rows: RowMaker) -> Iterator[CsvRow]:
    """Yield the row of each place of the threads."""
    for thread in found:
        for step in thread.steps:
            yield thread_row(thread, step, rows)


def thread_row(found: "ThreadInTime", step: "ThreadStep", rows: RowMaker) -> CsvRow:
    """Return the row of one place."""
    thread, place, details = found.thread, step.place, step.details
    return {
        "thread_id": thread.id,
        "thread": thread.title,
        "thread_status": found.status.value if found.status else "",
        "area_code": thread.area,
        "topic": rows.topic(thread.area, thread.topic),
        "passage_id": place.id,
        "reviewer": place.reviewer,
        "document_id": details.id,
        "document": details.title,
        "document_kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": step.day.isoformat() if step.day else "",
        "months_since": "" if step.months is None else str(step.months),
        "status": place.status.value if place.status else "",
        "relation": place.relation.value if place.relation else "",
        "related_id": place.related_id,
        **_place(step, rows),
        "prefix": place.prefix,
        "suffix": place.suffix,
        "note": place.note,
        "created_at": place.created_at,
        "updated_at": place.updated_at,
        "document_sha256": details.sha256,
    }


def _place(step: "ThreadStep", rows: RowMaker) -> CsvRow:
    place = step.place
    passage = place.passage
    if passage is None:
        return dict.fromkeys(("section", "paragraph", "page", "start", "end", "quote"), "")
    places = rows.places(step.details.id)
    section, paragraph = places.names_at(passage.start)
    return {
        "section": section,
        "paragraph": paragraph,
        "page": places.page_at(passage.start),
        "start": str(passage.start),
        "end": str(passage.end),
        "quote": places.quote_of(place.quote, passage),
    }


DOCUMENT_COLUMNS = (
    "document_id",
    "document",
    "document_kind",
    "local_authority",
    "event_start",
    "framework",
)
"""The columns of a document in the tables of evidence; `event_start` is the letter's day without an event."""
GRADE_COLUMNS = (*DOCUMENT_COLUMNS, "area_code", "judgement_area", "grade")


def grade_rows(histories: "Iterable[GradeHistory]", codebook: Codebook) -> Iterator[tuple[TableCell, ...]]:
    """Yield a row for each grade, by authority, inspection and area."""
    for history in histories:
        for event in history.events:
            for series in history.series:
                grade = event.grades.get(series.code)
                if grade is not None:
                    title = codebook.area_or_unknown(series.code).title
                    yield (*document_cells(event.details), series.code, title, grade.value)


def document_cells(details: DocumentDetails) -> tuple[TableCell, ...]:
    """Return the cells of DOCUMENT_COLUMNS."""
    day = details.event_start or details.letter_date
    return (
        details.id,
        details.title,
        details.kind.value,
        details.local_authority,
        day.isoformat() if day else "",
        details.framework,
    )

"""The rows of the CSV: what stands in which column, and how one line of it is written."""

import csv
import io
from datetime import date

from ofsted_tui.export.cells import escaped, unescaped
from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import CodebookError
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext

COLUMNS = (
    "annotation_id",
    "session",
    "reviewer",
    "document_id",
    "document",
    "document_kind",
    "local_authority",
    "event_start",
    "event_end",
    "framework",
    "area_code",
    "judgement_area",
    "topic",
    "direction",
    "quantifier",
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
"""The columns in the order in which they have stood since the first version."""

_NUMBERS = frozenset({"paragraph", "page", "start", "end"})

Row = dict[str, str]
"""The cells of one row by column, as plain text: not escaped."""


class RowMaker:
    """Makes rows of annotations; those of one document one after the other cost one look at it."""

    def __init__(self, store: Store, codebook: Codebook) -> None:
        """Take the names of areas, topics and editions from the codebook."""
        self._store = store
        self._codebook = codebook
        self._document_id = ""
        self._paragraphs = ParagraphTable(())

    def row(self, found: AnnotationInContext) -> Row:
        """Return the row of an annotation."""
        annotation, document = found.annotation, found.document
        return dict.fromkeys(COLUMNS, "") | {
            "session": found.session,
            **_document_cells(document),
            **_annotation_cells(annotation),
            "framework": self._framework(document.framework),
            "judgement_area": self._area_title(annotation.area),
            "topic": self._topic(annotation),
            "paragraph": self._paragraph(document.id, annotation.start),
        }

    def _framework(self, code: str) -> str:
        try:
            return self._codebook.edition(code).title
        except CodebookError:
            return code

    def _area_title(self, code: str) -> str:
        try:
            return self._codebook.area(code).title
        except CodebookError:
            return code

    def _topic(self, annotation: Annotation) -> str:
        """Return the topic's title, or its code where the title would not lead back to it."""
        try:
            topics = self._codebook.topics_of(annotation.area)
        except CodebookError:
            return annotation.topic
        titles = [topic.title for topic in topics]
        for topic in topics:
            if topic.code == annotation.topic and titles.count(topic.title) == 1:
                return topic.title
        return annotation.topic

    def _paragraph(self, document_id: str, start: int) -> str:
        if document_id != self._document_id:
            self._paragraphs = ParagraphTable(self._store.documents.paragraphs(document_id))
            self._document_id = document_id
        paragraph = self._paragraphs.at(start)
        return "" if paragraph is None or paragraph.number is None else str(paragraph.number)


def csv_line(row: Row) -> str:
    """Return the row as one record of the CSV, with its line end."""
    return csv_record([row[name] if name in _NUMBERS else escaped(row[name]) for name in COLUMNS])


def csv_record(cells: list[str] | tuple[str, ...]) -> str:
    """Return the cells as one record of the CSV (RFC 4180), with its line end."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def row_of(cells: list[str]) -> Row:
    """Return the row that a record's cells hold, one for each column."""
    named = zip(COLUMNS, cells, strict=True)
    return {name: cell if name in _NUMBERS else unescaped(cell) for name, cell in named}


def _document_cells(document: DocumentDetails) -> Row:
    return {
        "document_id": document.id,
        "document": document.title,
        "document_kind": document.kind.value,
        "local_authority": document.local_authority,
        "event_start": _day(document.event_start),
        "event_end": _day(document.event_end),
        "document_sha256": document.sha256,
    }


def _annotation_cells(annotation: Annotation) -> Row:
    return {
        "annotation_id": annotation.id,
        "reviewer": annotation.reviewer,
        "area_code": annotation.area,
        "direction": annotation.direction.value if annotation.direction else "",
        "quantifier": annotation.quantifier,
        "start": str(annotation.start),
        "end": str(annotation.end),
        "quote": annotation.quote,
        "prefix": annotation.prefix,
        "suffix": annotation.suffix,
        "note": annotation.note,
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
    }


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()

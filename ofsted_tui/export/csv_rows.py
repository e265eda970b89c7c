"""The rows of the CSV: what stands in which column, and how one line of it is written."""

import csv
import io
from datetime import date

from ofsted_tui.export.cells import escaped, unescaped
from ofsted_tui.export.places import Places
from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.errors import CodebookError
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.past import Past

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

_OTHER_FRAMEWORKS = {
    DocumentKind.SINGLE_INSPECTION: "Single inspection framework (before ILACS)",
    DocumentKind.JTAI: "Joint targeted area inspection",
}

Row = dict[str, str]
"""The cells of one row by column, as plain text: not escaped."""


class RowMaker:
    """Makes rows of annotations; those of one document one after the other cost one look at it."""

    def __init__(self, store: Store, codebook: Codebook, past: Past | None = None) -> None:
        """Take the names of areas, topics and editions from the codebook; those of places from `past`."""
        self._store = store
        self._codebook = codebook
        self._past = past
        self._document_id = ""
        self._places = Places.none()

    def row(self, found: AnnotationInContext) -> Row:
        """Return the row of an annotation."""
        annotation, document = found.annotation, found.document
        return dict.fromkeys(COLUMNS, "") | {
            "session": found.session,
            **_document_cells(document),
            **_annotation_cells(annotation),
            "framework": self._framework(document),
            "judgement_area": self._area_title(annotation.area),
            "topic": self._topic(annotation),
            **self.places(document.id).cells(annotation),
        }

    def places(self, document_id: str) -> Places:
        """Return what the places in a document are called."""
        if document_id != self._document_id:
            self._places = Places.of(self._store, document_id, self._past)
            self._document_id = document_id
        return self._places

    def _framework(self, document: DocumentDetails) -> str:
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
        "prefix": annotation.prefix,
        "suffix": annotation.suffix,
        "note": annotation.note,
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
    }


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()

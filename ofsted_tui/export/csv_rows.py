"""The rows of the CSV: what stands in which column."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from ofsted_tui.export.cells import written
from ofsted_tui.export.csv_columns import COLUMNS, Row, joined
from ofsted_tui.export.places import Places
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.errors import CodebookError
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.past import Past

_OTHER_FRAMEWORKS = {
    DocumentKind.SINGLE_INSPECTION: "Single inspection framework (before ILACS)",
    DocumentKind.JTAI: "Joint targeted area inspection",
}

_KEPT = 512
"""Cells that are kept to be used again: a file from someone else may have another one in every row."""
_KEPT_PLACES = 32


class RowMaker:
    """Makes rows of annotations; those of one document one after the other cost one look at it."""

    def __init__(self, store: Store, codebook: Codebook, past: Past | None = None) -> None:
        """Take the names of areas, topics and editions from the codebook; those of places from `past`."""
        self._store = store
        self._codebook = codebook
        self._past = past
        self._document_id = ""
        self._places = Places.none()
        self._known: dict[str, Places] = {}
        """Those of the documents that were looked at last: a report goes back and forth between them."""
        self._plain = _Cells(self, str)
        self._written = _Cells(self, written)

    def row(self, found: AnnotationInContext) -> Row:
        """Return the row of an annotation."""
        return dict(zip(COLUMNS, self._plain.of(found), strict=True))

    def csv_line(self, found: AnnotationInContext) -> str:
        """Return the row of an annotation as one record of the CSV, with its line end."""
        return joined(self._written.of(found))

    def places(self, document_id: str) -> Places:
        """Return what the places in a document are called."""
        if document_id != self._document_id:
            is_known = document_id in self._known
            self._places = (
                self._known.pop(document_id) if is_known else Places.of(self._store, document_id, self._past)
            )
            self._known[document_id] = self._places
            if len(self._known) > _KEPT_PLACES:
                del self._known[next(iter(self._known))]
            self._document_id = document_id
        return self._places

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

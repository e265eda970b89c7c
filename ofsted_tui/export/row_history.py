"""One row of a CSV compared with what the database says of its annotation, now and earlier."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ofsted_tui.export.csv_columns import COLUMNS, Row
from ofsted_tui.export.csv_rows import RowMaker
from ofsted_tui.export.places import Places
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext, annotation_from

_REREAD = "the document {0!r} was read anew since this export"


@dataclass(frozen=True, slots=True)
class Compared:
    """How a row compares with the database."""

    columns: tuple[str, ...] = ()
    """The columns that agree with no state that the annotation ever had."""
    note: str = ""
    """What happened since the export; empty where nothing did."""


class RowHistory:
    """Compares rows with the rows that an export writes, or would have written."""

    def __init__(self, store: Store, codebook: Codebook) -> None:
        """Take annotations and their history from the store."""
        self._store = store
        self._rows = RowMaker(store, codebook)

    def compared(self, row: Row) -> Compared | None:
        """Compare one row; None where the database does not know its annotation."""
        found = self._store.annotations.in_context_of(row["annotation_id"])
        if found is None:
            return None
        closest = self._differing(row, found)
        if not closest:
            return Compared(note=self._since(found, found))
        for former in (found, *self._former(found)):
            for places in (None, *self._former_places(former.document.id)):
                columns = self._differing(row, former, places)
                if not columns:
                    return Compared(note=self._since(former, found) or _REREAD.format(former.document.title))
                closest = min(closest, columns, key=len)
        return Compared(closest)

    def _former_places(self, document_id: str) -> list[Places]:
        """Return what the places in a document were called before it was read again."""
        structures = self._store.documents.former_places(document_id)
        pages = self._store.documents.pages(document_id) if structures else ()
        return [Places.in_structure(structure, pages) for structure in structures]

    def _since(self, former: AnnotationInContext, found: AnnotationInContext) -> str:
        """Say what became of an annotation since it was as in `former`; empty where nothing did."""
        name = f"annotation {found.annotation.id}"
        if self._store.annotations.get(found.annotation.id) is None:
            return f"{name} was removed since this export"
        if former.annotation.document_id != found.annotation.document_id:
            return f"{name} was placed in a new version of its document since this export"
        if former.annotation != found.annotation:
            return f"{name} was changed since this export"
        if former.session != found.session:
            return f"the session {former.session!r} is called {found.session!r} by now"
        if former.document != found.document:
            return f"the document {found.document.title!r} was described otherwise since this export"
        return ""

    def _former(self, found: AnnotationInContext) -> Iterator[AnnotationInContext]:
        """Yield the annotation in every state that it, its session's name and its document's details had."""
        sessions = {found.session, *self._store.sessions.former_names(found.annotation.session_id)}
        for state in self._store.journal.states_of(found.annotation.id):
            annotation = annotation_from(state, found.annotation.reviewer)
            for session, document in product(sessions, self._descriptions(annotation.document_id)):
                yield AnnotationInContext(annotation, session, document)

    def _descriptions(self, document_id: str) -> list[DocumentDetails]:
        """Return what is known of a document, and what was known before each correction."""
        details = self._store.documents.details(document_id)
        return [details, *self._store.documents.former(details)] if details else []

    def _differing(
        self, row: Row, found: AnnotationInContext, places: Places | None = None
    ) -> tuple[str, ...]:
        """Return the columns in which a row is not what an export, now or of an earlier version, writes."""
        other = self._rows.row(found)
        if places is not None:
            other |= places.cells(found.annotation)
        if row["quote"] == found.annotation.quote:  # the first version left page breaks in
            other["quote"] = row["quote"]
        if row["framework"] == self._rows.edition_title(found.document):  # and called every framework ILACS
            other["framework"] = row["framework"]
        return tuple(name for name in COLUMNS if row[name] != other[name])

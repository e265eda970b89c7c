"""Annotations with the names that an export writes beside them, document by document."""

from collections.abc import Iterator
from typing import Any

from ofsted_tui.model.annotation import Annotation, Direction
from ofsted_tui.model.limits import FILE_BYTES
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.connection import NONSENSE, Connection, Row, not_understood, understood
from ofsted_tui.store.documents import DETAILS, details_of

_DIRECTIONS: dict[str, Direction | None] = {"": None, **{one.value: one for one in Direction}}
_DOCUMENTS = f"""
    SELECT {DETAILS} FROM documents WHERE EXISTS (
        SELECT 1 FROM annotations WHERE document_id = documents.id AND annotations.removed_at IS NULL{{more}})
    ORDER BY title, id
"""
# The columns that become an annotation are in the order of its fields.
_OF_DOCUMENT = """
    SELECT annotations.id, session_id, document_id, start, "end", quote, prefix, suffix, area,
        reviewers.name, annotations.created_at, updated_at, topic, direction, quantifier, note, sessions.name
    FROM annotations
    JOIN reviewers ON reviewers.id = annotations.reviewer_id
    JOIN sessions ON sessions.id = annotations.session_id
    WHERE document_id = :document AND annotations.removed_at IS NULL AND sessions.removed_at IS NULL{more}
    ORDER BY start, "end", area, annotations.id
"""
_COUNT = """
    SELECT document_id, count(*) AS number FROM annotations JOIN sessions ON sessions.id = session_id
    WHERE annotations.removed_at IS NULL AND sessions.removed_at IS NULL{more} GROUP BY document_id
"""


def in_context(
    connection: Connection, session_id: str | None, document_id: str | None, area: str | None
) -> Iterator[AnnotationInContext]:
    """Yield annotations by document title, document id, start, end, area; each None means all.

    One object of details is shared by the annotations of a document. Raises StoreError.
    """
    wanted = _given(session_id, document_id, area)
    more = _conditions(wanted)
    for row in connection.iterate(_DOCUMENTS.format(more=more), **wanted):
        with understood("a document"):
            details = details_of(row)
        for found in connection.iterate(_OF_DOCUMENT.format(more=more), **wanted, document=details.id):
            yield AnnotationInContext(_annotation_in(found), found[16], details)


def counts_in_context(
    connection: Connection, session_id: str | None, document_id: str | None, area: str | None
) -> dict[str, int]:
    """Count what `in_context` yields, by the id of the document; raise StoreError."""
    wanted = _given(session_id, document_id, area)
    rows = connection.read(_COUNT.format(more=_conditions(wanted)), **wanted)
    return {row["document_id"]: row["number"] for row in rows}


def _given(session_id: str | None, document_id: str | None, area: str | None) -> dict[str, str]:
    given = {"session_id": session_id, "document_id": document_id, "area": area}
    return {name: value for name, value in given.items() if value is not None}


def _conditions(wanted: dict[str, str]) -> str:
    # Conditions that are not wanted are left out, not met by any value: an index can serve the others.
    return "".join(f" AND annotations.{name} = :{name}" for name in wanted)


def _annotation_in(row: Row) -> Annotation:
    """Return the annotation in a row; raise StoreError where its values make no sense."""
    try:
        if not 0 <= row[3] < row[4] <= FILE_BYTES:
            raise ValueError
        fields: tuple[Any, ...] = (*row[:13], _DIRECTIONS[row[13]], *row[14:16])
        return Annotation(*fields)
    except NONSENSE as error:
        raise not_understood("an annotation") from error

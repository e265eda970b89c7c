"""What one session has tagged at a place, without reading the annotations: for lists of many places."""

from dataclasses import dataclass

from ofsted_tui.model.passage import Passage
from ofsted_tui.store.connection import Connection


@dataclass(frozen=True, slots=True)
class TaggedPassage:
    """A passage and the area it is tagged with."""

    passage: Passage
    area: str


def documents_tagged(connection: Connection, session_id: str, area: str = "") -> frozenset[str]:
    """Return the documents in which a session has tagged something, with an area or with any (empty)."""
    rows = connection.tuples(
        "SELECT id FROM documents WHERE EXISTS (SELECT 1 FROM annotations WHERE session_id = ?"
        " AND document_id = documents.id AND removed_at IS NULL AND (? = '' OR area = ?))",
        session_id,
        area,
        area,
    )
    return frozenset(document_id for (document_id,) in rows)


def tags_on(
    connection: Connection, session_id: str, document_id: str, passage: Passage
) -> list[TaggedPassage]:
    """Return what a session has tagged that shares a character with a passage; raise StoreError.

    Answered by an index alone, in the order of places.
    """
    rows = connection.tuples(
        'SELECT start, "end", area FROM annotations WHERE session_id = ? AND document_id = ?'
        ' AND removed_at IS NULL AND start < ? AND "end" > ? ORDER BY start, "end", area',
        session_id,
        document_id,
        passage.end,
        passage.start,
    )
    return [TaggedPassage(Passage(start, end), area) for start, end, area in rows]

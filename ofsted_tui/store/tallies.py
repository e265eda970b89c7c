"""How many annotations there are of each area, topic and direction: counted, none of them read."""

from dataclasses import dataclass

from ofsted_tui.model.annotation import Direction
from ofsted_tui.store.connection import Connection, understood

_OF_LIVE = "session_id IN (SELECT id FROM sessions WHERE removed_at IS NULL)"


@dataclass(frozen=True, slots=True)
class AnnotationCount:
    """How many annotations share an area, a topic and a direction."""

    area: str
    topic: str
    direction: Direction | None
    number: int


@understood("an annotation")
def counts_of(
    connection: Connection, document_id: str, session_id: str | None = None
) -> list[AnnotationCount]:
    """Count the annotations of one document in a session, or in all that were not deleted (None)."""
    which = _OF_LIVE if session_id is None else "session_id = :session"
    given = (
        {"document": document_id}
        if session_id is None
        else {
            "document": document_id,
            "session": session_id,
        }
    )
    rows = connection.read(
        f"""
        SELECT area, topic, direction, count(*) FROM annotations
        WHERE document_id = :document AND removed_at IS NULL AND {which}
        GROUP BY area, topic, direction ORDER BY area, topic, direction
        """,
        **given,
    )
    return [AnnotationCount(row[0], row[1], Direction(row[2]) if row[2] else None, row[3]) for row in rows]

"""What was decided of annotations whose document has a new version; written by way of the journal."""

from dataclasses import dataclass

from ofsted_tui.model.passage import Decision, Passage, PlacementState
from ofsted_tui.store.connection import Connection, Row

_IS_LEFT = """
    EXISTS (SELECT 1 FROM placements
        WHERE placements.annotation_id = annotations.id AND placements.removed_at IS NULL
            AND placements.document_id = {later} AND placements.decision = 'left'
            AND placements.former_start = annotations.start AND placements.former_end = annotations."end")
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of one annotation."""

    former_id: str
    """The id of the former version."""
    former: Passage
    """The passage in the former version."""
    passage: Passage | None
    """The passage in the new version; None where the annotation was left with the former one."""
    state: PlacementState
    agreement: float
    decision: Decision


class Placements:
    """Decisions as they stand."""

    def __init__(self, connection: Connection) -> None:
        """Use an open connection."""
        self._connection = connection

    def of(self, session_id: str, document_id: str) -> dict[str, Decided]:
        """Return by annotation what one session has decided for a new version, the last word on each."""
        rows = self._connection.read(
            """
            SELECT * FROM placements WHERE session_id = ? AND document_id = ? AND removed_at IS NULL
            ORDER BY created_at, rowid
            """,
            session_id,
            document_id,
        )
        return {row["annotation_id"]: _decided(row) for row in rows}

    def waiting(self, session_id: str, document_id: str | None = None) -> int:
        """Count a session's annotations of former versions that are neither placed nor left.

        Counted are those of all versions before `document_id`, or before any document of the session.
        """
        row = self._connection.first(
            f"""
            WITH RECURSIVE before (later, former) AS (
                SELECT documents.id, documents.replaces FROM documents
                JOIN session_documents ON session_documents.document_id = documents.id
                WHERE session_documents.session_id = :session AND documents.replaces IS NOT NULL
                    AND (:document IS NULL OR documents.id = :document)
                UNION
                SELECT before.later, documents.replaces FROM before
                JOIN documents ON documents.id = before.former WHERE documents.replaces IS NOT NULL
            )
            SELECT count(DISTINCT annotations.id) AS number FROM before
            JOIN annotations ON annotations.document_id = before.former
            WHERE annotations.session_id = :session AND annotations.removed_at IS NULL
                AND NOT {_IS_LEFT.format(later="before.later")}
            """,
            session=session_id,
            document=document_id,
        )
        return int(row["number"]) if row else 0

    def waiting_of(self, session_id: str, former_id: str, document_id: str) -> int:
        """Count a session's annotations of one former version that wait to be placed in `document_id`."""
        row = self._connection.first(
            f"""
            SELECT count(*) AS number FROM annotations
            WHERE session_id = :session AND document_id = :former AND removed_at IS NULL
                AND NOT {_IS_LEFT.format(later=":document")}
            """,
            session=session_id,
            former=former_id,
            document=document_id,
        )
        return int(row["number"]) if row else 0

    def has_any(self, document_id: str) -> bool:
        """Tell whether anything was decided for a new version, in any session."""
        sql = "SELECT 1 FROM placements WHERE document_id = ? AND removed_at IS NULL"
        return self._connection.first(sql, document_id) is not None


def _decided(row: Row) -> Decided:
    passage = None if row["start"] is None else Passage(row["start"], row["end"])
    return Decided(
        row["former_document_id"],
        Passage(row["former_start"], row["former_end"]),
        passage,
        PlacementState(row["state"]),
        row["agreement"],
        Decision(row["decision"]),
    )

"""What was decided of annotations whose document has a new version; written by way of the journal."""

from dataclasses import dataclass

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.placement import Decision, PlacementState
from ofsted_tui.store.changes import State
from ofsted_tui.store.connection import Connection, Row


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of one annotation."""

    annotation_id: str
    former: Passage
    """The passage in the former version."""
    passage: Passage | None
    """The passage in the new version; None where the annotation was left with the former one."""
    state: PlacementState
    agreement: float
    decision: Decision
    row: State


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

        Counted are those whose new version is `document_id`, or any document of the session.
        """
        row = self._connection.first(
            """
            SELECT count(*) AS number FROM annotations
            JOIN documents ON documents.replaces = annotations.document_id
            JOIN session_documents ON session_documents.document_id = documents.id
                AND session_documents.session_id = annotations.session_id
            WHERE annotations.session_id = :session AND annotations.removed_at IS NULL
                AND (:document IS NULL OR documents.id = :document)
                AND NOT EXISTS (SELECT 1 FROM placements
                    WHERE placements.annotation_id = annotations.id AND placements.removed_at IS NULL
                        AND placements.document_id = documents.id AND placements.decision = 'left'
                        AND placements.former_start = annotations.start
                        AND placements.former_end = annotations."end")
            """,
            session=session_id,
            document=document_id,
        )
        return int(row["number"]) if row else 0


def _decided(row: Row) -> Decided:
    passage = None if row["start"] is None else Passage(row["start"], row["end"])
    return Decided(
        row["annotation_id"],
        Passage(row["former_start"], row["former_end"]),
        passage,
        PlacementState(row["state"]),
        row["agreement"],
        Decision(row["decision"]),
        dict(row),
    )

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

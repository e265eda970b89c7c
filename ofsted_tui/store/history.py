"""What became of one annotation, step by step, as the journal has it."""

from dataclasses import dataclass

from ofsted_tui.store.changes import RowChange, State, changes_from_json
from ofsted_tui.store.connection import Connection, Row, understood


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One verb that was done to an annotation, taken back or done again."""

    at: str
    """When, in UTC as ISO 8601."""
    reviewer: str
    """The reviewer's name."""
    session: str
    """The session's name as it is now."""
    kind: str
    """ "do", "undo" or "redo"."""
    verb: str
    before: State | None = None
    """The annotation's row before it; None where it was not there, or where only a decision changed."""
    after: State | None = None
    """The annotation's row after it; None where only a decision changed."""
    decision: State | None = None
    """The row of what was decided on its place in a new version, as it is after the step, if any changed."""


class History:
    """The journal, by annotation."""

    def __init__(self, connection: Connection) -> None:
        """Use an open connection."""
        self._connection = connection

    @understood("the journal")
    def of(self, annotation_id: str) -> list[HistoryStep]:
        """Return all that was done to an annotation, oldest first; raise StoreError."""
        rows = self._connection.read(
            """
            SELECT journal.at, journal.verb, journal.kind, journal.changes,
                coalesce(reviewers.name, '') AS reviewer, coalesce(sessions.name, '') AS session
            FROM journal
            LEFT JOIN reviewers ON reviewers.id = journal.reviewer_id
            LEFT JOIN sessions ON sessions.id = journal.session_id
            WHERE journal.kind <> 'event' AND journal.seq IN (
                SELECT seq FROM journal WHERE target_id = :id
                UNION
                SELECT seq FROM journal WHERE verb = 'place all' AND instr(changes, :id))
            ORDER BY journal.seq
            """,
            id=annotation_id,
        )
        steps = (_step(row, annotation_id) for row in rows)
        return [step for step in steps if step is not None]


def _step(row: Row, annotation_id: str) -> HistoryStep | None:
    """Return what an entry did to an annotation; None where it only names it."""
    changes = changes_from_json(row["changes"])
    own = next((one for one in changes if one.table == "annotations" and one.id == annotation_id), None)
    decided = next((one for one in changes if _is_decision(one, annotation_id)), None)
    if own is None and decided is None:
        return None
    return HistoryStep(
        row["at"],
        row["reviewer"],
        row["session"],
        row["kind"],
        row["verb"],
        own.before if own else None,
        own.after if own else None,
        decided.after if decided else None,
    )


def _is_decision(change: RowChange, annotation_id: str) -> bool:
    state = change.after or change.before or {}
    return change.table == "placements" and state["annotation_id"] == annotation_id

"""The annotations: read here; written by way of the journal, so that no change goes unrecorded."""

from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_tui.model.annotation import Annotation, Direction
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.limits import FILE_BYTES
from ofsted_tui.model.passage import Passage
from ofsted_tui.store.changes import State
from ofsted_tui.store.connection import Connection, Row, not_understood, understood
from ofsted_tui.store.documents import DETAILS, details_of

_OF_SESSION = " AND id = :session"
_JOINED = """
    SELECT annotations.*, reviewers.name AS reviewer
    FROM annotations JOIN reviewers ON reviewers.id = annotations.reviewer_id
"""


_IN_CONTEXT = f"""
    SELECT annotations.*, reviewers.name AS reviewer, sessions.name AS session, {DETAILS}
    FROM annotations
    JOIN reviewers ON reviewers.id = annotations.reviewer_id
    JOIN sessions ON sessions.id = annotations.session_id
    JOIN documents ON documents.id = annotations.document_id
"""


@dataclass(frozen=True, slots=True)
class AnnotationInContext:
    """An annotation with the names that an export writes beside it."""

    annotation: Annotation
    session: str
    document: DocumentDetails


class Annotations:
    """Annotations as they stand."""

    def __init__(self, connection: Connection) -> None:
        """Use an open connection."""
        self._connection = connection

    def of(self, session_id: str, document_id: str) -> list[Annotation]:
        """Return the annotations of one document in one session, in reading order."""
        rows = self._connection.read(
            f"{_JOINED} WHERE session_id = ? AND document_id = ? AND removed_at IS NULL"
            ' ORDER BY start, "end", area, annotations.id',
            session_id,
            document_id,
        )
        return [annotation_of(row) for row in rows]

    def get(self, annotation_id: str) -> Annotation | None:
        """Return the annotation with this id unless it was removed."""
        row = self._connection.first(
            f"{_JOINED} WHERE annotations.id = ? AND removed_at IS NULL", annotation_id
        )
        return None if row is None else annotation_of(row)

    def find(self, session_id: str, document_id: str, passage: Passage, area: str) -> Annotation | None:
        """Return the annotation of just this passage with this area, or None."""
        row = self._connection.first(
            f"{_JOINED} WHERE session_id = ? AND document_id = ? AND start = ?"
            ' AND "end" = ? AND area = ? AND removed_at IS NULL',
            session_id,
            document_id,
            passage.start,
            passage.end,
            area,
        )
        return None if row is None else annotation_of(row)

    def ids_beginning(self, prefix: str, *, or_removed: bool = False) -> list[str]:
        """Return the ids of annotations that begin with a prefix, three at most."""
        which = "" if or_removed else "removed_at IS NULL AND "
        rows = self._connection.read(
            f"SELECT id FROM annotations WHERE {which}id >= ? AND id < ? ORDER BY id LIMIT 3",
            prefix,
            prefix + "\U0010ffff",
        )
        return [row["id"] for row in rows]

    def state(self, annotation_id: str) -> State | None:
        """Return the whole row with this id, tombstone or not."""
        row = self._connection.first("SELECT * FROM annotations WHERE id = ?", annotation_id)
        return None if row is None else dict(row)

    def count(self, session_id: str | None = None) -> int:
        """Count the annotations of a session, or of all sessions that were not deleted."""
        row = self._connection.first(
            f"""
            SELECT count(*) AS number FROM annotations
            WHERE removed_at IS NULL AND session_id IN
                (SELECT id FROM sessions WHERE removed_at IS NULL{"" if session_id is None else _OF_SESSION})
            """,
            **({} if session_id is None else {"session": session_id}),
        )
        return int(row["number"]) if row else 0

    def last_change(self, session_id: str | None = None) -> str:
        """Return when a session, or any (None), was last changed by a verb; empty where it never was."""
        which = "" if session_id is None else " AND session_id = :session"
        row = self._connection.first(
            f"SELECT max(at) AS at FROM journal WHERE kind <> 'event'{which}",
            **({} if session_id is None else {"session": session_id}),
        )
        return str(row["at"] or "") if row else ""

    def are_any(self, session_id: str) -> bool:
        """Tell whether a session has annotations; quick, however many they are."""
        return (
            self._connection.first(
                "SELECT 1 FROM annotations WHERE session_id = ? AND removed_at IS NULL LIMIT 1", session_id
            )
            is not None
        )

    def in_context(
        self, session_id: str | None = None, document_id: str | None = None, area: str | None = None
    ) -> Iterator[AnnotationInContext]:
        """Yield annotations by document title, document id, start, end, area; each None means all.

        The details of a document are one object, which all its annotations share.
        """
        from ofsted_tui.store.in_context import in_context

        return in_context(self._connection, session_id, document_id, area)

    def in_context_of(self, annotation_id: str) -> AnnotationInContext | None:
        """Return one annotation with its names, tombstone or not; None where the id is unknown."""
        row = self._connection.first(f"{_IN_CONTEXT} WHERE annotations.id = ?", annotation_id)
        if row is None:
            return None
        with understood("a document"):
            return AnnotationInContext(annotation_of(row), row["session"], details_of(row))


def annotation_of(row: Row) -> Annotation:
    """Return the annotation that a row joined with its reviewer holds."""
    return annotation_from(dict(row), row["reviewer"])


def annotation_from(state: State, reviewer: str) -> Annotation:
    """Return the annotation that a whole row holds; `reviewer` is the reviewer's name.

    Raises StoreError where its values make no sense, as a database from someone else may have them.
    """
    try:
        if not 0 <= state["start"] < state["end"] <= FILE_BYTES:
            raise ValueError
        return _annotation(state, reviewer)
    except (LookupError, TypeError, ValueError) as error:
        raise not_understood("an annotation") from error


def _annotation(state: State, reviewer: str) -> Annotation:
    return Annotation(
        id=state["id"],
        session_id=state["session_id"],
        document_id=state["document_id"],
        start=state["start"],
        end=state["end"],
        quote=state["quote"],
        prefix=state["prefix"],
        suffix=state["suffix"],
        area=state["area"],
        reviewer=reviewer,
        created_at=state["created_at"],
        updated_at=state["updated_at"],
        topic=state["topic"],
        direction=Direction(state["direction"]) if state["direction"] else None,
        quantifier=state["quantifier"],
        note=state["note"],
    )

"""Annotations: kept, found, counted, and placed in a new version."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ofsted_tui.model.annotation import Annotation, Direction
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.limits import FILE_BYTES
from ofsted_tui.model.passage import Decision, Passage, PlacementState
from ofsted_tui.store.connection import NONSENSE, Connection, Row, not_understood, understood
from ofsted_tui.store.documents import DETAILS, details_of
from ofsted_tui.store.journal import State

_JOINED = """
    SELECT annotations.*, reviewers.name AS reviewer
    FROM annotations JOIN reviewers ON reviewers.id = annotations.reviewer_id
"""
_OF_SESSION = " AND id = :session"
_IN_CONTEXT = f"""
    SELECT annotations.*, reviewers.name AS reviewer, sessions.name AS session, {DETAILS}
    FROM annotations
    JOIN reviewers ON reviewers.id = annotations.reviewer_id
    JOIN sessions ON sessions.id = annotations.session_id
    JOIN documents ON documents.id = annotations.document_id
"""
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
_OF_LIVE = "session_id IN (SELECT id FROM sessions WHERE removed_at IS NULL)"
_IS_LEFT = """
    EXISTS (SELECT 1 FROM placements
        WHERE placements.annotation_id = annotations.id AND placements.removed_at IS NULL
            AND placements.document_id = {later} AND placements.decision = 'left'
            AND placements.former_start = annotations.start AND placements.former_end = annotations."end")
"""
_DIRECTIONS: dict[str, Direction | None] = {"": None, **{one.value: one for one in Direction}}


@dataclass(frozen=True, slots=True)
class AnnotationInContext:
    """An annotation with the names that an export writes beside it."""

    annotation: Annotation
    session: str
    document: DocumentDetails


@dataclass(frozen=True, slots=True)
class TaggedPassage:
    """A passage and the area it is tagged with."""

    passage: Passage
    area: str


@dataclass(frozen=True, slots=True)
class AnnotationCount:
    """How many annotations share an area, a topic and a direction."""

    area: str
    topic: str
    direction: Direction | None
    number: int


@dataclass(frozen=True, slots=True)
class StoredDecision:
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


@dataclass(eq=False)
class Annotations:
    """The table of annotations; those that were removed are left out unless a method says otherwise."""

    _connection: Connection

    def of(self, session_id: str, document_id: str) -> list[Annotation]:
        """Return the annotations of one document in one session, in reading order."""
        rows = self._connection.read(
            f"{_JOINED} WHERE session_id = ? AND document_id = ? AND removed_at IS NULL"
            ' ORDER BY start, "end", area, annotations.id',
            session_id,
            document_id,
        )
        return [_annotation_of(row) for row in rows]

    def get(self, annotation_id: str) -> Annotation | None:
        """Return the annotation with this id unless it was removed."""
        row = self._connection.first(
            f"{_JOINED} WHERE annotations.id = ? AND removed_at IS NULL", annotation_id
        )
        return None if row is None else _annotation_of(row)

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
        return None if row is None else _annotation_of(row)

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
            session=session_id,
        )
        return int(row["number"]) if row else 0

    def last_change(self, session_id: str | None = None) -> str:
        """Return when a session, or any (None), was last changed by a verb; empty where it never was."""
        which = "" if session_id is None else " AND session_id = :session"
        row = self._connection.first(
            f"SELECT max(at) AS at FROM journal WHERE kind <> 'event'{which}",
            session=session_id,
        )
        return str(row["at"] or "") if row else ""

    def are_any(self, session_id: str) -> bool:
        """Tell whether a session has annotations; quick, however many they are."""
        sql = "SELECT 1 FROM annotations WHERE session_id = ? AND removed_at IS NULL LIMIT 1"
        return self._connection.first(sql, session_id) is not None

    def in_context(
        self, session_id: str | None = None, document_id: str | None = None, area: str | None = None
    ) -> Iterator[AnnotationInContext]:
        """Yield annotations by document title, document id, start, end, area; each None means all.

        The details of a document are one object, which all its annotations share. Raises StoreError.
        """
        wanted = _given(session_id, document_id, area)
        more = _conditions(wanted)
        for row in self._connection.iterate(_DOCUMENTS.format(more=more), **wanted):
            with understood("a document"):
                details = details_of(row)
            found = self._connection.iterate(_OF_DOCUMENT.format(more=more), **wanted, document=details.id)
            for one in found:
                yield AnnotationInContext(_annotation_in(one), one[16], details)

    def counts_in_context(
        self, session_id: str | None = None, document_id: str | None = None, area: str | None = None
    ) -> dict[str, int]:
        """Count what `in_context` yields, by the id of the document; raise StoreError."""
        wanted = _given(session_id, document_id, area)
        rows = self._connection.read(_COUNT.format(more=_conditions(wanted)), **wanted)
        return {row["document_id"]: row["number"] for row in rows}

    def in_context_of(self, annotation_id: str) -> AnnotationInContext | None:
        """Return one annotation with its names, tombstone or not; None where the id is unknown."""
        row = self._connection.first(f"{_IN_CONTEXT} WHERE annotations.id = ?", annotation_id)
        if row is None:
            return None
        with understood("a document"):
            return AnnotationInContext(_annotation_of(row), row["session"], details_of(row))

    def documents_tagged(self, session_id: str, area: str = "") -> frozenset[str]:
        """Return the documents in which a session has tagged something, with an area or with any (empty)."""
        rows = self._connection.tuples(
            "SELECT id FROM documents WHERE EXISTS (SELECT 1 FROM annotations WHERE session_id = ?"
            " AND document_id = documents.id AND removed_at IS NULL AND (? = '' OR area = ?))",
            session_id,
            area,
            area,
        )
        return frozenset(document_id for (document_id,) in rows)

    def tags_on(self, session_id: str, document_id: str, passage: Passage) -> list[TaggedPassage]:
        """Return what a session has tagged that shares a character with a passage; raise StoreError.

        Answered by an index alone, in the order of places.
        """
        rows = self._connection.tuples(
            'SELECT start, "end", area FROM annotations WHERE session_id = ? AND document_id = ?'
            ' AND removed_at IS NULL AND start < ? AND "end" > ? ORDER BY start, "end", area',
            session_id,
            document_id,
            passage.end,
            passage.start,
        )
        return [TaggedPassage(Passage(start, end), area) for start, end, area in rows]

    @understood("an annotation")
    def counts_of(self, document_id: str, session_id: str | None = None) -> list[AnnotationCount]:
        """Count the annotations of one document in a session, or in all that were not deleted (None)."""
        which = _OF_LIVE if session_id is None else "session_id = :session"
        rows = self._connection.read(
            f"""
            SELECT area, topic, direction, count(*) FROM annotations
            WHERE document_id = :document AND removed_at IS NULL AND {which}
            GROUP BY area, topic, direction ORDER BY area, topic, direction
            """,
            document=document_id,
            session=session_id,
        )
        return [AnnotationCount(area, topic, _DIRECTIONS[said], number) for area, topic, said, number in rows]


def _given(session_id: str | None, document_id: str | None, area: str | None) -> dict[str, str]:
    given = {"session_id": session_id, "document_id": document_id, "area": area}
    return {name: value for name, value in given.items() if value is not None}


def _conditions(wanted: dict[str, str]) -> str:
    # Conditions that are not wanted are left out, not met by any value: an index can serve the others.
    return "".join(f" AND annotations.{name} = :{name}" for name in wanted)


def _annotation_of(row: Row) -> Annotation:
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


def _annotation_in(row: Row) -> Annotation:
    """Return the annotation in a row; raise StoreError where its values make no sense."""
    try:
        if not 0 <= row[3] < row[4] <= FILE_BYTES:
            raise ValueError
        fields: tuple[Any, ...] = (*row[:13], _DIRECTIONS[row[13]], *row[14:16])
        return Annotation(*fields)
    except NONSENSE as error:
        raise not_understood("an annotation") from error


@dataclass(eq=False)
class Placements:
    """The table of decisions on annotations of former versions."""

    _connection: Connection

    def of(self, session_id: str, document_id: str) -> dict[str, StoredDecision]:
        """Return by annotation what one session has decided for a new version, the last word on each."""
        rows = self._connection.read(
            """
            SELECT * FROM placements WHERE session_id = ? AND document_id = ? AND removed_at IS NULL
            ORDER BY created_at, rowid
            """,
            session_id,
            document_id,
        )
        return {row["annotation_id"]: _stored_decision(row) for row in rows}

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


def _stored_decision(row: Row) -> StoredDecision:
    passage = None if row["start"] is None else Passage(row["start"], row["end"])
    return StoredDecision(
        row["former_document_id"],
        Passage(row["former_start"], row["former_end"]),
        passage,
        PlacementState(row["state"]),
        row["agreement"],
        Decision(row["decision"]),
    )

"""The annotations as of an earlier moment, replayed from the journal."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Self

from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import Progress, silent, told
from ofsted_tui.model.structure import Structure
from ofsted_tui.model.subsequence import longest_non_decreasing
from ofsted_tui.store.annotations import AnnotationInContext, annotation_from
from ofsted_tui.store.connection import Connection, understood
from ofsted_tui.store.documents import redescribed
from ofsted_tui.store.journal import RowChange, State, changes_from_json
from ofsted_tui.store.store import Store
from ofsted_tui.store.structures import structure_in


class AsOf:
    """A store as of an earlier moment, rebuilt from the journal."""

    def __init__(self, store: Store, until: int, *, is_sure: bool = True) -> None:
        """Take the moment after the journal's entry `until`; 0: before the first."""
        self._store = store
        self.progress: Progress = silent
        """Called with how far the rebuilding has come."""
        self.is_sure = is_sure
        """False where the clock was put back around that time, so that the moment is a guess."""
        self._connection = store.connection
        self._until = until
        self.details = cache(self._details)
        self._session = cache(self._read_session)
        self._reviewer = cache(self._read_reviewer)

    @property
    def is_empty(self) -> bool:
        """Tell whether the moment is before the first entry."""
        return self._until == 0

    @classmethod
    def at(cls, store: Store, time: str) -> Self:
        """Return the moment `time` (UTC, written as the journal writes it).

        That is the moment after the last entry that was written then or before.
        """
        until, is_sure = _last_entry_at(store.connection, time)
        return cls(store, until, is_sure=is_sure)

    def in_context(
        self, session_id: str | None = None, document_id: str | None = None, area: str | None = None
    ) -> Iterator[AnnotationInContext]:
        """Yield annotations by document title, document id, start, end, area; each None means all."""
        wanted = (
            state
            for state in self._states.values()
            if state["removed_at"] is None
            and session_id in (None, state["session_id"])
            and document_id in (None, state["document_id"])
            and area in (None, state["area"])
        )
        found = (one for state in wanted if (one := self._in_context(state)) is not None)
        yield from sorted(found, key=_order)

    @cached_property
    def _states(self) -> dict[str, State]:
        return replayed(self._connection, self._until, self.progress).annotations

    @understood("the journal")
    def structure(self, document_id: str) -> Structure | None:
        """Return paragraphs and sections as they were called then; None where that is how they are now."""
        changes = self._first_after("target_id", document_id, "read again")
        return None if changes is None else structure_in(json.loads(changes)[0])

    def _in_context(self, state: State) -> AnnotationInContext | None:
        """Return an annotation with its names then; None where its session was deleted."""
        session = self._session(state["session_id"])
        details = self.details(state["document_id"])
        if session is None or details is None:
            return None
        annotation = annotation_from(state, self._reviewer(state["reviewer_id"]))
        return AnnotationInContext(annotation, session, details)

    @understood("the journal")
    def _details(self, document_id: str) -> DocumentDetails | None:
        now = self._store.documents.details(document_id)
        changes = self._first_after("target_id", document_id, "describe")
        return redescribed(now, json.loads(changes)[0]["before"]) if now and changes else now

    @understood("the journal")
    def _read_session(self, session_id: str) -> str | None:
        """Return the name of a session then; None where it was deleted."""
        if not self._was_live(session_id):
            return None
        changes = self._first_after("session_id", session_id, "rename session")
        if changes is not None:
            return str(json.loads(changes)["from"])
        row = self._connection.first("SELECT name FROM sessions WHERE id = ?", session_id)
        return str(row["name"]) if row else ""

    def _was_live(self, session_id: str) -> bool:
        row = self._connection.first(
            """
            SELECT verb FROM journal WHERE session_id = ? AND seq <= ?
                AND verb IN ('delete session', 'restore session') ORDER BY seq DESC LIMIT 1
            """,
            session_id,
            self._until,
        )
        return row is None or row["verb"] == "restore session"

    def _read_reviewer(self, reviewer_id: str) -> str:
        row = self._connection.first("SELECT name FROM reviewers WHERE id = ?", reviewer_id)
        return str(row["name"]) if row else ""

    def _first_after(self, column: str, value: str, verb: str) -> str | None:
        """Return what the first entry of a verb after this moment keeps; None where there is none."""
        row = self._connection.first(
            f"SELECT changes FROM journal WHERE {column} = ? AND seq > ? AND verb = ? ORDER BY seq LIMIT 1",
            value,
            self._until,
            verb,
        )
        return None if row is None else str(row["changes"])


def _order(found: AnnotationInContext) -> tuple[object, ...]:
    one = found.annotation
    return found.document.title, found.document.id, one.start, one.end, one.area, one.id


@dataclass(slots=True)
class Replayed:
    """Rows by id as the journal has them, tombstones included."""

    annotations: dict[str, State] = field(default_factory=dict)
    read_marks: dict[str, State] = field(default_factory=dict)
    placements: dict[str, State] = field(default_factory=dict)
    threads: dict[str, State] = field(default_factory=dict)
    thread_passages: dict[str, State] = field(default_factory=dict)


def replayed(connection: Connection, until: int | None = None, progress: Progress = silent) -> Replayed:
    """Return the rows as they were after the entry `until`; None: after the last one."""
    found = Replayed()
    for change in told(_changes_until(connection, until), progress, "going back in the journal", until or 0):
        if change.after is not None:
            getattr(found, change.table)[change.id] = change.after
    return found


def _changes_until(connection: Connection, until: int | None = None) -> Iterator[RowChange]:
    """Yield every change of a row up to the entry `until`, in the order in which they were made."""
    rows = connection.iterate(
        "SELECT changes FROM journal WHERE kind <> 'event' AND seq <= coalesce(:until, seq) ORDER BY seq",
        until=until,
    )
    for row in rows:
        yield from changes_from_json(row["changes"])


def _last_entry_at(connection: Connection, time: str) -> tuple[int, bool]:
    """Return the number of the last entry that was written by `time` (0: none), and whether that is sure.

    Entries are in the order in which they were written, whatever the clock said. Where their times are not,
    the most that agree with that order count as right, and any other entry as written with the one before
    it: a clock that was wrong for a while moves nothing else. It is not sure where a time came twice.
    """
    rows = connection.read("SELECT seq, at FROM journal ORDER BY seq")
    times = [row["at"] for row in rows]
    kept = _in_order(times)
    number = bisect_right(kept, time)
    is_sure = all(at <= time for at in times[:number]) and all(at > time for at in times[number:])
    return (rows[number - 1]["seq"] if number else 0), is_sure


def _in_order(times: list[str]) -> list[str]:
    """Return the times, each that breaks the order replaced by the one before it."""
    right = set(longest_non_decreasing(times))
    kept: list[str] = []
    last = min((times[index] for index in right), default="")
    for index, at in enumerate(times):
        last = at if index in right else last
        kept.append(last)
    return kept

"""The threads: read here; written by way of the journal, so that no change goes unrecorded."""

from collections.abc import Iterable

from ofsted_tui.model.limits import FILE_BYTES
from ofsted_tui.model.thread import Relation, Thread, ThreadPassage, ThreadStatus
from ofsted_tui.store.changes import State
from ofsted_tui.store.connection import Connection, Row, understood

_THREADS = """
    SELECT threads.*, reviewers.name AS reviewer FROM threads
    JOIN reviewers ON reviewers.id = threads.reviewer_id
    JOIN sessions ON sessions.id = threads.session_id
    WHERE threads.removed_at IS NULL AND sessions.removed_at IS NULL
"""
_PASSAGES = """
    SELECT thread_passages.*, reviewers.name AS reviewer FROM thread_passages
    JOIN reviewers ON reviewers.id = thread_passages.reviewer_id
    WHERE thread_passages.removed_at IS NULL
"""


class Threads:
    """Threads as they stand."""

    def __init__(self, connection: Connection) -> None:
        """Use an open connection."""
        self._connection = connection

    def of(self, session_id: str | None = None) -> list[Thread]:
        """Return the threads of a session, or of all (None), in the order in which they were begun."""
        more = "" if session_id is None else " AND threads.session_id = :session"
        given = {} if session_id is None else {"session": session_id}
        rows = self._connection.read(f"{_THREADS}{more} ORDER BY threads.created_at, threads.rowid", **given)
        return self._with_passages(rows)

    def get(self, thread_id: str) -> Thread | None:
        """Return one thread unless it was removed."""
        rows = self._connection.read(f"{_THREADS} AND threads.id = ?", thread_id)
        return next(iter(self._with_passages(rows)), None)

    def thread_state(self, thread_id: str) -> State | None:
        """Return the whole row of a thread, tombstone or not."""
        return self._state("threads", thread_id)

    def passage_state(self, passage_id: str) -> State | None:
        """Return the whole row of a place of a thread, tombstone or not."""
        return self._state("thread_passages", passage_id)

    def reviewer_of(self, passage_id: str) -> str:
        """Return the name of the reviewer who linked a place, tombstone or not; empty where it is unknown."""
        row = self._connection.first(
            "SELECT name FROM reviewers JOIN thread_passages ON reviewers.id = reviewer_id"
            " WHERE thread_passages.id = ?",
            passage_id,
        )
        return "" if row is None else str(row["name"])

    def _state(self, table: str, row_id: str) -> State | None:
        row = self._connection.first(f"SELECT * FROM {table} WHERE id = ?", row_id)
        return None if row is None else dict(row)

    def _with_passages(self, rows: Iterable[Row]) -> list[Thread]:
        sql = f"{_PASSAGES} AND thread_id = ? ORDER BY thread_passages.created_at, thread_passages.rowid"
        with understood("a thread"):
            return [_thread(row, self._connection.read(sql, row["id"])) for row in rows]


def thread_of(state: State, places: Iterable[State]) -> Thread:
    """Return the thread that states of its rows make, without the names of reviewers; raise StoreError."""
    with understood("a thread"):
        return _thread({**state, "reviewer": ""}, [{**one, "reviewer": ""} for one in places])


def _thread(row: Row | State, passages: Iterable[Row | State]) -> Thread:
    return Thread(
        id=row["id"],
        session_id=row["session_id"],
        title=row["title"],
        area=row["area"],
        topic=row["topic"],
        reviewer=row["reviewer"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        note=row["note"],
        passages=tuple(_passage(one) for one in passages),
    )


def _passage(row: Row | State) -> ThreadPassage:
    start, end = row["start"], row["end"]
    if (start is None) != (end is None) or (start is not None and not 0 <= start < end <= FILE_BYTES):
        raise ValueError
    return ThreadPassage(
        id=row["id"],
        thread_id=row["thread_id"],
        document_id=row["document_id"],
        start=start,
        end=end,
        quote=row["quote"],
        prefix=row["prefix"],
        suffix=row["suffix"],
        reviewer=row["reviewer"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        status=ThreadStatus(row["status"]) if row["status"] else None,
        relation=Relation(row["relation"]) if row["relation"] else None,
        related_id=row["related_id"] or "",
        note=row["note"],
    )

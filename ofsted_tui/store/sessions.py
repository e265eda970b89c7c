"""Sessions, what is marked read in them, their threads, and the settings."""

import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ofsted_tui.model import limits
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.limits import FILE_BYTES
from ofsted_tui.model.paragraph import Share
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, ReadingPosition, Reviewer, Session, Unit
from ofsted_tui.model.thread import Relation, Thread, ThreadPassage, ThreadStatus
from ofsted_tui.store.connection import Connection, Row, understood
from ofsted_tui.store.journal import Journal, State

_JOINED = """
    SELECT sessions.*, reviewers.name AS reviewer, EXISTS (SELECT 1 FROM journal
        WHERE journal.session_id = sessions.id AND journal.seq > sessions.signed_off_seq
            AND (journal.kind <> 'event' OR journal.verb = 'add document'))
        OR EXISTS (SELECT 1 FROM session_documents
            JOIN journal ON journal.target_id = session_documents.document_id
            WHERE session_documents.session_id = sessions.id AND journal.seq > sessions.signed_off_seq
            ) AS changed_since
    FROM sessions JOIN reviewers ON reviewers.id = sessions.reviewer_id
"""


@dataclass(eq=False)
class Sessions:
    """The table of sessions; every method that writes is called inside an action."""

    _connection: Connection
    _journal: Journal
    _clock: Callable[[], str]

    def all(self) -> list[Session]:
        """Return the sessions, the one opened last first."""
        rows = self._connection.read(
            f"{_JOINED} WHERE sessions.removed_at IS NULL ORDER BY opened_at DESC, sessions.name"
        )
        return [self._session(row) for row in rows]

    def names(self) -> dict[str, str]:
        """Return the names of the sessions by id, in the same order; quick, however much they hold."""
        rows = self._connection.read(
            "SELECT id, name FROM sessions WHERE removed_at IS NULL ORDER BY opened_at DESC, name"
        )
        return {row["id"]: row["name"] for row in rows}

    def get(self, session_id: str) -> Session | None:
        """Return a session unless it was deleted."""
        row = self._connection.first(
            f"{_JOINED} WHERE sessions.id = ? AND sessions.removed_at IS NULL", session_id
        )
        return None if row is None else self._session(row)

    def last_entry(self, session_id: str) -> int | None:
        """Return the number of a session's last journal entry; None where the session was deleted."""
        row = self._connection.first(
            "SELECT (SELECT max(seq) FROM journal WHERE session_id = sessions.id) AS seq FROM sessions"
            " WHERE id = ? AND removed_at IS NULL",
            session_id,
        )
        return None if row is None else int(row["seq"] or 0)

    def add(self, name: str, reviewer_name: str, document_ids: Iterable[str]) -> str:
        """Keep a new session and return its id; raise StoreError where the name is taken."""
        self._check_free(name)
        limits.check_length("The reviewer's name", reviewer_name, limits.TITLE_CHARACTERS)
        now = self._clock()
        session_id = str(uuid.uuid4())
        self._connection.insert(
            "sessions",
            {
                "id": session_id,
                "name": name,
                "reviewer_id": self._reviewer(reviewer_name),
                "pane": "document",
                "created_at": now,
                "opened_at": now,
            },
        )
        documents = list(document_ids)
        told = {"name": name, "reviewer": reviewer_name, "documents": documents}
        self._journal.event(
            "create session",
            session_id=session_id,
            target_id=session_id,
            details=json.dumps(told, ensure_ascii=False),
        )
        for document_id in documents:
            self._put_document(session_id, document_id)
        return session_id

    def add_document(self, session_id: str, document_id: str) -> None:
        """Put a document at the end of a session; one that is there stays where it is."""
        sql = "SELECT 1 FROM session_documents WHERE session_id = ? AND document_id = ?"
        if self._connection.first(sql, session_id, document_id) is None:
            self._put_document(session_id, document_id)
            told = json.dumps({"document": document_id})
            self._journal.event("add document", session_id=session_id, target_id=session_id, details=told)

    def _put_document(self, session_id: str, document_id: str) -> None:
        self._connection.write(
            """
            INSERT INTO session_documents (session_id, document_id, position)
            SELECT :session, :document, coalesce(max(position), 0) + 1
            FROM session_documents WHERE session_id = :session
            ON CONFLICT DO NOTHING
            """,
            session=session_id,
            document=document_id,
        )

    def rename(self, session_id: str, name: str) -> None:
        """Give a session another name; raise StoreError where the name is taken."""
        self._check_free(name, session_id)
        row = self._connection.first("SELECT name FROM sessions WHERE id = ?", session_id)
        self._connection.update("sessions", session_id, {"name": name})
        self._journal.event(
            "rename session",
            session_id=session_id,
            target_id=session_id,
            details=json.dumps({"from": row["name"] if row else "", "to": name}, ensure_ascii=False),
        )

    @understood("the journal")
    def former_names(self, session_id: str) -> list[str]:
        """Return the names that the session had before it was renamed, the first one first."""
        rows = self._connection.read(
            "SELECT changes FROM journal WHERE target_id = ? AND verb = 'rename session' ORDER BY seq",
            session_id,
        )
        return [json.loads(row["changes"])["from"] for row in rows]

    def remove(self, session_id: str) -> None:
        """Leave a tombstone for a session; its annotations stay with it."""
        self._connection.update("sessions", session_id, {"removed_at": self._clock()})
        self._journal.event("delete session", session_id=session_id, target_id=session_id)

    def restore(self, session_id: str) -> None:
        """Take back the deletion of a session; raise StoreError where its name is taken by now."""
        row = self._connection.first("SELECT name FROM sessions WHERE id = ?", session_id)
        if row is not None:
            self._check_free(row["name"], session_id)
        self._connection.update("sessions", session_id, {"removed_at": None})
        self._journal.event("restore session", session_id=session_id, target_id=session_id)

    def sign_off(self, session_id: str, summary: str) -> None:
        """Note that the reviewer stands by the session as it is now; `summary` is JSON for the journal."""
        self._journal.event("sign off", session_id=session_id, target_id=session_id, details=summary)
        row = {"signed_off_at": self._clock(), "signed_off_seq": self.last_entry(session_id)}
        self._connection.update("sessions", session_id, row)

    def set_opened(self, session_id: str) -> None:
        """Note that the session is opened now."""
        self._connection.write("UPDATE sessions SET opened_at = ? WHERE id = ?", self._clock(), session_id)

    def set_current(self, session_id: str, document_id: str, pane: str) -> None:
        """Note the document and the pane that the reviewer is in; what stands there is not written again."""
        self._connection.write(
            """
            UPDATE sessions SET current_document_id = :document, pane = :pane
            WHERE id = :session AND (current_document_id IS NOT :document OR pane IS NOT :pane)
            """,
            session=session_id,
            document=document_id,
            pane=pane,
        )

    def place(self, session_id: str, document_id: str) -> ReadingPosition | None:
        """Return where the session stands in a document; None where it was never opened."""
        row = self._connection.first(
            "SELECT * FROM places WHERE session_id = ? AND document_id = ?", session_id, document_id
        )
        if row is None:
            return None
        anchor = None if row["anchor_start"] is None else Passage(row["anchor_start"], row["anchor_end"])
        head = Passage(row["head_start"], row["head_end"])
        return ReadingPosition(Cursor(head, anchor, Unit(row["unit"]), bool(row["held"])), row["top"])

    def set_place(self, session_id: str, document_id: str, place: ReadingPosition, pane: str) -> None:
        """Note the document and the pane that the reviewer is in, and where the session stands there."""
        self.set_current(session_id, document_id, pane)
        cursor = place.cursor
        anchor = (None, None) if cursor.anchor is None else (cursor.anchor.start, cursor.anchor.end)
        self._connection.write(
            """
            INSERT OR REPLACE INTO places (session_id, document_id, head_start, head_end,
                anchor_start, anchor_end, held, unit, top)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            session_id,
            document_id,
            cursor.head.start,
            cursor.head.end,
            *anchor,
            int(cursor.held),
            cursor.unit.value,
            place.top,
        )

    def _reviewer(self, name: str) -> str:
        row = self._connection.first("SELECT id FROM reviewers WHERE name = ?", name)
        if row is not None:
            return str(row["id"])
        reviewer_id = str(uuid.uuid4())
        self._connection.insert("reviewers", {"id": reviewer_id, "name": name, "created_at": self._clock()})
        return reviewer_id

    def _check_free(self, name: str, own_id: str = "") -> None:
        limits.check_length("The session's name", name, limits.TITLE_CHARACTERS)
        row = self._connection.first(
            "SELECT id FROM sessions WHERE name = ? AND removed_at IS NULL AND id <> ?", name, own_id
        )
        if row is not None:
            raise StoreError(f"There is a session {name!r} already; choose another name.")

    def _session(self, row: Row) -> Session:
        documents = self._connection.read(
            "SELECT document_id FROM session_documents WHERE session_id = ? ORDER BY position", row["id"]
        )
        return Session(
            id=row["id"],
            name=row["name"],
            reviewer=Reviewer(row["reviewer_id"], row["reviewer"]),
            document_ids=tuple(document["document_id"] for document in documents),
            current_document_id=row["current_document_id"],
            pane=row["pane"],
            created_at=row["created_at"],
            opened_at=row["opened_at"],
            signed_off_at=None if row["changed_since"] else row["signed_off_at"],
        )


@dataclass(eq=False)
class Settings:
    """What the program remembers for its user by name, such as the theme."""

    _connection: Connection

    def get(self, name: str) -> str | None:
        """Return the value, or None where it was never set."""
        row = self._connection.first("SELECT value FROM settings WHERE name = ?", name)
        return None if row is None else str(row["value"])

    def set(self, name: str, value: str) -> None:
        """Keep a value, as an action of its own."""
        with self._connection.action():
            self._connection.write(
                "INSERT INTO settings (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                name,
                value,
            )


@dataclass(eq=False)
class ReadMarks:
    """The table of paragraphs read with nothing to tag, and the share of the text that is accounted for."""

    _connection: Connection

    def of(self, session_id: str, document_id: str) -> dict[Passage, State]:
        """Return the marked passages of one document in one session, each with its whole row."""
        rows = self._connection.read(
            "SELECT * FROM read_marks WHERE session_id = ? AND document_id = ? AND removed_at IS NULL",
            session_id,
            document_id,
        )
        return {Passage(row["start"], row["end"]): dict(row) for row in rows}

    def touched(self, session_id: str, document_id: str) -> list[Passage]:
        """Return the passages of one document that are tagged or marked read in one session."""
        rows = self._connection.read(
            """
            SELECT start, "end" FROM annotations
            WHERE session_id = :session AND document_id = :document AND removed_at IS NULL
            UNION
            SELECT start, "end" FROM read_marks
            WHERE session_id = :session AND document_id = :document AND removed_at IS NULL
            """,
            session=session_id,
            document=document_id,
        )
        return [Passage(row["start"], row["end"]) for row in rows]

    def share(self, session_id: str) -> Share:
        """Return the share of the session's documents that is accounted for."""
        shares = [self.share_in(session_id, one) for one in self.counted(session_id)]
        return Share(sum(one.accounted for one in shares), sum(one.total for one in shares))

    def counted(self, session_id: str) -> list[str]:
        """Return the documents of a session that count.

        A former version does not count in a session that holds the new one.
        """
        rows = self._connection.read(
            """
            SELECT document_id FROM session_documents WHERE session_id = :session AND document_id NOT IN (
                SELECT documents.replaces FROM documents
                JOIN session_documents AS held ON held.document_id = documents.id
                WHERE held.session_id = :session AND documents.replaces IS NOT NULL)
            """,
            session=session_id,
        )
        return [row["document_id"] for row in rows]

    def share_in(self, session_id: str, document_id: str) -> Share:
        """Return the share of one document that is accounted for in a session."""
        row = self._connection.first(
            """
            WITH touched AS (
                SELECT start, "end" FROM annotations
                WHERE session_id = :session AND document_id = :document AND removed_at IS NULL
                UNION ALL
                SELECT start, "end" FROM read_marks
                WHERE session_id = :session AND document_id = :document AND removed_at IS NULL
            )
            SELECT (SELECT count(*) FROM paragraphs WHERE document_id = :document AND prose) AS total,
                (SELECT count(DISTINCT paragraphs.start)
                    FROM touched JOIN paragraphs ON paragraphs.document_id = :document
                        AND paragraphs.start < touched."end"
                        AND paragraphs.start >= coalesce(
                            (SELECT max(start) FROM paragraphs
                                WHERE document_id = :document AND start <= touched.start), 0)
                    WHERE paragraphs.prose AND paragraphs."end" > touched.start) AS accounted
            """,
            session=session_id,
            document=document_id,
        )
        return Share(row["accounted"], row["total"]) if row else Share(0, 0)


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


@dataclass(eq=False)
class Threads:
    """The tables of threads and their places, without those that were removed or of deleted sessions."""

    _connection: Connection

    def of(self, session_id: str | None = None) -> list[Thread]:
        """Return the threads of a session, or of all (None), in the order in which they were begun."""
        more = "" if session_id is None else " AND threads.session_id = :session"
        sql = f"{_THREADS}{more} ORDER BY threads.created_at, threads.rowid"
        return self._with_passages(self._connection.read(sql, session=session_id))

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

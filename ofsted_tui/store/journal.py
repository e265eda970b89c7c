"""The journal: every change in a chain of hashes, undo and redo, the history of one row.

Undo and redo are two stacks of each session, linked through the entries. Each entry carries the heads of both
as they are after it (`undo_head`, `redo_head`: the entry that undo or redo would take next) and, in `below`,
the entry under the one it has put on a stack. So a step looks at two entries, however long the past is.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from ofsted_tui.model.errors import StoreError
from ofsted_tui.store.connection import Connection, Row, understood

State = dict[str, Any]
"""A whole row by column name."""
TABLES = frozenset({"annotations", "read_marks", "placements", "threads", "thread_passages"})
"""The only tables that a verb may change."""
CHAINED_COLUMNS = (
    "seq",
    "id",
    "at",
    "session_id",
    "reviewer_id",
    "document_id",
    "verb",
    "kind",
    "target_id",
    "reverses",
    "changes",
    "undo_head",
    "redo_head",
    "below",
)
"""The columns of an entry that its hash covers, in this order."""
NO_HASH = ""
"""What stands for the hash before the first entry."""
_HEADS = """
    SELECT last.seq + 1, last.hash, own.undo_head, own.redo_head
    FROM (SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1) AS last
    LEFT JOIN (SELECT undo_head, redo_head FROM journal WHERE session_id = ? ORDER BY seq DESC LIMIT 1) AS own
"""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of one table, before and after; None where it was not there."""

    table: str
    id: str
    before: State | None
    after: State | None

    def __post_init__(self) -> None:
        """Refuse any table that verbs do not change."""
        if self.table not in TABLES:
            raise ValueError(self.table)

    @classmethod
    def added(cls, table: str, row: State) -> Self:
        """Return the change that adds a row."""
        return cls(table, row["id"], None, row)

    @classmethod
    def changed(cls, table: str, row: State, values: State) -> Self:
        """Return the change that gives some columns of a row other values."""
        return cls(table, row["id"], row, {**row, **values})

    def reversed(self, at: str) -> "RowChange":
        """Return the change that takes this one back at the time `at`; a new row leaves a tombstone."""
        back = self.before
        if back is None and self.after is not None:
            back = {**self.after, "removed_at": at}
        return RowChange(self.table, self.id, self.after, back)


class Entry(NamedTuple):
    """What one line of the journal did."""

    verb: str
    document_id: str | None
    changes: tuple[RowChange, ...]


class _Heads(NamedTuple):
    """Where the journal goes on, and the entries of a session that undo and redo would reverse."""

    next_seq: int
    hash: str
    """That of the last entry."""
    undo: int | None
    redo: int | None


@dataclass(eq=False)
class Journal:
    """The journal of one store; every method that writes is called inside an action."""

    _connection: Connection
    _clock: Callable[[], str]
    _many: dict[str, list[tuple[int, RowChange]]] = field(default_factory=dict, init=False)
    """The changes of entries that changed many rows at once, by row."""
    _many_until: int = field(default=0, init=False)
    """The number of the last entry that stands in `_many`."""

    def event(self, verb: str, *, session_id: str | None = None, target_id: str, details: str = "[]") -> None:
        """Record a verb that undo does not reach, such as an import."""
        heads = self._heads(session_id)
        self._append(
            heads,
            verb,
            "event",
            session_id=session_id,
            target_id=target_id,
            changes=details,
            undo_head=heads.undo,
            redo_head=heads.redo,
        )

    def do(
        self,
        verb: str,
        session_id: str,
        reviewer_id: str,
        document_id: str,
        changes: Sequence[RowChange],
        target_id: str | None = None,
    ) -> None:
        """Make the changes and record them; what could be redone is forgotten.

        The verb was done to `target_id`; where none is named, to what the first change is about.
        """
        self._apply(changes)
        heads = self._heads(session_id)
        self._append(
            heads,
            verb,
            "do",
            session_id=session_id,
            reviewer_id=reviewer_id,
            document_id=document_id,
            target_id=target_id or changes[0].id,
            changes=changes_to_json(changes),
            undo_head=heads.next_seq,
            below=heads.undo,
        )

    def next_undo(self, session_id: str) -> str | None:
        """Return the verb that undo would take back; None where there is none."""
        head = self._heads(session_id).undo
        return None if head is None else str(self._entry(head)["verb"])

    def undo(self, session_id: str) -> Entry | None:
        """Take back the last verb of the session and return what that did; None where there is none."""
        heads = self._heads(session_id)
        if heads.undo is None:
            return None
        undone = self._entry(heads.undo)
        done = changes_from_json(undone["changes"])
        changes = tuple(change.reversed(self._clock()) for change in reversed(done))
        return self._reverse(
            heads,
            undone,
            "undo",
            changes,
            undo_head=undone["below"],
            redo_head=heads.next_seq,
            below=heads.redo,
        )

    def redo(self, session_id: str) -> Entry | None:
        """Do again the verb that was undone last and return what that did; None where there is none."""
        heads = self._heads(session_id)
        if heads.redo is None:
            return None
        undo = self._entry(heads.redo)
        changes = changes_from_json(self._entry(undo["reverses"])["changes"])
        return self._reverse(
            heads, undo, "redo", changes, undo_head=heads.next_seq, redo_head=undo["below"], below=heads.undo
        )

    def states_of(self, target_id: str, row_id: str | None = None) -> Iterator[State]:
        """Yield every state that a row ever had: that of the id, or one that belongs to it."""
        wanted = row_id or target_id
        rows = self._connection.read("SELECT seq, changes FROM journal WHERE target_id = ?", target_id)
        changes = [(row["seq"], change) for row in rows for change in changes_from_json(row["changes"])]
        found = {seq: change for seq, change in changes if change.id == wanted}
        found.update(self._of_many().get(wanted, ()))
        for _, change in sorted(found.items()):
            if change.after is not None:
                yield change.after

    def entries_about(self, target_id: str) -> Iterator[tuple[RowChange, ...]]:
        """Yield the changes of each entry about a row, in the order in which they were made."""
        rows = self._connection.read(
            "SELECT changes FROM journal WHERE target_id = ? AND kind <> 'event' ORDER BY seq", target_id
        )
        for row in rows:
            yield changes_from_json(row["changes"])

    def _of_many(self) -> dict[str, list[tuple[int, RowChange]]]:
        """Return by row the changes of the entries that changed many at once; each is read once."""
        newest = self._connection.first("SELECT max(seq) AS seq FROM journal WHERE verb = 'place all'")
        last = (newest["seq"] if newest else None) or 0
        if last > self._many_until:
            for row in self._connection.read(
                "SELECT seq, changes FROM journal WHERE verb = 'place all' AND seq > ?", self._many_until
            ):
                for change in changes_from_json(row["changes"]):
                    self._many.setdefault(change.id, []).append((row["seq"], change))
            self._many_until = last
        return self._many

    def _reverse(
        self, heads: _Heads, row: Row, kind: str, changes: tuple[RowChange, ...], **new_heads: int | None
    ) -> Entry:
        self._apply(changes)
        self._append(
            heads,
            row["verb"],
            kind,
            session_id=row["session_id"],
            reviewer_id=row["reviewer_id"],
            document_id=row["document_id"],
            target_id=row["target_id"],
            reverses=row["seq"],
            changes=changes_to_json(changes),
            **new_heads,
        )
        return Entry(row["verb"], row["document_id"], changes)

    def _apply(self, changes: Iterable[RowChange]) -> None:
        """Bring the rows to their states after the changes."""
        for change in changes:
            if change.after is None:
                raise ValueError("a row is never deleted: it gets a tombstone")
            self._connection.put(change.table, change.after)

    def _append(self, heads: _Heads, verb: str, kind: str, **columns: object) -> None:
        row = dict.fromkeys(CHAINED_COLUMNS) | {
            "seq": heads.next_seq,
            "id": str(uuid.uuid4()),
            "at": self._clock(),
            "verb": verb,
            "kind": kind,
            **columns,
        }
        self._connection.insert("journal", {**row, "hash": entry_hash(heads.hash, list(row.values()))})

    def _heads(self, session_id: str | None) -> _Heads:
        row = self._connection.first(_HEADS, session_id)
        return _Heads(*row) if row else _Heads(1, NO_HASH, None, None)

    def _entry(self, seq: int) -> Row:
        row = self._connection.first("SELECT * FROM journal WHERE seq = ?", seq)
        if row is None:
            raise StoreError("The journal lacks an entry: the database is damaged. Open a backup with --db.")
        return row


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


@dataclass(eq=False)
class History:
    """What was done to each annotation, read from the journal."""

    _connection: Connection

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


def changes_to_json(changes: Iterable[RowChange]) -> str:
    """Return the changes as JSON text."""
    rows = [{"table": c.table, "id": c.id, "before": c.before, "after": c.after} for c in changes]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True)


@understood("the journal")
def changes_from_json(text: str) -> tuple[RowChange, ...]:
    """Return the changes that `changes_to_json` made text of."""
    return tuple(RowChange(**row) for row in json.loads(text))


def entry_hash(former: str, values: Sequence[object]) -> str:
    """Return the hash (SHA-256, hexadecimal) of an entry with these values after the hash `former`."""
    from hashlib import sha256

    written = json.dumps([former, *values], ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def chain_fault(connection: Connection) -> int | None:
    """Return the number of the first entry that does not follow from those before it; None where all do."""
    former = NO_HASH
    rows = connection.iterate(f"SELECT {', '.join(CHAINED_COLUMNS)}, hash FROM journal ORDER BY seq")
    for expected, row in enumerate(rows, start=1):
        *values, found = tuple(row)
        former = entry_hash(former, values)
        if row["seq"] != expected or found != former:
            return int(row["seq"])
    return None

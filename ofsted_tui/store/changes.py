"""One row before and after a verb: what the journal keeps, and what undo and redo put back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ofsted_tui.store.connection import Connection, understood

State = dict[str, Any]
"""A whole row by column name."""

TABLES = frozenset({"annotations", "read_marks", "placements", "threads", "thread_passages"})
"""The only tables that a verb may change."""


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

    def reversed(self, at: str) -> "RowChange":
        """Return the change that takes this one back at the time `at`; a new row leaves a tombstone."""
        back = self.before
        if back is None and self.after is not None:
            back = {**self.after, "removed_at": at}
        return RowChange(self.table, self.id, self.after, back)


def apply_change(connection: Connection, change: RowChange) -> None:
    """Bring the row to its state after the change, inside an action."""
    if change.after is None:
        raise ValueError("a row is never deleted: it gets a tombstone")
    if connection.first(f"SELECT 1 FROM {change.table} WHERE id = ?", change.id) is None:
        connection.insert(change.table, change.after)
    else:
        connection.update(change.table, change.id, change.after)


def changes_to_json(changes: Iterable[RowChange]) -> str:
    """Return the changes as JSON text."""
    rows = [{"table": c.table, "id": c.id, "before": c.before, "after": c.after} for c in changes]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True)


@understood("the journal")
def changes_from_json(text: str) -> tuple[RowChange, ...]:
    """Return the changes that `changes_to_json` made text of."""
    return tuple(RowChange(**row) for row in json.loads(text))

"""What the verbs have made, rebuilt from the journal alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ofsted_tui.model.progress import Progress, silent, told
from ofsted_tui.store.changes import RowChange, State, read
from ofsted_tui.store.connection import Connection


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
    for change in told(changes_until(connection, until), progress, "going back in the journal", until or 0):
        if change.after is not None:
            getattr(found, change.table)[change.id] = change.after
    return found


def changes_until(connection: Connection, until: int | None = None) -> Iterator[RowChange]:
    """Yield every change of a row up to the entry `until`, in the order in which they were made."""
    rows = connection.iterate(
        "SELECT changes FROM journal WHERE kind <> 'event' AND seq <= coalesce(:until, seq) ORDER BY seq",
        until=until,
    )
    for row in rows:
        yield from read(row["changes"])

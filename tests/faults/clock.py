"""A clock that jumps back and forth by years: the journal, replayed, still gives what the tables hold."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ofsted_tui.store.as_of import replayed
from ofsted_tui.store.connection import Connection
from ofsted_tui.store.journal import State
from tests.faults.figures import Figure
from tests.faults.workload import Workload
from tests.faults.worlds import World, copied

TABLES = ("annotations", "read_marks", "placements", "threads", "thread_passages")
JUMPS = (-365, 3650, -7300, 0, 0)
"""Days by which the clock jumps between two verbs."""


class JumpingClock:
    """A clock that someone sets, often backwards."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._now = datetime(2026, 1, 5, 9, tzinfo=UTC)

    def __call__(self) -> str:
        """Return the time as the program writes it."""
        days = self._random.choice(JUMPS)
        if 1990 < (self._now + timedelta(days=days)).year < 2090:
            self._now += timedelta(days=days, milliseconds=1)
        return self._now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def held(connection: Connection) -> dict[str, dict[str, State]]:
    """Return the rows of the tables that verbs change, by table and id."""
    return {
        table: {row["id"]: dict(row) for row in connection.read(f"SELECT * FROM {table}")} for table in TABLES
    }


def replayed_here(connection: Connection) -> dict[str, dict[str, State]]:
    """Return the same by the journal alone, read in a way of our own."""
    found: dict[str, dict[str, State]] = {table: {} for table in TABLES}
    for row in connection.read("SELECT changes FROM journal WHERE kind <> 'event' ORDER BY seq"):
        for change in json.loads(row["changes"]):
            found[change["table"]][change["id"]] = change["after"]
    return found


def jumping(templates: Path, scratch: Path, sessions: int, verbs: int) -> Figure:
    """Let a reviewer work by such a clock, so many times."""
    faults = []
    for number in range(sessions):
        world = World(copied(templates / "world", scratch / "jumping"), JumpingClock(number))
        workload = Workload(world, number)
        for _ in range(verbs):
            workload.step()
        connection = world.store.connection
        tables, by_journal = held(connection), replayed(connection)
        if tables != {table: getattr(by_journal, table) for table in TABLES}:
            faults.append(f"session {number}: the program replays something else than the tables hold")
        if tables != replayed_here(connection):
            faults.append(f"session {number}: the journal holds something else than the tables")
        world.close()
    return Figure(
        "clock set back and forth by years",
        "R11",
        times=sessions,
        acknowledged=sessions * verbs,
        lost=0,
        integrity=0,
        terminals=0,
        tracebacks=0,
        failures=tuple(faults),
    )

"""Started on a file of the first version: it is migrated, or as it was if the program is killed meanwhile."""

import random
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.faults.figures import Figure
from tests.faults.workshop import Tally, Workshop, is_whole, rows
from tests.test_migrations import first_version

TIMES, TIMES_SHORT = 20, 1
_SESSION = "Mine"
_TIME = "'2025-02-03T10:00:00.000Z'"
_LATEST = 0.5
"""Seconds after which the file is migrated."""
_TABLES = "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema ORDER BY name)"


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure of the migration, and one of the migration killed."""
    whole = Tally()
    killed = Tally()
    dice = random.Random(10)
    states: set[tuple[object, ...]] = set()
    with Workshop() as workshop:
        whole.attempt(lambda: _open(workshop, _older(workshop), whole))
        for _ in range(TIMES_SHORT if short else TIMES):
            killed.attempt(lambda: _kill(workshop, killed, dice, states))
    killed.check(len(states) <= 2, f"{len(states)} states of the tables, not before and after")
    yield whole.figure("start on the first version's file", "R10", "opened with its annotation")
    yield killed.figure("kill -9 while it is migrated", "R10", f"{len(states)} states of the tables seen")


def _older(workshop: Workshop) -> Path:
    """Return a file of the first version, with real times in it."""
    model, database = workshop.place() / "model.db", workshop.place() / "reviews.db"
    first_version(model)  # type: ignore[no-untyped-call] # the tests have no types
    with closing(sqlite3.connect(model)) as old, closing(sqlite3.connect(database)) as new:
        new.executescript("\n".join(old.iterdump()).replace("'t'", _TIME))
        for name in ("application_id", "user_version"):
            new.execute(f"PRAGMA {name}={old.execute(f'PRAGMA {name}').fetchone()[0]}")
    return database


def _open(workshop: Workshop, database: Path, tally: Tally) -> None:
    """See the one annotation of the older file, with its note, and leave."""
    with workshop.session(database, _SESSION) as terminal:
        tally.check(terminal.count == 1, f"{terminal.count} annotations shown of 1")
        terminal.send("q")
        tally.check(terminal.ended() == 0, "it did not end well")
        tally.look_at(terminal)
    tally.look_into(database, 1)
    tally.check(rows(database, "SELECT note FROM annotations") == [("kept",)], "the note is not there")


def _kill(workshop: Workshop, tally: Tally, dice: random.Random, states: set[tuple[object, ...]]) -> None:
    database = _older(workshop)
    with workshop.start(database, "--session", _SESSION) as terminal:
        terminal.listen(dice.uniform(0.1, _LATEST))
        terminal.process.send_signal(signal.SIGKILL)
        terminal.ended()
        tally.tracebacks += terminal.has_traceback
    try:
        states.add((*rows(database, "PRAGMA user_version"), *rows(database, _TABLES)))
    except sqlite3.Error:
        tally.integrity += 1
    tally.integrity += not is_whole(database)
    _open(workshop, database, tally)

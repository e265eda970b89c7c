"""Another program writes for longer than the program waits: told soon, keys alive, works afterwards."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from tests.faults.figures import Figure
from tests.faults.terminal import Terminal
from tests.faults.workshop import Tally, Workshop, digest

TIMES, TIMES_SHORT = 5, 1
_TYPING = 1.2
"""Seconds of moving about under the lock, in which the place is tried to be kept about as often."""
_BLOCKED = 3.0
"""Seconds after which a key that got no answer counts as a hang."""


def figures(short: bool) -> Iterator[Figure]:
    """Yield figures for another's write that lets read, and for one that does not; at work, at a start."""
    with Workshop() as workshop:
        for kind in ("exclusive",) if short else ("immediate", "exclusive"):
            tally, took = Tally(), [0.0]
            for _ in range(TIMES_SHORT if short else TIMES):
                tally.attempt(lambda k=kind, t=tally, s=took: _amid(k, workshop, t, s))  # type: ignore[misc] # the defaults bind
            said = f"a key was answered after {max(took) * 1000:.0f} ms at most"
            yield tally.figure(f"locked by another ({kind})", "R14", said)
        for kind in ("immediate",) if short else ("immediate", "exclusive"):
            yield _at_start(kind, workshop)


@contextmanager
def _locked(database: Path, kind: str) -> Iterator[None]:
    other = sqlite3.connect(database, isolation_level=None)
    try:
        other.execute(f"BEGIN {kind}")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


def _amid(kind: str, workshop: Workshop, tally: Tally, took: list[float]) -> None:
    database = workshop.database()
    with workshop.session(database) as terminal:
        terminal.send("j1j1")
        terminal.until(lambda: terminal.count == 2)
        with _locked(database, kind):
            terminal.send("j2")
            took.append(terminal.until(lambda: "another program" in terminal.status))
            tally.check(terminal.count == 2, "a tag was shown that could not be kept")
            _type_on(terminal)
            terminal.send("jy")
            took.append(terminal.until(lambda: "Copied" in terminal.status))
        terminal.send("j3")
        terminal.until(lambda: terminal.count == 3)
        terminal.send("q")
        tally.check(terminal.ended() == 0, f"exit code {terminal.process.returncode}")
        tally.look_at(terminal)
    tally.check(max(took) < _BLOCKED, f"a key was answered after {max(took):.1f} s")
    tally.look_into(database, 3)


def _type_on(terminal: Terminal) -> None:
    """Move on while the place cannot be kept either: keys meet the program amid waiting for the lock."""
    begun, dice = monotonic(), random.Random(14)
    while monotonic() < begun + _TYPING:
        terminal.send("j" if (monotonic() - begun) % 1 < 0.5 else "k")
        terminal.listen(dice.uniform(0.002, 0.012))


def _at_start(kind: str, workshop: Workshop) -> Figure:
    tally, said = Tally(), [""]
    tally.attempt(lambda: _start(kind, workshop, tally, said))
    return tally.figure(f"start while locked by another ({kind})", "R7", said[-1])


def _start(kind: str, workshop: Workshop, tally: Tally, said: list[str]) -> None:
    database = workshop.database()
    before = digest(database)
    with _locked(database, kind), workshop.start(database, "--session", "Review") as terminal:
        begun = monotonic()
        terminal.until(lambda: terminal.has_ended or (terminal.count == 0 and terminal.status != ""))
        after = f"after {monotonic() - begun:.1f} s"
        if terminal.has_ended:
            said.append(f"{after}: {terminal.last_words}".replace(str(database), "FILE"))
            tally.check(terminal.process.returncode == 2, f"exit code {terminal.process.returncode}")
        else:
            said.append(f"{after}: opened, {terminal.status}")
            terminal.send("q")
            tally.check(terminal.ended() == 0, f"exit code {terminal.process.returncode}")
        tally.check("another program" in said[-1] or "opened" in said[-1], f"not told why: {said[-1]}")
        tally.look_at(terminal)
        tally.check(digest(database) == before, "the file was changed under the other's lock")

"""Signals while the program starts: it ends quietly, and the next start finds all."""

import random
import signal
from collections.abc import Iterator
from functools import partial
from time import monotonic

from tests.faults.figures import Figure
from tests.faults.terminal import LIMIT, Stuck, Terminal
from tests.faults.terminal_signals import SIGNALS
from tests.faults.workshop import Tally, Workshop, is_whole

TIMES, TIMES_SHORT = 20, 1
_PYTHON_STARTS = 0.1
"""Seconds in which the interpreter itself starts; a Ctrl+C then is Python's to answer, not the program's."""


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure for each signal."""
    for name in ("SIGTERM", "SIGINT") if short else SIGNALS:
        yield _signalled(name, TIMES_SHORT if short else TIMES)


def _signalled(name: str, times: int) -> Figure:
    tally, dice = Tally(), random.Random(7)
    codes: dict[int, int] = {}
    with Workshop() as workshop:
        latest = _seconds_to_start(workshop)
        for _ in range(times):
            after = dice.uniform(_PYTHON_STARTS, latest)
            tally.attempt(partial(_start_and_hit, name, after, workshop, tally, codes))
    said = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
    return tally.figure(f"{name} during the start", "R6", f"exit codes {said}")


def _seconds_to_start(workshop: Workshop) -> float:
    begun = monotonic()
    with workshop.start(workshop.place() / "reviews.db") as terminal:
        terminal.ready()
        return monotonic() - begun


def _start_and_hit(name: str, after: float, workshop: Workshop, tally: Tally, codes: dict[int, int]) -> None:
    """Begin a database of its own, and end that after so many seconds."""
    number = signal.Signals[name]
    database = workshop.place() / "reviews.db"
    with workshop.start(database) as terminal:
        _listen(terminal, after)
        terminal.hit(number)
        code = terminal.process.returncode
        tally.look_at(terminal)
    codes[code] = codes.get(code, 0) + 1
    tally.check(code in (128 + number, -number), f"exit code {code}")
    with workshop.start(database) as terminal:
        terminal.ready()
        terminal.send("q")
        tally.check(terminal.ended(LIMIT) == 0, "the next start did not end well")
    tally.integrity += not is_whole(database)


def _listen(terminal: Terminal, seconds: float) -> None:
    terminal.listen(seconds)
    if terminal.process.poll() is not None:
        raise Stuck(f"it ended by itself: {terminal.screen.words[-300:]}")

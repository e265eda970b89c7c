"""The program stopped and continued amid a key, as by a shell or a sleeping host: every key still works."""

import random
import signal
from collections.abc import Iterator

from tests.faults.figures import Figure
from tests.faults.terminal import Terminal
from tests.faults.workshop import Tally, Workshop

TIMES, TIMES_SHORT = 18, 1
_STOPS = 8
"""Stops each time, before the keys are looked at."""
_ASLEEP = 0.32
"""Seconds: longer than the program waits for anything of its own."""
_KEY = 0.005
"""Seconds that a key takes."""
_LIMIT = 5.0
_TAGS = 3


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure of one program that is stopped again and again."""
    tally, dice = Tally(), random.Random(8)
    with Workshop() as workshop:
        database = workshop.database()
        with workshop.session(database) as terminal:
            terminal.send("j1" * _TAGS + "w")
            terminal.until(lambda: terminal.count == _TAGS)
            for _ in range(TIMES_SHORT if short else TIMES):
                if not tally.failures:
                    tally.attempt(lambda: _stop_often(terminal, dice))
            tally.attempt(lambda: _leave(terminal, tally))
            tally.look_at(terminal)
        tally.look_into(database, _TAGS)
    yield tally.figure("stopped and continued amid a key", "R14", f"{_STOPS} stops each time")


def _stop_often(terminal: Terminal, dice: random.Random) -> None:
    """Stop it at some moments of a key; then a key must be answered as ever."""
    for key in "lh" * (_STOPS // 2):
        terminal.send(key)
        terminal.listen(dice.uniform(0, _KEY))
        terminal.process.send_signal(signal.SIGSTOP)
        terminal.listen(_ASLEEP)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.listen(4 * _KEY)
    terminal.send("y")
    terminal.until(lambda: "Copied" in terminal.status, _LIMIT)
    terminal.send("l")
    terminal.until(lambda: "Copied" not in terminal.status, _LIMIT)


def _leave(terminal: Terminal, tally: Tally) -> None:
    terminal.send("q")
    tally.check(terminal.ended(_LIMIT) == 0, "it did not end well")

"""Kill -9 at random moments while keys that tag come fast: what the screen has shown is in the file."""

import random
import signal
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from tests.faults.figures import Figure
from tests.faults.terminal import Line, Stuck, Terminal
from tests.faults.workshop import Tally, Workshop, is_whole, tags

KILLS, KILLS_SHORT = 150, 3
SECONDS = 150.0
"""After this long no further kill is begun."""
_FULL = 800
"""Annotations after which a new database is taken: the document has no more sentences to tag."""
_DIGITS = "1234"
_UNSHOWN = 8
"""Keys that are typed ahead are done faster than the screen is drawn."""
_KEYS = "".join(f"j{_DIGITS}" for _ in range(60))


def figures(short: bool) -> Iterator[Figure]:
    """Kill the program again and again, in one terminal that nobody puts back in between."""
    tally, line = Tally(), Line()
    dice = random.Random(4)
    until = monotonic() + SECONDS
    with Workshop() as workshop:
        try:
            _kill_often(workshop, line, tally, dice, KILLS_SHORT if short else KILLS, until)
        finally:
            line.close()
    yield tally.figure(
        "kill -9 while tagging", "R1", "each time the next start, in the dirty terminal, showed all"
    )


def _kill_often(
    workshop: Workshop, line: Line, tally: Tally, dice: random.Random, kills: int, until: float
) -> None:
    database = workshop.database()
    while tally.times < kills and monotonic() < until:
        if len(tags(database)) > _FULL:
            database = workshop.database()
        tally.attempt(lambda database=database: _kill(workshop, database, line, tally, dice))  # type: ignore[misc] # the default binds it


def _kill(workshop: Workshop, database: Path, line: Line, tally: Tally, dice: random.Random) -> None:
    """Tag up to a random moment, kill, look into the file as it was left, and see it shown again."""
    former = tags(database)
    with workshop.session(database, line=line) as terminal:
        tally.check(terminal.count == len(former), f"{len(former)} tags, shown {terminal.count}")
        terminal.send("\x1b" + _KEYS)
        wanted = len(former) + dice.randint(1, len(_DIGITS) * 50)
        terminal.until(lambda: (terminal.count or 0) >= wanted)
        terminal.listen(dice.uniform(0, 0.02))
        terminal.process.send_signal(signal.SIGKILL)
        terminal.ended()
        tally.check(terminal.process.returncode == -signal.SIGKILL, "it had ended before")
        tally.tracebacks += terminal.has_traceback
        shown = _last_count(terminal)
    _compare(database, former, shown, tally)


def _last_count(terminal: Terminal) -> int:
    if terminal.count is None:
        raise Stuck(terminal.screen.words)
    return terminal.count


def _compare(database: Path, former: list[tuple[str, str, int]], shown: int, tally: Tally) -> None:
    """Look for each tag that was shown: as many as the screen said, in the order of the keys."""
    tally.integrity += not is_whole(database)
    found = tags(database)
    tally.acknowledged += shown - len(former)
    tally.lost += max(0, shown - len(found)) + sum(one not in set(found) for one in former)
    new = found[len(former) :]
    areas = [area for area, _, _ in new]
    tally.check(areas == (areas[: len(_DIGITS)] * len(areas))[: len(areas)], "tags are not those of the keys")
    starts = [start for _, _, start in new]
    tally.check(starts == sorted(starts), "tags are not in the order of the keys")
    tally.check(len(found) - shown <= _UNSHOWN, f"{len(found) - shown} tags were kept and never shown")

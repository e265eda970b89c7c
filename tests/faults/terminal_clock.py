"""The clock set back and forth, between starts and under the program: order, undo and all tags are kept."""

from collections.abc import Iterator
from pathlib import Path

from tests.faults.figures import Figure
from tests.faults.terminal import Terminal
from tests.faults.workshop import Tally, Workshop, rows, tags

_YEAR = 365.25 * 86_400
_SHIFTS = ((0, -1), (10, -20), (-20, 10), (10, 0))
"""Years by which the clock is wrong: at each start, and after half of its tags."""
_TAGS = 4
_CLOCK = """
import datetime, os, time
_now, _time, _path = datetime.datetime.now, time.time, os.environ["FAULTS_CLOCK"]
def _shift():
    with open(_path) as file:
        return float(file.read() or 0)
class Shifted(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return _now(tz) + datetime.timedelta(seconds=_shift())
datetime.datetime = Shifted
time.time = lambda: _time() + _shift()
"""


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure of all starts on one file."""
    tally = Tally()
    with Workshop() as workshop:
        database = workshop.database()
        folder = workshop.place()
        (folder / "sitecustomize.py").write_text(_CLOCK, encoding="utf-8")
        made: list[str] = []
        for first, then in _SHIFTS[1:3] if short else _SHIFTS:
            tally.attempt(
                lambda first=first, then=then: _work(workshop, database, folder, (first, then), made, tally)  # type: ignore[misc] # the defaults bind
            )
        years = rows(database, "SELECT min(substr(at, 1, 4)), max(substr(at, 1, 4)) FROM journal")
        tally.look_into(database, len(made))
        tally.check([area for area, _, _ in tags(database)] == made, "tags are not in the order of the keys")
        tally.attempt(lambda: _undo_all(workshop, database, folder, made, tally))
    yield tally.figure("clock set back and forth", "R11", f"years in the journal: {years}")


def _set(folder: Path, years: int) -> None:
    beside = folder / "clock.new"
    beside.write_text(str(years * _YEAR))
    beside.replace(folder / "clock")


def _start(workshop: Workshop, database: Path, folder: Path) -> Terminal:
    return workshop.session(database, PYTHONPATH=str(folder), FAULTS_CLOCK=str(folder / "clock"))


def _work(
    workshop: Workshop,
    database: Path,
    folder: Path,
    shifts: tuple[int, int],
    made: list[str],
    tally: Tally,
) -> None:
    """Tag by turns with two areas, the second half with another clock."""
    _set(folder, shifts[0])
    with _start(workshop, database, folder) as terminal:
        tally.check(terminal.count == len(made), f"{terminal.count} annotations shown of {len(made)}")
        for number in range(_TAGS):
            if number == _TAGS // 2:
                _set(folder, shifts[1])
            terminal.send(f"j{number % 2 + 1}")
            former = len(made)
            terminal.until(lambda former=former: terminal.count == former + 1)  # type: ignore[misc] # the default binds
            made.append(tags(database)[-1][0])
        terminal.send("q")
        tally.check(terminal.ended() == 0, "it did not end well")
        tally.look_at(terminal)
    tally.check(len(set(made[-_TAGS:])) == 2 and made[-1] == made[-3], "the areas are not those of the keys")


def _undo_all(workshop: Workshop, database: Path, folder: Path, made: list[str], tally: Tally) -> None:
    """Undo every tag, the last first, then do all again."""
    with _start(workshop, database, folder) as terminal:
        for left in reversed(range(len(made))):
            terminal.send("u")
            terminal.until(lambda left=left: terminal.count == left)  # type: ignore[misc] # the default binds
            standing = [area for area, _, _ in tags(database)]
            tally.check(standing == made[:left], "undo did not take back the last tag")
        terminal.send("\x12" * len(made))
        terminal.until(lambda: terminal.count == len(made))
        terminal.send("q")
        terminal.ended()
        tally.look_at(terminal)
    tally.look_into(database, len(made))

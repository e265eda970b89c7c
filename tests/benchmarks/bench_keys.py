"""From a key to the last byte of its answer, at every size of text and number of annotations."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.benchmarks.databases import cached, session_database
from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import LINES, READY, settled, timed_program
from tests.benchmarks.terminal import ROWS, Terminal

_ONE_ROW = ord("A")
_FIRST_TIMES = 3
"""Presses that are not counted: what is done for the first time takes longer."""
_SIZES = {"34 KB": 34_000, "1 MB": 1_000_000, "10 MB": 10_000_000}
_COUNTS = (0, 100, 10_000)
_KEYS = {
    "move by word": ("gw", (b"l",), b""),
    "move by sentence": ("gs", (b"j",), b""),
    "move by paragraph": ("gp", (b"j", b"j", b"k"), b""),
    "extend": ("gsjj", (b"J", b"K"), b""),
    "page down, page up": ("gs", (b"\x1b[6~", b"\x1b[5~"), b""),
    "tag": ("gs", (b"2",), b"j"),
    "undo": ("", (b"u",), b""),
}
"""What is typed before; the keys that are measured, by turns; what is typed before each of them."""
_GOAL = "<= 1.5 (p95)"


@dataclass
class Times:
    """Milliseconds of one key: the program's, those of the floor for as many rows, those of commits."""

    program: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)


class Pressed(NamedTuple):
    """A key: its seconds, the rows that were drawn, and the seconds of that which a commit took."""

    seconds: float
    rows: int
    committed: float

    @property
    def milliseconds(self) -> float:
        """What the key took but for its commit."""
        return (self.seconds - self.committed) * 1000


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure for every key, size and count; at last the largest against the smallest."""
    times = 15 if short else 80
    for name, size in _SIZES.items():
        for count in _COUNTS:
            if short and (name, count) not in (("34 KB", 0), ("10 MB", 10_000)):
                continue
            for key, found in _measured(size, count, times):
                label = f"{key}: {name}, {count:,} tags ({sorted(found.rows)[len(found.rows) // 2]:.0f} rows)"
                yield Figure(label, found.program, found.floor, goal=_GOAL)
                if found.commits:
                    yield Figure(f"  its commit: {name}, {count:,} tags", found.commits, found.commits)
    yield from _largest_beside_smallest(times)


def _measured(size: int, count: int, times: int) -> Iterator[tuple[str, Times]]:
    with ExitStack() as stack:
        program = Session(stack, size, count)
        floor = stack.enter_context(settled(LINES, b"row 39"))
        for name in _KEYS:
            found = Times()
            for answer in islice(program.answers(name, times), _FIRST_TIMES, None):
                below = floor.press(bytes([_ONE_ROW + max(1, min(answer.rows, ROWS)) - 1]))
                found.program.append(answer.milliseconds)
                found.floor.append(below.seconds * 1000)
                found.rows.append(answer.rows)
                if answer.committed:
                    found.commits.append(answer.committed * 1000)
            yield name, found


def _largest_beside_smallest(times: int) -> Iterator[Figure]:
    """Press every key in both by turns: what else the machine does is the same for both."""
    with ExitStack() as stack:
        large, small = Session(stack, 10_000_000, 10_000), Session(stack, 34_000, 0)
        for name in _KEYS:
            both = zip(large.answers(name, times), small.answers(name, times), strict=True)
            pairs = list(islice(both, _FIRST_TIMES, None))
            one, other = ([answer.milliseconds for answer in answers] for answers in zip(*pairs, strict=True))
            yield Figure(f"{name}: 10 MB, 10,000 against 34 KB, 0", one, other, goal="<= 1.2")


class Session:
    """The program with a text of so many characters and so many annotations, ready for keys."""

    def __init__(self, stack: ExitStack, size: int, count: int) -> None:
        """Start it on a copy of the database; it ends with the stack."""
        made = cached(f"session-{size}-{count}.db", lambda path: session_database(path, size, count))
        folder = stack.enter_context(TemporaryDirectory())
        database, self._commits = Path(folder, "copy.db"), Path(folder, "commits")
        copyfile(made, database)
        self._program = stack.enter_context(settled(timed_program(database, self._commits), READY, 2.0))

    def answers(self, name: str, times: int) -> Iterator[Pressed]:
        """Press one of the keys so many times, and the first times before; yield what each took."""
        before, keys, between = _KEYS[name]
        for one in before:
            self._program.write(one.encode())
            self._program.rest(0.3)
        wanted = islice(cycle(keys), times + _FIRST_TIMES)
        yield from presses(self._program, wanted, between, lambda: commits_in(self._commits))


def presses(
    program: Terminal, keys: Iterable[bytes], between: bytes, commits: Callable[[], list[float]]
) -> Iterator[Pressed]:
    """Press keys, each after another that is not measured, and yield what each took."""
    for key in keys:
        if between:
            program.press(between)
        before = len(commits())
        answer = program.press(key)
        yield Pressed(answer.seconds, answer.rows, sum(commits()[before:]))


def commits_in(path: Path) -> list[float]:
    """Return the seconds of every commit so far."""
    return [float(line) for line in path.read_text(encoding="ascii").split()] if path.exists() else []

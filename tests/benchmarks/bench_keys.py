"""From a key to the last byte of its answer, at every size of text and number of annotations."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.databases import cached, session_database
from benchmarks.figures import Figure
from benchmarks.programs import LINES, READY, settled, timed_program
from benchmarks.terminal import ROWS, Terminal

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


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure for every key, size and count; at last the largest against the smallest."""
    found: dict[tuple[str, str, int], Times] = {}
    for name, size in _SIZES.items():
        for count in _COUNTS:
            if short and (name, count) not in (("34 KB", 0), ("10 MB", 10_000)):
                continue
            for key, times in _measured(size, count, 15 if short else 80):
                found[key, name, count] = times
                label = f"{key}: {name}, {count:,} tags ({sorted(times.rows)[len(times.rows) // 2]:.0f} rows)"
                yield Figure(label, times.program, times.floor, goal=_GOAL)
                if times.commits:
                    yield Figure(f"  its commit: {name}, {count:,} tags", times.commits, times.commits)
    for key in _KEYS:
        large, small = found[key, "10 MB", 10_000], found[key, "34 KB", 0]
        yield Figure(f"{key}: 10 MB, 10,000 against 34 KB, 0", large.program, small.program, goal="<= 1.2")


def _measured(size: int, count: int, times: int) -> Iterator[tuple[str, Times]]:
    made = cached(f"session-{size}-{count}.db", lambda path: session_database(path, size, count))
    with TemporaryDirectory() as folder, ExitStack() as stack:
        database, commits = Path(folder, "copy.db"), Path(folder, "commits")
        copyfile(made, database)
        program = stack.enter_context(settled(timed_program(database, commits), READY, 2.0))
        floor = stack.enter_context(settled(LINES, b"row 39"))
        for name, (before, keys, between) in _KEYS.items():
            for one in before:
                program.write(one.encode())
                program.rest(0.3)
            presses = list(islice(cycle(keys), times + _FIRST_TIMES))
            yield name, _pressed(program, floor, presses, between, commits)


def _pressed(
    program: Terminal, floor: Terminal, keys: Sequence[bytes], between: bytes, commits: Path
) -> Times:
    """Press keys in the program and, for each answer, one in the floor that changes as many rows."""
    found = Times()
    for number, answer in enumerate(presses(program, keys, between, lambda: commits_in(commits))):
        below = floor.press(bytes([_ONE_ROW + max(1, min(answer.rows, ROWS)) - 1]))
        if number < _FIRST_TIMES:
            continue
        found.program.append((answer.seconds - answer.committed) * 1000)
        found.floor.append(below.seconds * 1000)
        found.rows.append(answer.rows)
        if answer.committed:
            found.commits.append(answer.committed * 1000)
    return found


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

"""From the start to the first screen and to the first key answered, and the memory that takes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.databases import cached, session_database
from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import BARE, READY, program
from tests.benchmarks.terminal import Terminal

_MS = 1000


def figures(short: bool) -> Iterator[Figure]:
    """Yield the figures of the sample's size, and of 10 MB against it."""
    small, large = (
        cached(f"session-{size}-0.db", lambda path, size=size: session_database(path, size, 0))
        for size in (34_000, 10_000_000)
    )
    times = 8 if short else 30
    program_runs, bare_runs = _pairs(program(small), BARE, READY, b"hello", times)
    yield from _against(program_runs, bare_runs, "sample", ("<= 1.25 (median)", "<= 1.25 (median)", "<= 1.5"))
    large_runs, small_runs = _pairs(program(large), program(small), READY, READY, times // 2)
    yield from _against(large_runs, small_runs, "10 MB against 34 KB", ("<= 1.3", "", "<= 120 MB"))
    yield _everything_ready(large, small, times // 4)


Run = tuple[float, float, float]
"""Milliseconds to the first screen and to a key answered, and MB then."""


def _pairs(
    one: Sequence[str | Path], other: Sequence[str | Path], ready: bytes, other_ready: bytes, times: int
) -> tuple[list[Run], list[Run]]:
    """Start two programs by turns."""
    ones, others = [], []
    for _ in range(times):
        ones.append(_run(one, ready))
        others.append(_run(other, other_ready))
    return ones, others


def _run(arguments: Sequence[str | Path], ready: bytes) -> Run:
    """Start a program with a key typed before it can read it: its answer tells that it is ready."""
    with Terminal(arguments, b"j") as terminal:
        first = terminal.until(ready)
        answered = terminal.rest(0.15)
        return first * _MS, answered * _MS, terminal.memory()


def _against(ones: list[Run], others: list[Run], name: str, goals: Sequence[str]) -> Iterator[Figure]:
    names = ("start to first screen", "start to key answered, all drawn", "memory")
    for index, (what, unit, goal) in enumerate(zip(names, ("ms", "ms", "MB"), goals, strict=True)):
        pair = ([run[index] for run in runs] for runs in (ones, others))
        yield Figure(f"{what}: {name}", *pair, unit, goal)


def _everything_ready(large: Path, small: Path, times: int) -> Figure:
    """Measure until a program uses no processor any more: then all is wrapped."""
    return Figure(
        "start to everything ready: 10 MB against 34 KB",
        *([_at_rest(program(path)) for _ in range(times)] for path in (large, small)),
        goal="<= 2,000 ms",
    )


def _at_rest(arguments: Sequence[str | Path]) -> float:
    """Return the milliseconds until a tenth of a second went by with less than a hundredth of work."""
    with Terminal(arguments) as terminal:
        terminal.until(READY)
        used = -1.0
        while terminal.processor() - used > 0.01:
            used = terminal.processor()
            at = terminal.rest(0.1)
        return max(at, terminal.rest(0.01)) * _MS

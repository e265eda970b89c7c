"""A word found in 10 MB against str.find, and the keys that are pressed for it."""

from collections.abc import Iterator
from time import perf_counter

from ofsted_tui.reading.find import SlicedFind
from tests.benchmarks.databases import cached, session_database
from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import READY, program, settled
from tests.benchmarks.texts import text_of

_WORDS = {"common": "children", "rare": "fostering", "absent": "zebra crossing"}


def figures(short: bool) -> Iterator[Figure]:
    """Yield whole searches of 10 MB, and what enter and n take there against 34 KB."""
    text = text_of(10_000_000)
    for name, word in _WORDS.items():
        times = 3 if short else 10
        ours = [_timed(lambda word=word: _counted(text, word)) for _ in range(times)]
        floor = [_timed(lambda: text.find("zebra crossing")) for _ in range(times)]
        yield Figure(f"all hits of a {name} word in 10 MB against str.find", ours, floor)
    large, small = (
        cached(f"session-{size}-0.db", lambda path, size=size: session_database(path, size, 0))
        for size in (10_000_000, 34_000)
    )
    yield Figure(
        "find and enter: 10 MB against 34 KB", *(_keys(path, 3 if short else 8) for path in (large, small))
    )


def _counted(text: str, word: str) -> None:
    for _ in SlicedFind(text, word).count(0):
        pass


def _timed(work: object) -> float:
    begun = perf_counter()
    work()  # type: ignore[operator] # a function
    return (perf_counter() - begun) * 1000


def _keys(path: object, times: int) -> list[float]:
    found = []
    with settled(program(path), READY, 2.0) as terminal:  # type: ignore[arg-type] # a path
        for _ in range(times):
            for key in b"/fostering":
                terminal.press(bytes([key]))
            found.append(terminal.press(b"\r").seconds * 1000)
            terminal.rest(0.5)
    return found

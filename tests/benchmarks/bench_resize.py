"""From another size of the terminal to the first frame of it."""

from collections.abc import Iterator

from tests.benchmarks.databases import cached, session_database
from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import READY, program, settled

_WIDTHS = (100, 140, 90, 120)


def figures(short: bool) -> Iterator[Figure]:
    """Yield the first repaint of 10 MB against that of 34 KB."""
    large, small = (
        cached(f"session-{size}-0.db", lambda path, size=size: session_database(path, size, 0))
        for size in (10_000_000, 34_000)
    )
    found: dict[str, list[float]] = {"large": [], "small": []}
    with settled(program(large), READY, 2.0) as one, settled(program(small), READY, 1.0) as other:
        for _ in range(2 if short else 6):
            for width in _WIDTHS:
                found["large"].append(one.resize(40, width) * 1000)
                one.rest(0.7)
                found["small"].append(other.resize(40, width) * 1000)
                other.rest(0.3)
    yield Figure("resize to first repaint: 10 MB against 34 KB", found["large"], found["small"], goal="<= 2")

"""How the program and its floors are started."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.terminal import Terminal

HERE = Path(__file__).resolve().parent
BARE = (HERE / "floors" / "bare.py",)
LINES = (HERE / "floors" / "lines.py",)
SESSION = "Bench"
"""The session in every database that is made here."""
READY = b"accounted for"
"""Words that stand on the screen of the workbench from its first frame on."""


def program(database: Path) -> Sequence[str | Path]:
    """Return the arguments that open the workbench."""
    return "-m", "ofsted_tui", "--db", database, "--session", SESSION


def timed_program(database: Path, commits: Path) -> Sequence[str | Path]:
    """Return the arguments that open the workbench and write the time of every commit to a file."""
    return HERE / "program.py", commits, "--db", database, "--session", SESSION


@contextmanager
def settled(arguments: Sequence[str | Path], ready: bytes, seconds: float = 1.0) -> Iterator[Terminal]:
    """Yield a program that has drawn its first screen and come to rest."""
    with Terminal(arguments) as terminal:
        terminal.until(ready)
        terminal.rest(seconds)
        yield terminal

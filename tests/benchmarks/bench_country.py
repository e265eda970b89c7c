"""One file with all that is published, against a file with nothing but a sample."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from tests.benchmarks.bench_keys import Times, commits_in, presses
from tests.benchmarks.databases import cached, country_database, session_database
from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import READY, program, settled, timed_program
from tests.benchmarks.terminal import Terminal


def figures(short: bool) -> Iterator[Figure]:
    """Yield opening and tagging in 2,000 documents with 1,000,000 annotations against a file of one."""
    large = cached("country.db", country_database)
    small = cached("session-34000-100.db", lambda path: session_database(path, 34_000, 100))
    times = 6 if short else 20
    opened: dict[Path, list[tuple[float, float]]] = {large: [], small: []}
    for _ in range(times):
        for path, found in opened.items():
            with Terminal(program(path), b"j") as terminal:
                first = terminal.until(READY) * 1000
                terminal.rest(0.15)
                found.append((first, terminal.memory()))
    for index, (what, unit, goal) in enumerate((("open a session", "ms", "<= 1.3"), ("memory", "MB", ""))):
        pair = ([one[index] for one in opened[path]] for path in (large, small))
        yield Figure(f"{what}: 1,000,000 annotations against 100", *pair, unit, goal)
    found = {path: _tags(path, 10 if short else 30) for path in (large, small)}
    for what, goal in (("program", "<= 1.2"), ("commits", "")):
        pair = (getattr(found[path], what) for path in (large, small))
        name = "tag" if what == "program" else "  its commit"
        yield Figure(f"{name}: 1,000,000 annotations against 100", *pair, goal=goal)


def _tags(made: Path, times: int) -> Times:
    with TemporaryDirectory(dir=made.parent) as folder, ExitStack() as stack:
        database, commits = Path(folder, "copy.db"), Path(folder, "commits")
        copyfile(made, database)
        terminal = stack.enter_context(settled(timed_program(database, commits), READY, 2.0))
        terminal.press(b"j")
        terminal.press(b"5")  # the day's backup is made before the first change
        terminal.rest(2.0)
        found = Times()
        for answer in presses(terminal, repeat(b"2", times), b"j", lambda: commits_in(commits)):
            found.program.append((answer.seconds - answer.committed) * 1000)
            found.commits.append(answer.committed * 1000)
        return found

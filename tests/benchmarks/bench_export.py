"""The CSV of 100,000 annotations against the sqlite3 module selecting them, each in a process of its own."""

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory

from tests.benchmarks.databases import cached, country_database
from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import HERE
from tests.benchmarks.terminal import memory_of

_SELECTING = HERE / "floors" / "selecting.py"
_EXPORTING = HERE / "exporting.py"


def figures(short: bool) -> Iterator[Figure]:
    """Yield seconds and memory of 100,000 rows against the floor, and memory against that of 10,000 rows."""
    large = cached("rows-100000.db", lambda path: country_database(path, 20, 100_000))
    small = cached("rows-10000.db", lambda path: country_database(path, 20, 10_000))
    times = 2 if short else 5
    exports = [_measured(_EXPORTING, large) for _ in range(times)]
    selects = [_measured(_SELECTING, large) for _ in range(times)]
    few = [_measured(_EXPORTING, small) for _ in range(times)]
    yield Figure(
        "export of 100,000 rows against selecting them",
        [seconds * 1000 for seconds, _ in exports],
        [seconds * 1000 for seconds, _ in selects],
        goal="<= 3",
    )
    yield Figure(
        "memory: export of 100,000 rows against 10,000",
        [memory for _, memory in exports],
        [memory for _, memory in few],
        "MB",
        "flat",
    )


def _measured(script: Path, database: Path) -> tuple[float, float]:
    """Return the seconds that a script tells, and its largest memory in MB."""
    with (
        TemporaryDirectory() as folder,
        Popen(
            [sys.executable, script, database, Path(folder, "out.csv")], stdin=PIPE, stdout=PIPE
        ) as process,
    ):
        assert process.stdout is not None
        return float(process.stdout.readline()), memory_of(process.pid, "VmHWM")

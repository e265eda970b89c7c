"""What the tests of the program itself hold of attacks and of exports: each file of tests run and counted."""

import re
import subprocess
import sys
from collections.abc import Iterator

from tests.faults.figures import Figure
from tests.folders import ROOT

GUARDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("exports written twice, in any order of edits", "R13", ("test_csv_file.py", "test_as_of.py")),
    ("control characters through every door", "S1", ("test_hostile.py", "test_safe_text.py")),
    (
        "markup in every text",
        "S2",
        ("test_end_to_end.py", "test_app.py", "-k", "hostile or whatever or warnings"),
    ),
    ("documents made to harm", "S3", ("test_extraction.py", "test_docx.py", "test_html.py", "test_pdf.py")),
    ("formulas in cells, out and back", "S4", ("test_csv_format.py", "test_round_trip.py")),
    ("databases made to harm", "S5", ("test_foreign.py", "test_schema.py")),
    (
        "faults, logs and files that could tell",
        "S6",
        ("test_app_faults.py", "-k", "log or says_its_kind or warnings"),
    ),
    ("files private to the user", "S6", ("test_connection.py", "test_backups.py", "test_restoring.py")),
)
_LIMIT = 300
_COUNT = re.compile(r"(\d+) (passed|failed|error)")


def figures(short: bool) -> Iterator[Figure]:
    """Run the tests of each guard; the short form leaves them to the run of all tests that it is part of."""
    if short:
        return
    for name, goal, arguments in GUARDS:
        yield _figure(name, goal, arguments)


def _path(argument: str) -> str:
    """Return the path of a file of tests, which stands beside what it tests; other arguments stay."""
    return str(next((ROOT / "tests").rglob(argument))) if argument.endswith(".py") else argument


def _figure(name: str, goal: str, arguments: tuple[str, ...]) -> Figure:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *map(_path, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_LIMIT,
        check=False,
    )
    counts = {what: int(number) for number, what in _COUNT.findall(done.stdout)}
    failed = counts.get("failed", 0) + counts.get("error", 0)
    failures = () if not failed and done.returncode == 0 else (done.stdout[-300:],)
    said = f"{counts.get('passed', 0)} tests of {', '.join(one for one in arguments if one.endswith('.py'))}"
    return Figure(name, goal, counts.get("passed", 0), 0, 0, failed, 0, 0, said, failures)

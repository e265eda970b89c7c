"""Measures the program beside its floors, in one run, and prints the ratios: `make bench`."""

import argparse
import os
import sys
from pathlib import Path
from time import monotonic

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.benchmarks.figures import Figure, heading, line, table  # noqa: E402 - after the path is set
from tests.measuring_modules import load, selected  # noqa: E402 - after the path is set


def modules(wanted: list[str]) -> list[str]:
    """Return the names of the benchmarks, or of those with one of the words in their name."""
    found = sorted(path.stem for path in HERE.glob("bench_*.py"))
    return selected(found, wanted)


def measured(name: str, short: bool) -> list[Figure]:
    """Measure what one module does, as far as this machine can; print each figure as it comes."""
    module = load("tests.benchmarks", name)
    if module is None:
        return []
    found = []
    for figure in module.figures(short):
        print(line(figure), flush=True)
        found.append(figure)
    return found


def main() -> int:
    """Print each figure as it comes, then the table; times are never judged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer times each")
    parser.add_argument("--markdown", action="store_true", help="the table as Markdown")
    parser.add_argument("only", nargs="*", help="only benchmarks with such a word in their name")
    given = parser.parse_args()
    begun = monotonic()
    print(heading(), flush=True)
    found = [figure for name in modules(given.only) for figure in measured(name, given.short)]
    print(f"\n{table(found, markdown=given.markdown)}")
    print(f"\n{len(found)} figures in {monotonic() - begun:.0f} s; {os.cpu_count()} processors")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())

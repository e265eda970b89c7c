"""Measures the program beside its floors, in one run, and prints the ratios: `make bench`."""

import argparse
import importlib
import os
import sys
from pathlib import Path
from time import monotonic

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.figures import Figure, heading, line, table  # noqa: E402 - after the path is set

_NOT_ON_WINDOWS = ("fcntl", "pty", "termios")


def modules(wanted: list[str]) -> list[str]:
    """Return the names of the benchmarks, or of those with one of the words in their name."""
    found = sorted(path.stem for path in HERE.glob("bench_*.py"))
    return [name for name in found if not wanted or any(word in name for word in wanted)]


def measured(name: str, short: bool) -> list[Figure]:
    """Measure what one module does, as far as this machine can; print each figure as it comes."""
    try:
        module = importlib.import_module(f"benchmarks.{name}")
    except ModuleNotFoundError as error:
        if error.name not in _NOT_ON_WINDOWS:
            raise
        print(f"{name}: left out, this machine has no {error.name}", flush=True)
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
    chosen = parser.parse_args()
    begun = monotonic()
    print(heading(), flush=True)
    found = [figure for name in modules(chosen.only) for figure in measured(name, chosen.short)]
    print(f"\n{table(found, markdown=chosen.markdown)}")
    print(f"\n{len(found)} figures in {monotonic() - begun:.0f} s; {os.cpu_count()} processors")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())

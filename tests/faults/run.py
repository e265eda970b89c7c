"""Does every fault to the real program, and prints a table of what was left: `make faults`."""

import argparse
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import monotonic

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.faults.figures import Figure, heading, line, notes, table  # noqa: E402 - after the path is set
from tests.measuring_modules import load, selected  # noqa: E402 - after the path is set

_ALONE = ("terminal_instances", "terminal_locked", "store_faults")
_LONG = ("terminal_kill", "terminal_signals", "terminal_start", "terminal_sleep")
"""Begun first, so that the others fill the time beside them."""


def modules(wanted: list[str]) -> list[str]:
    """Return the names of the modules of faults, or of those that were asked for."""
    found = sorted((path.stem for path in HERE.glob("terminal_*.py")), key=lambda name: name not in _LONG)
    found += [path.stem for path in sorted(HERE.glob("store_*.py"))]
    return selected(found, wanted)


def done(name: str, short: bool) -> list[Figure]:
    """Do the faults of one module, as far as this machine can; print each figure as it comes."""
    module = load("tests.faults", name)
    if module is None:
        return []
    found = []
    for figure in module.figures(short):
        print("\n".join([line(figure), *notes(figure)]), flush=True)
        found.append(figure)
    return found


def all_done(names: list[str], short: bool) -> list[Figure]:
    """Do the faults of all modules, two at a time but for those that are measured by the clock."""
    together = [name for name in names if name not in _ALONE]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        begun = [pool.submit(done, name, short) for name in together]
        found = [figure for future in begun for figure in future.result()]
    return found + [figure for name in names if name in _ALONE for figure in done(name, short)]


def main() -> int:
    """Print each figure as it comes, then the table; return 1 where any harm was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few times each")
    parser.add_argument("--program", help="the folder of the program, if not this checkout")
    parser.add_argument("only", nargs="*", help="only modules with such a word in their name")
    given = parser.parse_args()
    if given.program:
        os.environ["OFSTED_TUI_PROGRAM"] = given.program
    begun = monotonic()
    print(heading(), flush=True)
    found = all_done(modules(given.only), given.short)
    print(f"\n{table(found)}\n\n{len(found)} faults in {monotonic() - begun:.0f} s")
    return 0 if found and all(figure.ok for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())

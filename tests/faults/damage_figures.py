"""Damage of each kind, each kind in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from tests.faults.damage import KINDS, Damaged
from tests.faults.figures import Figure
from tests.faults.shim import environment
from tests.faults.workload import Workload
from tests.faults.worlds import World, copied

SECONDS = 100
VERBS = 300


def damages(templates: Path, scratch: Path, times: int) -> list[Figure]:
    """Damage a database with some hundred verbs in it so many times in each way."""
    world = World(copied(templates / "world", scratch / "whole"))
    workload = Workload(world)
    world.store.connection.raw.execute("PRAGMA synchronous=off")
    for _ in range(VERBS):
        workload.step()
    world.close()
    return [_figure(kind, world.folder, scratch, times) for kind in KINDS]


def _figure(kind: str, template: Path, scratch: Path, times: int) -> Figure:
    folder = copied(template, scratch / "damaged")
    command = [sys.executable, "-m", "tests.faults.damage", str(folder), kind, str(times)]
    try:
        done = subprocess.run(command, env=environment(), capture_output=True, timeout=SECONDS, check=True)
        found = Damaged(**json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        found = Damaged(times=times, faults=[f"hangs: not done after {SECONDS} s"])
    except subprocess.CalledProcessError as error:
        found = Damaged(times=times, faults=[f"ends with {error.returncode}: {error.stderr[-300:]!r}"])
    return _in_figures(kind, found)


def _in_figures(kind: str, found: Damaged) -> Figure:
    passed = ", ".join(f"{name} {number}" for name, number in sorted(found.tables.items()))
    overwritten = [f"{found.overwritten} files were written to"] if found.overwritten else []
    return Figure(
        f"damaged file: {kind}",
        "R9",
        times=found.times,
        acknowledged=0,
        lost=0,
        integrity=0,
        terminals=0,
        tracebacks=found.tracebacks,
        said=f"{found.refused} refused with a message; rows differ in {found.changed}: unnoticed by"
        f" SQLite {found.past_sqlite}, opening {found.past_opening}, check {found.past_check}"
        + (f" ({passed})" if passed else ""),
        failures=(*overwritten, *found.faults),
    )

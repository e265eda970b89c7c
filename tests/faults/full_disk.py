"""A disk that is full, or fails, at each of the calls by which the database is written.

As a program (`python -m faults.full_disk FOLDER POINTS`), with the library of power_shim.c preloaded, it lets
each of the first so many calls fail in turn and prints what came of it as JSON.
"""

import ctypes
import errno
import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ofsted_tui.model.errors import StoreError
from tests.faults.figures import Figure
from tests.faults.shim import run
from tests.faults.workload import Workload
from tests.faults.worlds import World, copied, dump, dump_of, is_whole

MOST_VERBS = 60
ERRORS = (("disk full", "R4", errno.ENOSPC), ("I/O error", "R5", errno.EIO))


@dataclass(slots=True)
class Failed:
    """What came of the failures so far."""

    times: int = 0
    acknowledged: int = 0
    lost: int = 0
    damaged: int = 0
    tracebacks: int = 0
    in_doubt: int = 0
    """Actions that were said to be refused and are there all the same."""
    said: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def fail(world: World, arm: Callable[[bool], object], found: Failed, name: str, is_lasting: bool) -> None:
    """Work until the disk fails, mend it, and work on: all that was acknowledged is there, and no more.

    `arm` makes the disk fail (True), or mends it. A single call may fail and nothing be refused.
    """
    workload, connection = Workload(world), world.store.connection
    assert world.review
    state, error = dump(connection.raw), None
    arm(True)
    try:
        for _ in range(MOST_VERBS):
            workload.step()
            state = dump(connection.raw)
            found.acknowledged += 1
    except (StoreError, sqlite3.Error, OSError) as raised:
        error = raised
    arm(False)
    found.times += 1
    if error is not None:
        found.tracebacks += not isinstance(error, StoreError)
        found.said.add(str(error).replace(f"{world.path}: ", ""))
    elif is_lasting:
        found.faults.append(f"{name}: nothing was refused")
    if connection.raw.in_transaction:
        found.faults.append(f"{name}: left inside a transaction")
    _look(world, state, found)
    _go_on(world, workload, found, name)


def _look(world: World, state: str, found: Failed) -> None:
    """Compare what is there with what was acknowledged last."""
    raw = world.store.connection.raw
    if dump(raw) != state:
        found.in_doubt += 1
    found.damaged += not is_whole(raw)


def _go_on(world: World, workload: Workload, found: Failed, name: str) -> None:
    """See that the same program saves again, and that it is in the file."""
    try:
        world.review.refresh()
        for _ in range(3):
            workload.step()
        state = dump(world.store.connection.raw)
    except (StoreError, sqlite3.Error) as error:
        found.faults.append(f"{name}: could not save again: {error}")
        return
    key = world.review.session.id, world.review.document.id
    if list(world.review.annotations) != world.store.annotations.of(*key):
        found.faults.append(f"{name}: shows other annotations than the store holds")
    world.close()
    found.lost += dump_of(world.path) != state


def main(folder: str, points: str) -> None:
    """Let each of the first so many calls fail, once or from then on, in every way."""
    template, scratch = Path(folder, "template"), Path(folder, "failing")
    results = {}
    for name, _, number in ERRORS:
        found = Failed()
        for at in range(1, int(points) + 1):
            world, is_lasting = World(copied(template, scratch)), bool(at % 2)
            lasting = " and after" if is_lasting else ""
            fail(world, _breaker(at, number, is_lasting), found, f"{name} at call {at}{lasting}", is_lasting)
            world.close()
        results[name] = {**asdict(found), "said": sorted(found.said)}
    print(json.dumps(results))


def _breaker(at: int, number: int, is_lasting: bool) -> Callable[[bool], object]:
    """Return what lets a call fail (True), or no more (False)."""
    library = ctypes.CDLL(None)
    return lambda fails: library.shim_fail(at if fails else 0, number, is_lasting)


def failing_calls(templates: Path, library: Path, scratch: Path, points: int) -> list[Figure]:
    """Let each of the first so many writing calls fail with both errors."""
    folder = scratch / "calls"
    folder.mkdir()
    copied(templates / "world", folder / "template")
    answer = json.loads(run(library, folder, ["tests.faults.full_disk", str(folder), str(points)], {}))
    return [_figure(f"{name} at each writing call", goal, Failed(**answer[name])) for name, goal, _ in ERRORS]


def no_more_pages(templates: Path, scratch: Path, times: int) -> Figure:
    """Let the file grow no further, see it refused, and let it grow again."""
    found = Failed()
    for number in range(times):
        world = World(copied(templates / "world", scratch / "pages"))
        fail(world, _limiter(world, number), found, f"{number} pages left", True)
        world.close()
    return _figure("no more pages", "R4", found)


def _limiter(world: World, more: int) -> Callable[[bool], object]:
    """Return what lets the file grow by so many pages only (True), or as it likes (False)."""
    raw = world.store.connection.raw
    most = raw.execute("PRAGMA page_count").fetchone()[0] + more
    return lambda fails: raw.execute(f"PRAGMA max_page_count={most if fails else 1_000_000}").fetchall()


def _figure(name: str, goal: str, found: Failed) -> Figure:
    doubt = f"; {found.in_doubt} refused, yet kept" if found.in_doubt else ""
    return Figure(
        name,
        goal,
        times=found.times,
        acknowledged=found.acknowledged,
        lost=found.lost,
        integrity=found.damaged,
        terminals=0,
        tracebacks=found.tracebacks,
        said="; ".join(sorted(found.said)) + doubt,
        failures=tuple(found.faults),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

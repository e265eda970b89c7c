"""Power cuts at random moments of a reviewer's work, and what is in the file when the power is back."""

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.figures import Figure
from tests.faults.power import MODELS, Disk, Operation, recorded
from tests.faults.shim import run
from tests.faults.worlds import FILE, connected, copied, dump, is_whole


@dataclass(slots=True)
class Cuts:
    """What was found after the cuts of one model."""

    model: str
    times: int = 0
    acknowledged: int = 0
    lost: int = 0
    damaged: int = 0
    halves: int = 0
    """States that are neither what was acknowledged last nor what was being done."""


@dataclass(slots=True)
class Record:
    """What a reviewer's program did to its folder, and what it acknowledged."""

    disk: Disk
    operations: list[Operation] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    """The hash of all rows at each acknowledgement."""


def record(templates: Path, library: Path, scratch: Path, verbs: int, synchronous: str) -> Record:
    """Let a reviewer do so many verbs, and record it."""
    folder, log = copied(templates / "world", scratch / "recorded"), scratch / "log"
    log.unlink(missing_ok=True)
    found = Record(Disk(folder))
    run(
        library,
        folder,
        ["tests.faults.workload", str(folder), str(verbs), synchronous],
        {"FAULTS_LOG": str(log)},
    )
    found.operations = list(recorded(log.read_bytes()))
    found.states = [one.data.decode() for one in found.operations if one.kind == "A"]
    return found


def cut(found: Record, scratch: Path, times: int, seed: int = 3) -> list[Cuts]:
    """Cut the power so many times in each model, at moments after the first acknowledgement."""
    chance = random.Random(seed)
    results = [Cuts(model) for model in MODELS]
    moments = sorted(chance.randint(1, len(found.operations)) for _ in range(times))
    acknowledged, done = 0, 0
    for moment in moments:
        for operation in found.operations[done:moment]:
            if operation.kind == "A":
                acknowledged += 1
            else:
                found.disk.take(operation)
        done = moment
        for result in results:
            files = found.disk.after_cut(result.model, chance)
            _look(result, files, scratch / "cut", found.states, acknowledged)
    return results


def _look(result: Cuts, files: dict[str, bytes], folder: Path, states: list[str], acknowledged: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / Path(name).name).write_bytes(content)
    result.times += 1
    result.acknowledged += acknowledged
    connection = connected(folder / FILE)
    try:
        state = dump(connection)
        result.damaged += not is_whole(connection)
    except Exception:  # whatever keeps the file from being read
        result.damaged += 1
        return
    finally:
        connection.close()
    last = max(acknowledged - 1, 0)
    if state in states[last : last + 2]:
        return
    result.lost += state in states[:last]
    result.halves += state not in states[:last]


def power_cuts(
    templates: Path, library: Path, scratch: Path, times: int, synchronous: str = "extra"
) -> Figure:
    """Cut the power so many times in each model, in a tenth as many verbs."""
    found = cut(record(templates, library, scratch, max(times // 10, 20), synchronous), scratch, times)
    halves = [f"{one.halves} half actions where {one.model} is kept" for one in found if one.halves]
    return Figure(
        "power cut" if synchronous == "extra" else f"power cut, synchronous={synchronous}",
        "R3",
        times=sum(one.times for one in found),
        acknowledged=sum(one.acknowledged for one in found),
        lost=sum(one.lost for one in found),
        integrity=sum(one.damaged for one in found),
        terminals=0,
        tracebacks=0,
        said="; ".join(f"{one.model} kept: {one.times} cuts, {one.lost} lost" for one in found),
        failures=tuple(halves),
    )

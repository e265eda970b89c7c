"""The disk full: told, nothing that was shown is lost, and the next tag is saved when there is room again."""

import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.faults.figures import Figure
from tests.faults.terminal import LIMIT, Terminal
from tests.faults.workshop import Tally, Workshop

TIMES, TIMES_SHORT = 8, 1
_MEGABYTES = 1
_LEAST_ROOM, _MOST_ROOM = 20_000, 200_000
"""Bytes that are free when the program has started: the disk is full at another write each time."""
_KEYS = "j1234" * 100


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure of a small disk, or of a limit on files where no disk can be made."""
    tally, said, dice = Tally(), [""], random.Random(5)
    with Workshop() as workshop:
        has_disk = _can_mount(workshop)
        if not (has_disk or hasattr(resource, "prlimit")):
            return  # neither root nor Linux
        for _ in range(TIMES_SHORT if short else TIMES):
            work = partial(_fill_disk if has_disk else _limit, workshop, tally, said)
            tally.attempt(partial(work, dice.randint(_LEAST_ROOM, _MOST_ROOM)))
    fault = "disk full, then room made" if has_disk else "file may not grow (no right to mount a disk)"
    yield tally.figure(fault, "R4", said[-1])


def _can_mount(workshop: Workshop) -> bool:
    try:
        with _disk(workshop.place()):
            return True
    except (OSError, subprocess.SubprocessError):
        return False


@contextmanager
def _disk(folder: Path) -> Iterator[Path]:
    """Mount a disk of a megabyte, as only root can."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        raise PermissionError
    options = f"size={_MEGABYTES}m,mode=0700"
    mount = ["mount", "-t", "tmpfs", "-o", options, "faults", str(folder)]
    subprocess.run(mount, check=True, timeout=LIMIT, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, timeout=LIMIT)


def _fill_disk(workshop: Workshop, tally: Tally, said: list[str], room: int) -> None:
    with _disk(workshop.place()) as folder:
        database = Path(shutil.copy(workshop.database(), folder))
        filler = folder / "filler"
        with workshop.session(database) as terminal:
            filler.write_bytes(bytes(max(0, shutil.disk_usage(folder).free - room)))
            shown = _tag_until_full(terminal, tally, said)
            filler.unlink()
            shown = _tag_again(terminal, shown, tally)
        tally.look_into(database, shown)


def _limit(workshop: Workshop, tally: Tally, said: list[str], room: int) -> None:
    database = workshop.database()
    with workshop.session(database) as terminal:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        largest = (database.stat().st_size + room, limits[1])
        resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, largest)
        shown = _tag_until_full(terminal, tally, said)
        resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, limits)
        shown = _tag_again(terminal, shown, tally)
    tally.look_into(database, shown)


def _tag_until_full(terminal: Terminal, tally: Tally, said: list[str]) -> int:
    """Tag until the program says that it cannot; return how many tags are shown then."""
    terminal.send(_KEYS)
    terminal.until(lambda: "Database" in terminal.status)
    said.append(terminal.status)
    tally.check(any(word in said[-1] for word in ("full", "disk")), f"not told why: {said[-1]}")
    _let_keys_pass(terminal)
    return terminal.count or 0


def _let_keys_pass(terminal: Terminal) -> None:
    """Wait until all keys typed so far are done: the last of them says so."""
    terminal.send("y")
    terminal.until(lambda: "Copied" in terminal.status)


def _tag_again(terminal: Terminal, shown: int, tally: Tally) -> int:
    terminal.send("gj5")
    terminal.until(lambda: terminal.count == shown + 1, 10)
    terminal.send("q")
    tally.check(terminal.ended() == 0, f"exit code {terminal.process.returncode}")
    tally.look_at(terminal)
    return shown + 1

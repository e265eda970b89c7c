"""Two and eight reviewers write to one file at once, and how long an action takes in a long journal."""

import json
import statistics
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, perf_counter, sleep

from ofsted_tui.model.errors import UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store.journal import RowChange
from tests.faults.figures import Figure
from tests.faults.shim import environment
from tests.faults.workload import Workload
from tests.faults.worlds import FILE, World, connected, copied, is_whole

PER_SECOND = 20
PROCESSES = 2
"""More would measure the machine; the other writers are threads, each with a connection of its own."""


class Writer(threading.Thread):
    """A reviewer who sets a tag every twentieth of a second, or as fast as the others let it."""

    def __init__(self, folder: Path, number: int, seconds: float, ready: threading.Barrier) -> None:
        super().__init__()
        self.ready = ready
        """Opening a file may cost the others in this process their locks (POSIX), so all open it first."""
        self.world = World(folder)
        self.number = number
        self.seconds = seconds
        self.ids: list[str] = []
        self.refused: list[str] = []
        self.milliseconds: list[float] = []

    def run(self) -> None:
        """Work for so many seconds."""
        with Store(self.world.path) as store:
            session = store.sessions.all()[0].id
            review = Review(store, self.world.codebook, session)
            self.ready.wait(timeout=60)
            begun = monotonic()
            number = 0
            while monotonic() < begun + self.seconds:
                self._tag(review, number)
                number += 1
                sleep(max(0.0, begun + number / PER_SECOND - monotonic()))

    def _tag(self, review: Review, number: int) -> None:
        start = self.number * 500 + number % 400
        passage = Passage(start, start + 1 + number // 400)
        begun = perf_counter()
        try:
            review.refresh()
            change = review.tag(passage, review.codebook.area("leaders"))
        except UserError as error:
            self.refused.append(str(error))
            return
        self.milliseconds.append(1_000 * (perf_counter() - begun))
        self.ids.append(change.after.id if change.after else "")


def main(folder: str, first: str, threads: str, seconds: str) -> None:
    """Let so many writers work at once, and print what they were told."""
    ready = threading.Barrier(int(threads))
    writers = [Writer(Path(folder), int(first) + at, float(seconds), ready) for at in range(int(threads))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    names = ("ids", "refused", "milliseconds")
    print(json.dumps({name: [said for one in writers for said in getattr(one, name)] for name in names}))


def at_once(templates: Path, scratch: Path, writers: int, seconds: float) -> Figure:
    """Let so many reviewers write to one file, half of them in another process."""
    folder = copied(templates / "world", scratch / "written")
    each = writers // PROCESSES
    started = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.faults.writers",
                str(folder),
                str(at * each),
                str(each),
                str(seconds),
            ],
            env=environment(),
            stdout=subprocess.PIPE,
        )
        for at in range(PROCESSES)
    ]
    answers = [json.loads(one.communicate(timeout=seconds * 5 + 60)[0]) for one in started]
    told = [one for answer in answers for one in answer["ids"]]
    refused = [one for answer in answers for one in answer["refused"]]
    connection = connected(folder / FILE)
    kept = {name for (name,) in connection.execute("SELECT id FROM annotations WHERE removed_at IS NULL")}
    is_damaged = not is_whole(connection)
    connection.close()
    times = sorted(one for answer in answers for one in answer["milliseconds"])
    return Figure(
        f"{writers} writers, {PER_SECOND} actions a second each",
        "R7",
        times=len(told) + len(refused),
        acknowledged=len(told),
        lost=len(set(told) - kept),
        integrity=int(is_damaged),
        terminals=0,
        tracebacks=0,
        said=f"{len(refused)} refused; an action takes {_spread(times)}",
        failures=tuple(sorted(set(refused))),
    )


def latency(templates: Path, scratch: Path, entries: int, actions: int, most: float) -> Figure:
    """Measure actions in so long a journal; 95 of 100 must take less than `most` milliseconds.

    Where they take as long in a short journal, it is the disk, not the program.
    """
    short = _timed(templates, scratch, 0, actions)
    times = _timed(templates, scratch, entries, actions)
    p95 = _p95(times)
    is_slow = p95 >= most and p95 >= 2 * _p95(short)
    return Figure(
        f"an action in a journal of {entries:,} entries",
        "R14",
        times=actions,
        acknowledged=actions,
        lost=0,
        integrity=0,
        terminals=0,
        tracebacks=0,
        said=f"{_spread(times)}; in a short journal {_spread(short)}",
        failures=(f"p95 is {p95:.1f} ms, not under {most:.0f} ms",) if is_slow else (),
    )


def _timed(templates: Path, scratch: Path, entries: int, actions: int) -> list[float]:
    """Return the milliseconds that each of so many actions took, sorted."""
    world = World(copied(templates / "world", scratch / "long"))
    _lengthen(world, entries)
    workload, times = Workload(world, seed=9), []
    for _ in range(actions):
        begun = perf_counter()
        workload.step()
        times.append(1_000 * (perf_counter() - begun))
    world.close()
    return sorted(times)


def _p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


def _lengthen(world: World, entries: int) -> None:
    """Fill the journal with tags and changed notes, all in one action for speed."""
    review, store = world.review, world.store
    tag = review.tag(Passage(10, 60), world.codebook.area("leaders")).after
    assert tag is not None
    with store.action():
        state = store.annotations.state(tag.id)
        assert state is not None
        for number in range(entries):
            after = {**state, "note": f"note {number}"}
            change = RowChange("annotations", tag.id, state, after)
            store.journal.do("note", review.session.id, review.session.reviewer.id, tag.document_id, [change])
            state = after
    review.refresh()


def _spread(times: list[float]) -> str:
    """Return the median, the 95th percentile and the longest of sorted milliseconds in words."""
    if not times:
        return "no time"
    return f"{statistics.median(times):.1f} ms (p95 {_p95(times):.1f} ms, longest {times[-1]:.0f} ms)"


if __name__ == "__main__":
    main(*sys.argv[1:])

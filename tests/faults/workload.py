"""A reviewer who does one verb after the other, and acknowledges each.

As a program (`python -m tests.faults.workload FOLDER VERBS SYNCHRONOUS`) it writes a hash of all rows to its
standard output when a verb is done: that is the acknowledgement.
"""

import os
import random
import sys
from pathlib import Path

from ofsted_tui.importing.details import Given, correct
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.passage import Passage
from tests.faults.worlds import World, dump


class Workload:
    """Verbs by chance, but the same ones for the same seed."""

    def __init__(self, world: World, seed: int = 4) -> None:
        self.world = world
        self._random = random.Random(seed)
        self._number = 0

    def step(self) -> None:
        """Do one verb, which is one action; raise what it raises."""
        self._number += 1
        review, store, pick = self.world.review, self.world.store, self._random
        tags = list(review.annotations)
        what = pick.randrange(12) if tags else 0
        if what <= 4:
            self._tag()
        elif what == 5:
            review.set_note(pick.choice(tags).id, f"note {self._number}" * pick.choice((1, 300)))
        elif what == 6:
            review.untag(pick.choice(tags).id)
        elif what == 7:
            review.remember(self.world.place(self._number))
            review.mark_read(self.world.passage(self._number))
        elif what == 8:
            review.undo()
        elif what == 9:
            review.redo()
        elif what == 10:
            store.settings.set("number", str(self._number))
        else:
            given = Given(title=f"Title {self._number}")
            correct(store, self.world.codebook, review.document.id, given)

    def _tag(self) -> None:
        review, start = self.world.review, self._random.randrange(8_000)
        areas = review.codebook.areas_of(review.edition)
        passage = Passage(start, start + 20 + self._number % 900)
        review.tag(passage, self._random.choice(areas), direction=Direction.NEUTRAL)


def main(folder: str, verbs: str, synchronous: str) -> None:
    """Do so many verbs in the world of a folder."""
    world = World(Path(folder))
    world.store.connection.raw.execute(f"PRAGMA synchronous={synchronous}")
    workload = Workload(world)
    for _ in range(int(verbs) + 1):
        os.write(1, dump(world.store.connection.raw).encode())
        workload.step()


if __name__ == "__main__":
    main(*sys.argv[1:])

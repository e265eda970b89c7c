"""The faults that are done to the store, without a terminal."""

from collections.abc import Iterator
from pathlib import Path

from tests.faults import shim
from tests.faults.clock import jumping
from tests.faults.damage_figures import damages
from tests.faults.figures import Figure
from tests.faults.full_disk import failing_calls, no_more_pages
from tests.faults.power_cuts import power_cuts
from tests.faults.refusals import refusals
from tests.faults.statements import SMALL_CACHE, crashes
from tests.faults.verbs import TAKEN_BACK, VERBS
from tests.faults.worlds import make_all, scratch
from tests.faults.writers import at_once, latency

MAKING = tuple(verb for verb in VERBS if verb.template == "nothing")
OF_A_DAY = tuple(verb for verb in VERBS + TAKEN_BACK if verb not in MAKING)
MOST_MILLISECONDS = 20.0
"""An action takes less, in 95 of 100 cases, however long the journal is."""


def figures(short: bool) -> Iterator[Figure]:
    """Do every fault to the store and tell what it left; the short form does each a few times."""
    with scratch() as templates, scratch() as folder:
        make_all(templates)
        yield crashes(templates, OF_A_DAY, folder, None, "crash at every statement")
        yield crashes(templates, MAKING, folder, None, "crash at every statement of making the file", "R10")
        if not short:
            overflowing = "crash at every statement, cache overflowing"
            yield crashes(templates, OF_A_DAY + MAKING, folder, SMALL_CACHE, overflowing)
        yield refusals(templates, OF_A_DAY + MAKING, folder, ways=1 if short else 3)
        yield no_more_pages(templates, folder, 5 if short else 20)
        yield from _by_the_shim(templates, folder, short)
        yield from damages(templates, folder, 20 if short else 400)
        yield jumping(templates, folder, 2 if short else 20, 20 if short else 60)
        yield at_once(templates, folder, 8, 0.5 if short else 30)
        with scratch(on_disk=True) as disk:
            yield at_once(templates, disk, 2, 0.5 if short else 20)
            entries, actions = (500, 50) if short else (50_000, 1_000)
            yield latency(templates, disk, entries, actions, MOST_MILLISECONDS)


def _by_the_shim(templates: Path, folder: Path, short: bool) -> Iterator[Figure]:
    if missing := shim.why_not():
        for fault, goal in (("power cut", "R3"), ("disk full", "R4"), ("I/O error", "R5")):
            yield Figure(fault, goal, 0, 0, 0, 0, 0, 0, f"left out: {missing}")
        return
    library = shim.built(folder)
    yield power_cuts(templates, library, folder, 20 if short else 1_000)
    yield from failing_calls(templates, library, folder, 20 if short else 200)

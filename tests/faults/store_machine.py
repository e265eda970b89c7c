"""Any sequence of verbs, by two programs on one file, against a plain model: R11."""

from collections.abc import Iterator

from hypothesis import settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.faults.figures import Figure
from tests.review.test_review_machine import ReviewMachine

_STEPS = 50


def figures(short: bool) -> Iterator[Figure]:
    """Do many steps and count them; the first difference is the failure."""
    steps = 0

    class Counting(ReviewMachine):
        @invariant()
        def count(self) -> None:
            nonlocal steps
            steps += 1

    failures: tuple[str, ...] = ()
    bounds = settings(
        max_examples=10 if short else 600, stateful_step_count=_STEPS, deadline=None, database=None
    )
    try:
        run_state_machine_as_test(Counting, settings=bounds)
    except Exception as error:  # whatever differs, it is counted and named
        failures = (f"{type(error).__name__}: {str(error)[:300]}",)
    said = f"{steps:,} steps of tagging, undo, import, placing by two programs, compared after each"
    yield Figure("any sequence of verbs", "R11", steps, 0, len(failures), 0, 0, 0, said, failures)

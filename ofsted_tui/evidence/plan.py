"""The improvement plan: each point, the evidence for it, what came later, and its status."""

from collections.abc import Iterable
from dataclasses import dataclass

from ofsted_tui.evidence.threads import ThreadInTime, ThreadStep
from ofsted_tui.model.thread import ThreadStatus


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of an improvement plan."""

    thread: ThreadInTime
    point: ThreadStep
    """The place that began the thread."""
    evidence: tuple[ThreadStep, ...]
    """The other places of the same document and of earlier ones, in time order."""
    later: tuple[ThreadStep, ...]
    """The places of later documents, in time order."""
    status: ThreadStatus | None


def improvement_plan(threads: Iterable[ThreadInTime]) -> list[PlanRow]:
    """Return a row for each thread that has a place, in their order."""
    found = ((thread, thread.first) for thread in threads)
    return [_row(thread, point) for thread, point in found if point is not None]


def _row(thread: ThreadInTime, point: ThreadStep) -> PlanRow:
    at = thread.steps.index(point)
    others = [(position, one) for position, one in enumerate(thread.steps) if one is not point]
    later = tuple(one for position, one in others if position > at and one.details.id != point.details.id)
    evidence = tuple(one for _, one in others if one not in later)
    return PlanRow(thread, point, evidence, later, thread.status)

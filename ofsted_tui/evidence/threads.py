"""A thread laid out in time: what each document says of the point, and the months between."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ofsted_tui.model.document import DocumentDetails, day_of, months_between
from ofsted_tui.model.thread import Thread, ThreadPassage, ThreadStatus


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """One place of a thread with its document and its day."""

    place: ThreadPassage
    details: DocumentDetails
    day: date | None
    months: int | None
    """The whole months since the step before; None for the first, and where a day is not known."""

    @property
    def is_claim(self) -> bool:
        """Whether the document holds claims of the authority or the press, no findings."""
        return self.details.kind.is_claim


@dataclass(frozen=True, slots=True)
class ThreadInTime:
    """A thread with its places in time order."""

    thread: Thread
    steps: tuple[ThreadStep, ...]

    @property
    def status(self) -> ThreadStatus | None:
        """The status of the point: that of the last finding in time; claims do not count."""
        given = [one.place.status for one in self.steps if one.place.status and not one.is_claim]
        return given[-1] if given else None

    @property
    def first(self) -> ThreadStep | None:
        """The place that began the thread; None where it has none left."""
        begun = self.thread.passages[:1]
        return next((one for one in self.steps if one.place in begun), None)


def thread_in_time(thread: Thread, documents: Mapping[str, DocumentDetails]) -> ThreadInTime:
    """Put the places of a thread in time order; `documents` are by id."""
    known = [one for one in thread.passages if one.document_id in documents]
    ordered = sorted(known, key=lambda one: _order(one, documents[one.document_id]))
    steps: list[ThreadStep] = []
    before: date | None = None
    for place in ordered:
        details = documents[place.document_id]
        day = day_of(details)
        months = months_between(before, day) if steps and before is not None and day is not None else None
        steps.append(ThreadStep(place, details, day, months))
        before = day
    return ThreadInTime(thread, tuple(steps))


def _order(place: ThreadPassage, details: DocumentDetails) -> tuple[date, str, int, str]:
    return day_of(details) or date.max, details.id, place.start or 0, place.id


def threads_in_time(threads: Iterable[Thread], documents: Iterable[DocumentDetails]) -> list[ThreadInTime]:
    """Put the places of each thread in time order."""
    known = {one.id: one for one in documents}
    return [thread_in_time(one, known) for one in threads]

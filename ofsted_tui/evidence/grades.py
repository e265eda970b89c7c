"""Grades over time by authority, with the breaks where a new edition judges other areas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ofsted_tui.model.codebook import NO_GRADE, NOT_THEN, Codebook, Edition, areas_by_edition, was_judged
from ofsted_tui.model.document import DocumentDetails, day_of, in_time
from ofsted_tui.model.structure import Grade

RANKS = {Grade.INADEQUATE: 1, Grade.REQUIRES_IMPROVEMENT: 2, Grade.GOOD: 3, Grade.OUTSTANDING: 4}
"""The grades as ordinal ranks, the best the highest: an order, not a scale."""


@dataclass(frozen=True, slots=True)
class GradedEvent:
    """One inspection and the grades that it gave."""

    details: DocumentDetails
    day: date | None
    grades: Mapping[str, Grade]
    """By the codes of the areas."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first day of an edition that judges other areas: no series of grades crosses it."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """The grades of one area within the time in which it was judged."""

    code: str
    short_title: str
    letter: str
    points: tuple[tuple[GradedEvent, Grade], ...]
    """In time order; never across a break that divides the area."""


@dataclass(frozen=True, slots=True)
class GradeHistory:
    """The grades of one authority over time."""

    authority: str
    events: tuple[GradedEvent, ...]
    """In time order; an inspection without a day comes last."""
    series: tuple[Series, ...]
    """One for each area that was graded, in the order of the digits."""
    breaks: tuple[Break, ...]
    """Those between the first and the last event."""
    judged: Mapping[str, frozenset[str]]
    """The areas that each edition judges."""

    def grade_text(self, event: GradedEvent, code: str) -> str:
        """Return the grade that an event gave an area, or why there is none."""
        if code in event.grades:
            return event.grades[code].value
        return NO_GRADE if was_judged(self.judged, event.details, (code,)) else NOT_THEN


def grade_histories(
    codebook: Codebook, documents: Iterable[DocumentDetails], grades: Mapping[str, Mapping[str, Grade]]
) -> list[GradeHistory]:
    """Return the history of each authority that has graded documents, in alphabetical order.

    `grades` are those of each document by its id. A document that a newer version replaces is left out.
    """
    known = list(documents)
    replaced = {one.replaces for one in known}
    events: dict[str, list[GradedEvent]] = {}
    for details in in_time(known):
        if details.id in grades and details.id not in replaced:
            event = GradedEvent(details, day_of(details), grades[details.id])
            events.setdefault(details.local_authority, []).append(event)
    return [_history(codebook, name, events[name]) for name in sorted(events, key=lambda one: (not one, one))]


def _history(codebook: Codebook, authority: str, events: list[GradedEvent]) -> GradeHistory:
    series = []
    for area in sorted(codebook.areas, key=lambda one: one.digit):
        points = tuple((event, event.grades[area.code]) for event in events if area.code in event.grades)
        if points:
            series.append(Series(area.code, area.short_title, area.letter, points))
    breaks = tuple(_breaks(codebook, events))
    return GradeHistory(authority, tuple(events), tuple(series), breaks, areas_by_edition(codebook))


def _breaks(codebook: Codebook, events: list[GradedEvent]) -> list[Break]:
    days = [event.day for event in events if event.day is not None]
    if not days:
        return []
    editions = sorted(codebook.editions, key=lambda one: one.starts)
    return [
        Break(later.starts, _break_text(codebook, earlier, later))
        for earlier, later in pairwise(editions)
        if min(days) < later.starts <= max(days)
    ]


def _break_text(codebook: Codebook, earlier: Edition, later: Edition) -> str:
    """Return what is judged differently, as "children in care and care leavers: now …, apart"."""
    gone = [codebook.area(code) for code in earlier.area_codes if code not in later.area_codes]
    said = []
    for area in gone:
        now = [codebook.area(code).short_title for code in area.successors if code in later.area_codes]
        said.append(
            f"{area.short_title}: now {' and '.join(now)}, apart"
            if now
            else f"{area.short_title}: judged no more"
        )
    return "; ".join(said)

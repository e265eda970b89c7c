"""Grades over time by authority, with the breaks where Ofsted began to judge other areas, and their plot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ofsted_tui.model.codebook import NO_GRADE, NOT_THEN, Codebook, Edition, areas_by_edition, was_judged
from ofsted_tui.model.document import DocumentDetails, day_of, in_time
from ofsted_tui.model.structure import Grade

RANKS = {Grade.INADEQUATE: 1, Grade.REQUIRES_IMPROVEMENT: 2, Grade.GOOD: 3, Grade.OUTSTANDING: 4}
"""The grades as ordinal ranks, the best the highest: an order, not a scale."""
BREAK = "┊"
_AXIS = "─"
_GAP = 2
"""Empty columns between two inspections."""


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


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter of an area in one column of the plot."""

    column: int
    letter: str
    code: str
    """The code of the area."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Rows of letters, the best grade first."""

    rows: tuple[tuple[Grade, tuple[Letter, ...]], ...]
    breaks: tuple[int, ...]
    """The columns of the breaks."""
    years: str
    """The line of the years under the plot."""


def plotted(history: GradeHistory, width: int) -> Plot:
    """Plot the grades of an authority in `width` columns.

    Inspections stand at their days as far as there is room, and side by side in their order where not.
    """
    events = [event for event in history.events if event.day is not None]
    letters = {series.code: series.letter for series in history.series}
    widths = [max(1, _widest(event)) for event in events]
    columns = _columns([event.day for event in events if event.day], widths, width)
    rows = tuple(
        (grade, tuple(_letters(events, columns, letters, grade))) for grade in sorted(Grade, key=_from_best)
    )
    breaks = tuple(_break_column(one.day, events, columns) for one in history.breaks)
    return Plot(rows, breaks, _years(events, columns, width))


def _from_best(grade: Grade) -> int:
    return -RANKS[grade]


def _widest(event: GradedEvent) -> int:
    grades = list(event.grades.values())
    return max((grades.count(grade) for grade in grades), default=1)


def _columns(days: Sequence[date], widths: Sequence[int], width: int) -> list[int]:
    """Return the column of each inspection: by time, pushed apart where two would touch."""
    if not days:
        return []
    span = max(1, (days[-1] - days[0]).days)
    room = max(0, width - widths[-1])
    columns = [round((day - days[0]).days / span * room) for day in days]
    for at in range(1, len(columns)):
        columns[at] = max(columns[at], columns[at - 1] + widths[at - 1] + _GAP)
    over = columns[-1] - room
    for at in range(len(columns) - 1, -1, -1):
        limit = room - sum(one + _GAP for one in widths[at:-1])
        columns[at] = max(0, min(columns[at], limit)) if over > 0 else columns[at]
    return columns


def _letters(
    events: Sequence[GradedEvent], columns: Sequence[int], letters: dict[str, str], grade: Grade
) -> list[Letter]:
    found = []
    for event, column in zip(events, columns, strict=True):
        codes = [code for code in letters if event.grades.get(code) is grade]
        found += [Letter(column + at, letters[code], code) for at, code in enumerate(codes)]
    return found


def _break_column(day: date, events: Sequence[GradedEvent], columns: Sequence[int]) -> int:
    """Return the column just before the first inspection under the new edition."""
    later = [column for event, column in zip(events, columns, strict=True) if event.day and event.day >= day]
    return max(0, min(later) - 1) if later else 0


def _years(events: Sequence[GradedEvent], columns: Sequence[int], width: int) -> str:
    line = [_AXIS] * max(0, width)
    free = 0
    for event, column in zip(events, columns, strict=True):
        year = str(event.day.year) if event.day else ""
        column = min(column, max(0, width - len(year)))
        if column >= free:
            line[column : column + len(year)] = year
            free = column + len(year) + 1
    return "".join(line)

"""The grades of one authority plotted with letters: time across, the four grades down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_tui.evidence.grades import RANKS, GradedEvent, GradeHistory
from ofsted_tui.model.structure import Grade

BREAK = "┊"
_AXIS = "─"
_GAP = 2
"""Empty columns between two inspections."""


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

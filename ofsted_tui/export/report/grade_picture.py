"""The grades of one authority over time as a picture, with the breaks as breaks."""

from collections.abc import Iterator, Sequence
from datetime import date

from ofsted_tui.evidence.grades import RANKS, GradeHistory, Series
from ofsted_tui.export.report.page_parts import svg, svg_text
from ofsted_tui.model.section import Grade

_LEFT, _RIGHT, _TOP, _STEP = 256, 30, 34, 58
_WIDTH = 860
_DASHES = ("", "7 4", "2 4", "10 4 2 4", "4 2", "12 3")
"""One for each area, so that no line is told by its colour."""
_APART = 17
"""Pixels between the marks of areas with the same grade."""


def grade_picture(history: GradeHistory, authority: str) -> str:
    """Return the picture of an authority's grades; inspections without a day are left to the table."""
    days = [event.day for event in history.events if event.day is not None]
    height = _TOP + _STEP * len(RANKS) + 44 + 16 * len(history.series)
    title = f"Grades of {authority} over time"
    return svg(_WIDTH, height, title, _described(history), _parts(history, _Scale(days)))


def _described(history: GradeHistory) -> str:
    said = (
        f"{one.short_title}: "
        + ", ".join(f"{grade.value} in {event.day.year}" for event, grade in one.points if event.day)
        for one in history.series
    )
    breaks = "".join(f" From {one.day.isoformat()}: {one.words}." for one in history.breaks)
    return f"{'; '.join(said)}.{breaks}"


class _Scale:
    """Where days and grades stand."""

    def __init__(self, days: Sequence[date]) -> None:
        self.days = sorted(set(days))
        first = self.days[0] if self.days else date(2018, 1, 1)
        self._first = first
        self._span = max(1, (self.days[-1] - first).days if self.days else 1)
        self._room = _WIDTH - _LEFT - _RIGHT - 5 * _APART

    def x(self, day: date) -> float:
        return _LEFT + 14 + self._room * (day - self._first).days / self._span

    def y(self, grade: Grade) -> float:
        return float(_TOP + _STEP * (max(RANKS.values()) - RANKS[grade]) + 16)


def _parts(history: GradeHistory, scale: _Scale) -> Iterator[str]:
    yield from _frame(scale)
    for broken in history.breaks:
        x = scale.x(broken.day)
        bottom = _TOP + _STEP * len(RANKS)
        yield f'<path class="break" d="M{x:g} {_TOP - 12}V{bottom}"/>'
        yield svg_text(
            x, _TOP - 17, f"from {broken.day.day} {broken.day:%b %Y} other areas", "small soft", "middle"
        )
    for at, series in enumerate(history.series):
        yield from _series(series, at, scale)
    yield from _legend(history.series)


def _frame(scale: _Scale) -> Iterator[str]:
    for grade in RANKS:
        y = scale.y(grade)
        yield f'<path class="line" d="M{_LEFT} {y:g}H{_WIDTH - 8}"/>'
        yield svg_text(0, y + 4, grade.value, "strong")
    bottom, taken = _TOP + _STEP * len(RANKS) + 6, -100.0
    for day in scale.days:
        x = scale.x(day)
        if x - taken > 46:
            yield svg_text(x, bottom, str(day.year), "soft")
            taken = x


def _series(series: Series, at: int, scale: _Scale) -> Iterator[str]:
    points = [
        (scale.x(event.day) + at * _APART, scale.y(grade)) for event, grade in series.points if event.day
    ]
    if len(points) > 1:
        path = "L".join(f"{x:g} {y:g}" for x, y in points)
        yield f'<path class="series" stroke-dasharray="{_DASHES[at % len(_DASHES)]}" d="M{path}"/>'
    for x, y in points:
        yield f'<circle class="mark" cx="{x:g}" cy="{y:g}" r="8"/>'
        yield svg_text(x, y + 4, series.letter, "strong small", "middle")


def _legend(series: Sequence[Series]) -> Iterator[str]:
    top = _TOP + _STEP * len(RANKS) + 34
    for at, one in enumerate(series):
        y = top + 16 * at
        dashes = _DASHES[at % len(_DASHES)]
        yield f'<path class="series" stroke-dasharray="{dashes}" d="M{_LEFT} {y - 4}H{_LEFT + 44}"/>'
        yield svg_text(_LEFT + 54, y, f"{one.letter} {one.short_title}")

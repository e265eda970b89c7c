"""Draw the pictures of a report as SVG: grades over time, the matrix, a thread."""

from collections.abc import Iterator, Sequence
from datetime import date

from ofsted_tui.evidence.grades import RANKS, GradeHistory, Series
from ofsted_tui.evidence.matrix import Matrix, MatrixCell, MatrixRow
from ofsted_tui.evidence.threads import ThreadInTime, ThreadStep
from ofsted_tui.export.report.content import tally_text
from ofsted_tui.export.report.markup import svg, svg_text
from ofsted_tui.model.document import day_of
from ofsted_tui.model.safe_text import counted
from ofsted_tui.model.structure import Grade

_GRADE_LEFT, _GRADE_RIGHT, _GRADE_TOP, _GRADE_STEP = 256, 30, 34, 58
_GRADE_WIDTH = 860
_DASHES = ("", "7 4", "2 4", "10 4 2 4", "4 2", "12 3")
"""One for each area, so that no line is told by its colour."""
_APART = 17
"""Pixels between the marks of areas with the same grade."""


def grade_picture(history: GradeHistory, authority: str) -> str:
    """Return the picture of an authority's grades; inspections without a day are left to the table."""
    days = [event.day for event in history.events if event.day is not None]
    height = _GRADE_TOP + _GRADE_STEP * len(RANKS) + 44 + 16 * len(history.series)
    title = f"Grades of {authority} over time"
    return svg(_GRADE_WIDTH, height, title, _grades_described(history), _grade_parts(history, _Scale(days)))


def _grades_described(history: GradeHistory) -> str:
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
        self._room = _GRADE_WIDTH - _GRADE_LEFT - _GRADE_RIGHT - 5 * _APART

    def x(self, day: date) -> float:
        return _GRADE_LEFT + 14 + self._room * (day - self._first).days / self._span

    def y(self, grade: Grade) -> float:
        return float(_GRADE_TOP + _GRADE_STEP * (max(RANKS.values()) - RANKS[grade]) + 16)


def _grade_parts(history: GradeHistory, scale: _Scale) -> Iterator[str]:
    yield from _frame(scale)
    for broken in history.breaks:
        x = scale.x(broken.day)
        bottom = _GRADE_TOP + _GRADE_STEP * len(RANKS)
        yield f'<path class="break" d="M{x:g} {_GRADE_TOP - 12}V{bottom}"/>'
        yield svg_text(
            x,
            _GRADE_TOP - 17,
            f"from {broken.day.day} {broken.day:%b %Y} other areas",
            "small soft",
            "middle",
        )
    for at, series in enumerate(history.series):
        yield from _series(series, at, scale)
    yield from _legend(history.series)


def _frame(scale: _Scale) -> Iterator[str]:
    for grade in RANKS:
        y = scale.y(grade)
        yield f'<path class="line" d="M{_GRADE_LEFT} {y:g}H{_GRADE_WIDTH - 8}"/>'
        yield svg_text(0, y + 4, grade.value, "strong")
    bottom, taken = _GRADE_TOP + _GRADE_STEP * len(RANKS) + 6, -100.0
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
    top = _GRADE_TOP + _GRADE_STEP * len(RANKS) + 34
    for at, one in enumerate(series):
        y = top + 16 * at
        dashes = _DASHES[at % len(_DASHES)]
        line = f"M{_GRADE_LEFT} {y - 4}H{_GRADE_LEFT + 44}"
        yield f'<path class="series" stroke-dasharray="{dashes}" d="{line}"/>'
        yield svg_text(_GRADE_LEFT + 54, y, f"{one.letter} {one.short_title}")


MOST_ROWS = 60
"""Rows of a picture: with more, nobody could read it."""
_LABEL, _CELL, _ROW, _HEAD = 176, 154, 58, 46
_BAR = 100
_SIGNS = ("+", "−", "=", "·", "~")


def matrix_picture(matrix: Matrix, title: str) -> str:
    """Return the picture of a matrix of at most MOST_ROWS rows."""
    width = _LABEL + _CELL * len(matrix.columns) + 2
    height = _HEAD + _ROW * len(matrix.rows) + 4
    return svg(width, height, title, _matrix_described(matrix), _matrix_parts(matrix, width, height))


def _matrix_described(matrix: Matrix) -> str:
    said = (
        f"{column.title}: {tally_text(tally)}"
        for column, tally in zip(matrix.columns, matrix.totals, strict=True)
    )
    rows = counted(len(matrix.rows), "row")
    return f"{rows}; in all: {'; '.join(said)}. The table below says the same in words."


def _matrix_parts(matrix: Matrix, width: int, height: int) -> Iterator[str]:
    for at, column in enumerate(matrix.columns):
        words = column.short_title
        cut = words.rfind(" ", 0, 18) if len(words) > 17 else len(words)
        cut = cut if cut > 0 else 17
        x = _LABEL + at * _CELL + 8
        yield svg_text(x, 18, words[:cut], "strong")
        yield svg_text(x, 35, _shortened(words[cut:], 18), "strong")
    for at, row in enumerate(matrix.rows):
        yield from _matrix_row(row, _HEAD + at * _ROW, width)
    yield f'<path class="line" d="M0 {height - 2}H{width}"/>'


def _matrix_row(row: MatrixRow, top: int, width: int) -> Iterator[str]:
    yield f'<path class="line" d="M0 {top}H{width}"/>'
    only = row.documents[0] if len(row.documents) == 1 else None
    day = only and day_of(only)
    first = only.local_authority or row.title if only and only.title == row.title else row.title
    second = f"{day.day} {day:%b %Y}" if day else ""
    yield svg_text(4, top + 19, _shortened(first, 27), "strong")
    yield svg_text(4, top + 36, second, "soft")
    if only:
        yield svg_text(4, top + 51, only.kind.label, "soft small")
    for at, cell in enumerate(row.cells):
        yield from _matrix_cell(cell, _LABEL + at * _CELL + 8, top)


def _matrix_cell(cell: MatrixCell, x: int, top: int) -> Iterator[str]:
    if cell.absent:
        yield svg_text(x, top + 19, "not a judgement", "soft")
        yield svg_text(x, top + 34, "then", "soft")
    grade = " › ".join(dict.fromkeys(one.value for one in cell.grades))
    yield svg_text(
        x, top + 19, _shortened(grade.replace("Requires improvement to be good", "Requires improvement"), 21)
    )
    tally = cell.tally
    both = tally.strengths + tally.improvements
    if both:
        full = _BAR * tally.strengths / both
        yield f'<rect class="strengths" x="{x}" y="{top + 26}" width="{full:g}" height="9"/>'
        yield (
            f'<rect class="improvements" x="{x + full:g}" y="{top + 29}" width="{_BAR - full:g}" height="3"/>'
        )
    if tally.total:
        counts = "  ".join(f"{sign}{number}" for sign, number in zip(_SIGNS, tally, strict=True) if number)
        yield svg_text(x, top + 50, counts, "small")


_THREAD_LEFT, _THREAD_LINE, _THREAD_HEIGHT = 70, 92, 176
_ARCS = 60
"""The room above for relations."""
_LEAST = 150
"""Pixels between two places, however near they are in time."""
_A_MONTH = 2.2
_MOST = 260


def thread_picture(found: ThreadInTime) -> str:
    """Return the picture of a thread that has places."""
    places = _places(found.steps)
    width = round(places[-1] + _THREAD_LEFT + 40)
    described = "; ".join(_step_described(found, step) for step in found.steps)
    title = f"The thread “{_shortened(found.thread.title, 60)}” in time"
    if any(step.place.relation for step in found.steps):
        return svg(width, _THREAD_HEIGHT, title, described, _thread_parts(found, places))
    lower = (f'<g transform="translate(0,-{_ARCS})">', *_thread_parts(found, places), "</g>")
    return svg(width, _THREAD_HEIGHT - _ARCS, title, described, lower)


def _status_text(step: ThreadStep) -> str:
    return step.place.status.label if step.place.status else "no status"


def _day_text(step: ThreadStep) -> str:
    return f"{step.day.day} {step.day:%b %Y}" if step.day else "no date"


def _step_described(found: ThreadInTime, step: ThreadStep) -> str:
    months = f", {counted(step.months, 'month')} later" if step.months else ""
    claim = ", a claim and no finding" if step.is_claim else ""
    other = next((one for one in found.steps if one.place.id == step.place.related_id), None)
    relation = (
        f", {step.place.relation.value} that of {_day_text(other)}" if step.place.relation and other else ""
    )
    return f"{_day_text(step)}{months}: {step.details.kind.label}, {_status_text(step)}{claim}{relation}"


def _places(steps: Sequence[ThreadStep]) -> list[float]:
    """Return where each place stands: by the months between, but never too near or too far."""
    x = float(_THREAD_LEFT)
    found = [x]
    for step in steps[1:]:
        x += max(_LEAST, min(_MOST, _A_MONTH * (step.months or 0)))
        found.append(x)
    return found


def _thread_parts(found: ThreadInTime, places: Sequence[float]) -> Iterator[str]:
    yield f'<path class="edge" d="M{places[0]:g} {_THREAD_LINE}H{places[-1]:g}"/>'
    for at, (step, x) in enumerate(zip(found.steps, places, strict=True)):
        if at and step.months:
            yield svg_text(
                (places[at - 1] + x) / 2,
                _THREAD_LINE - 8,
                counted(step.months, "month"),
                "small soft",
                "middle",
            )
        yield _mark(step, x)
        yield svg_text(x, _THREAD_LINE + 28, _day_text(step), "strong", "middle")
        yield svg_text(x, _THREAD_LINE + 45, step.details.kind.label, "soft small", "middle")
        yield svg_text(
            x,
            _THREAD_LINE + 62,
            f"{_status_text(step)}{' · claim' if step.is_claim else ''}",
            "small",
            "middle",
        )
    yield from _relations(found, places)


def _mark(step: ThreadStep, x: float) -> str:
    if step.place.passage is None:
        return f'<path class="edge" d="M{x - 6:g} {_THREAD_LINE - 6}l12 12m0 -12l-12 12"/>'
    if step.is_claim:
        place = f'x="{x - 7:g}" y="{_THREAD_LINE - 7}" width="14" height="14"'
        return f'<rect class="mark" {place} stroke-dasharray="3 2"/>'
    return f'<circle class="mark" cx="{x:g}" cy="{_THREAD_LINE}" r="8"/>'


def _relations(found: ThreadInTime, places: Sequence[float]) -> Iterator[str]:
    at = {step.place.id: x for step, x in zip(found.steps, places, strict=True)}
    for step in found.steps:
        place = step.place
        if place.relation is None or place.related_id not in at:
            continue
        start, end = at[place.id], at[place.related_id]
        middle = (start + end) / 2
        above = _THREAD_LINE - 12
        yield f'<path class="edge" d="M{start:g} {above}Q{middle:g} 12 {end:g} {above}"/>'
        tip = 5 if start > end else -5
        yield f'<path class="edge" d="M{end:g} {above}l{tip} -8m{-tip} 8l{2 * tip} -3"/>'
        yield svg_text(middle, 34, place.relation.value, "strong", "middle")


def _shortened(words: str, characters: int) -> str:
    """Return words cut to so many characters, with … where something was cut."""
    plain = " ".join(words.split())
    return plain if len(plain) <= characters else f"{plain[: characters - 1].rstrip()}…"

"""Grades, matrix, improvement plan and documents of the HTML report: as pictures, and as tables."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ofsted_tui.evidence.grades import GradedEvent, GradeHistory
from ofsted_tui.evidence.matrix import Cell, Matrix
from ofsted_tui.evidence.threads import Step
from ofsted_tui.export.report.content import Report
from ofsted_tui.export.report.grade_picture import grade_picture
from ofsted_tui.export.report.matrix_picture import MOST_ROWS, matrix_picture
from ofsted_tui.export.report.page_parts import figure, line, table, text
from ofsted_tui.export.report.words import columns_words, day_words, facts, said, status_words, tally_parts

_PICTURED = 40
"""Authorities whose grades are drawn; the table has all."""


def grades_part(report: Report) -> Iterator[str]:
    """Yield the grades of each authority, as a picture and as a table."""
    if not report.histories:
        yield "<p>None of these documents gives grades.</p>"
    for number, history in enumerate(report.histories):
        name = history.authority or "authority not known"
        yield f"<h3>{line(name)}</h3>"
        if number < _PICTURED and any(event.day for event in history.events):
            yield figure(grade_picture(history, name), "Each letter is an area, as the legend says.")
        yield _grades_table(history, name)
        for broken in history.breaks:
            day = f"{broken.day.day} {broken.day:%B %Y}"
            yield f"<p>From {day}: {text(broken.words)}. Grades before and after are no series.</p>"


def _grades_table(history: GradeHistory, name: str) -> str:
    days = [event.day.isoformat() if event.day else "no date" for event in history.events]
    rows = [
        (line(series.short_title), *(_grade(history, event, series.code) for event in history.events))
        for series in history.series
    ]
    return table(f"Grades of {name}", ("Area", *days), rows)


def _grade(history: GradeHistory, event: GradedEvent, code: str) -> str:
    words = escape(history.grade_text(event, code))
    return words if code in event.grades else f'<span class="soft">{words}</span>'


def matrix_part(report: Report) -> Iterator[str]:
    """Yield the matrix as judged and over the crosswalk, each as a picture and as a table."""
    yield f"<p>{escape(columns_words())}.</p>"
    for matrix, title in (
        (report.matrix, "Documents by judgement area, as judged"),
        (report.together, "The same over the crosswalk: areas that were one judgement share a column"),
    ):
        yield f"<h3>{title}</h3>"
        if 0 < len(matrix.rows) <= MOST_ROWS:
            yield figure(matrix_picture(matrix, title), "Full bar: strengths. Thin bar: needs improvement.")
        yield _matrix_table(matrix, title)


def _matrix_table(matrix: Matrix, title: str) -> str:
    headings = ("Document", *(column.short_title for column in matrix.columns), "All")
    rows = [
        (
            _row_name(row.title, day_words(row.documents[0])),
            *map(_cell, row.cells),
            _lines(tally_parts(row.tally)),
        )
        for row in matrix.rows
    ]
    totals = (_lines(tally_parts(one)) for one in (*matrix.totals, matrix.total))
    return table(title, headings, [*rows, ("All", *totals)])


def _lines(words: Sequence[str]) -> str:
    return "<br>".join(map(escape, words))


def _row_name(title: str, day: str) -> str:
    return f'{text(title)}<br><span class="soft">{escape(day)}</span>'


def _cell(cell: Cell) -> str:
    grade = " › ".join(dict.fromkeys(one.value for one in cell.grades))
    first = grade or cell.absent
    return _lines([*([first] if first else []), *tally_parts(cell.tally)])


def plan_table(report: Report) -> Iterator[str]:
    """Yield the improvement plan: a row for each thread."""
    if not report.plan:
        yield "<p>No thread is followed yet.</p>"
        return
    rows = [
        (
            f"{text(row.thread.thread.title)}<br>{_steps([row.point])}",
            escape(_area(report, row.thread.thread.area)),
            _steps(row.evidence),
            _steps(row.later),
            escape(status_words(row)),
        )
        for row in report.plan
    ]
    yield table(
        "Each point with its evidence, what came later, and where it stands",
        ("Point", "Area", "Evidence", "Later evidence", "Status"),
        rows,
    )


def _area(report: Report, code: str) -> str:
    return report.codebook.area_or_unknown(code).short_title if code else "not said"


def _steps(steps: Iterable[Step]) -> str:
    return "<br>".join(
        f'<span class="soft">{escape(day_words(one.details))}</span>{escape(facts(one))}: {text(said(one))}'
        for one in steps
    )


def documents_table(report: Report) -> Iterator[str]:
    """Yield the documents with what identifies them."""
    rows = [
        (
            text(one.title),
            escape(one.kind.label),
            text(one.local_authority),
            escape(day_words(one)),
            escape(report.rows.framework(one)),
            f"<code>{escape(one.sha256)}</code>",
            text(one.licence),
        )
        for one in report.documents
    ]
    headings = ("Title", "Kind", "Authority", "Date", "Framework", "SHA-256 of the text", "Licence")
    yield table("The documents of this report in time order", headings, rows)

"""The rows of the smaller sheets of the XLSX report, each with its headings first."""

from collections.abc import Iterator

from ofsted_tui.evidence.matrix import Matrix
from ofsted_tui.export.evidence_tables import GRADE_COLUMNS, grade_rows
from ofsted_tui.export.report.content import Report
from ofsted_tui.export.report.words import (
    CHECK,
    CLAIMS,
    LICENCE,
    as_of_words,
    count_words,
    day_words,
    facts,
    quotes,
    said,
    scope_words,
    status_words,
)

Row = list[str | int]
COUNTS = ("strengths", "need improvement", "neutral", "no direction", "claims")
HEADINGS, TOTAL = ("Document", "Date"), "annotations"
"""The columns of the matrix before those of areas, and behind them."""
ALL = "All"
"""What stands in the last row of the matrix, the sums."""


def matrix_sheet_rows(matrix: Matrix) -> Iterator[Row]:
    """Yield the matrix: for each column the grade, then the counts; the sums in the last row."""
    heads = [f"{column.short_title}: {what}" for column in matrix.columns for what in ("grade", *COUNTS)]
    yield [*HEADINGS, *heads, TOTAL]
    for row in matrix.rows:
        cells: Row = []
        for cell in row.cells:
            cells += ["; ".join(one.value for one in cell.grades) or cell.absent, *cell.tally]
        yield [row.title, day_words(row.documents[0]), *cells, row.tally.total]
    sums: Row = [value for tally in matrix.totals for value in ("", *tally)]
    yield [ALL, "", *sums, matrix.total.total]


def plan_rows(report: Report) -> Iterator[Row]:
    """Yield the improvement plan."""
    yield ["Point", "Quote", "Document", "Area", "Evidence", "Later evidence", "Status"]
    for row in report.plan:
        area = row.thread.thread.area
        yield [
            row.thread.thread.title,
            said(row.point),
            f"{row.point.details.title}, {day_words(row.point.details)}{facts(row.point)}",
            report.codebook.area_or_unknown(area).short_title if area else "",
            "\n".join(quotes(row.evidence)),
            "\n".join(quotes(row.later)),
            status_words(row),
        ]


def grade_sheet_rows(report: Report) -> Iterator[Row]:
    """Yield the grades, then the breaks between which they are series."""
    yield [*GRADE_COLUMNS]
    for row in grade_rows(report.histories, report.codebook):
        yield [str(cell) for cell in row]
    breaks = {one.day: one.words for history in report.histories for one in history.breaks}
    for day in sorted(breaks):
        yield ["", "", "", "", day.isoformat(), "", "", breaks[day], "break"]


def codebook_rows(report: Report) -> Iterator[Row]:
    """Yield the areas with their editions, then the topics with their synonyms."""
    yield ["code", "title", "area", "editions or group", "synonyms"]
    for area in report.codebook.areas:
        editions = [one.title for one in report.codebook.editions if area.code in one.area_codes]
        yield [area.code, area.title, area.short_title, ", ".join(editions), ""]
    for topic in report.codebook.topics:
        yield [topic.code, topic.title, topic.area, topic.group, ", ".join(topic.synonyms)]


def about_rows(report: Report) -> Iterator[Row]:
    """Yield what the report covers, and how it is to be read and checked."""
    yield ["about", "this report"]
    yield ["title", f"Evidence report: {report.title}"]
    yield ["scope", scope_words(report)]
    yield ["counts", count_words(report.matrix.total)]
    yield ["time", as_of_words(report)]
    yield ["claims", CLAIMS]
    yield ["check", CHECK]
    yield ["licence", LICENCE]
    for details in report.documents:
        yield [f"SHA-256 of {details.title}", details.sha256]

"""Write the report as one HTML page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path

from ofsted_tui.evidence.grades import GradedEvent, GradeHistory
from ofsted_tui.evidence.matrix import Matrix, MatrixCell
from ofsted_tui.evidence.threads import ThreadStep
from ofsted_tui.export.atomic_file import begins_with, write_lines
from ofsted_tui.export.csv_format import COLUMNS, CsvRow
from ofsted_tui.export.report.content import (
    CHECK,
    CLAIMS,
    DIRECTIONS,
    LICENCE,
    NO_REPORT,
    Report,
    as_of_text,
    columns_text,
    count_text,
    day_text,
    facts,
    is_of_claims,
    said,
    scope_text,
    status_text,
    tally_of_row,
    tally_parts,
)
from ofsted_tui.export.report.drawings import MOST_ROWS, grade_picture, matrix_picture, thread_picture
from ofsted_tui.export.report.markup import STYLE, cell, figure, line, proof, table, text
from ofsted_tui.export.rows import THREAD_COLUMNS
from ofsted_tui.model.errors import Progress, silent
from ofsted_tui.model.thread import ThreadStatus

HTML_BEGINNING = b'<!doctype html>\n<html lang="en-GB" data-report="ofsted-tui">'
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
HEAD = (
    f"{HTML_BEGINNING.decode()}\n"
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
)
"""The page before its title."""
HEAD_END = f"<style>{STYLE}</style></head>"
BODY, MAIN = "<body>", '<main id="main">'
STEPS = '<div class="steps">'
"""What the places of a thread stand in."""
_PARTS = {
    "grades": "Grades over time",
    "matrix": "Matrix",
    "evidence": "Evidence by area, topic and direction",
    "threads": "Threads",
    "plan": "Improvement plan",
    "documents": "Documents",
    "codebook": "Codebook",
}
_LOOKS = ("strengths", "improvement", "neutral", "none", "claims")
_PROSE = (
    ("document", "", ""),
    ("event_start", ", ", ""),
    ("section", ", ", ""),
    ("paragraph", ", ¶", ""),
    ("page", ", page ", ""),
    ("reviewer", ". Tagged by ", ""),
    ("quantifier", ", how many: ", ""),
)
"""What is said of a place, each with what stands before and after it."""
_AUTHORITIES_DRAWN = 40
"""Authorities whose grades are drawn; the table has all."""
_THREADS_DRAWN = 300
"""Threads that are drawn: with more, the page would be too large to read."""


def write_html(report: Report, path: Path, *, force: bool = False, progress: Progress = silent) -> int:
    """Write the report, whole or not at all, and return the number of annotations.

    Raises UserError where the file cannot be written, OtherFileError where another kind of file is there
    already and `force` is not given.
    """
    write_lines(path, html_lines(report, progress), HTML_BEGINNING, NO_REPORT, force=force)
    return report.number


def is_html_report(path: Path) -> bool:
    """Tell whether such a report is there; raise UserError where it cannot be read."""
    return begins_with(path, HTML_BEGINNING)


def html_lines(report: Report, progress: Progress = silent) -> Iterator[str]:
    """Yield the page line by line; one area's annotations are held at a time."""
    yield f"{HEAD}<title>{line(f'Evidence report: {report.title}')}</title>"
    yield HEAD_END
    yield f'{BODY}<a class="skip" href="#main">To the report</a>'
    yield from _header(report)
    yield from _contents()
    yield MAIN
    yield from _part("grades", _grades(report))
    yield from _part("matrix", _matrices(report))
    yield from _part("evidence", _evidence(report, progress))
    yield from _part("threads", _threads(report))
    yield from _part("plan", _plan(report))
    yield from _part("documents", _documents(report))
    yield from _part("codebook", _codebook(report))
    yield "</main>"
    yield f'<footer><p class="soft">{escape(LICENCE)} Made with ofsted-tui.</p></footer></body></html>'


def _part(name: str, lines: Iterator[str]) -> Iterator[str]:
    yield section_tag(name)
    yield f'<h2 id="{name}-heading">{_PARTS[name]}</h2>'
    yield from lines
    yield "</section>"


def section_tag(name: str) -> str:
    """Return the tag that begins a part of the page."""
    return f'<section id="{name}" aria-labelledby="{name}-heading">'


def _header(report: Report) -> Iterator[str]:
    yield f"<header><h1>{line(f'Evidence report: {report.title}')}</h1>"
    counts = escape(count_text(report.matrix.total))
    yield f"<p>{text(scope_text(report))} {counts} {as_of_text(report)}</p>"
    yield f'<p class="soft">{escape(CLAIMS)} {escape(CHECK)}</p></header>'


def _contents() -> Iterator[str]:
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in _PARTS.items())
    yield f'<nav aria-label="Contents"><ol>{links}</ol></nav>'


def _grades(report: Report) -> Iterator[str]:
    if not report.histories:
        yield "<p>None of these documents gives grades.</p>"
    for number, history in enumerate(report.histories):
        name = history.authority or "authority not known"
        yield f"<h3>{line(name)}</h3>"
        if number < _AUTHORITIES_DRAWN and any(event.day for event in history.events):
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


def _matrices(report: Report) -> Iterator[str]:
    yield f"<p>{escape(columns_text())}.</p>"
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
            _row_name(row.title, day_text(row.documents[0])),
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


def _cell(cell: MatrixCell) -> str:
    grade = " › ".join(dict.fromkeys(one.value for one in cell.grades))
    first = grade or cell.absent
    return _lines([*([first] if first else []), *tally_parts(cell.tally)])


def _evidence(report: Report, progress: Progress) -> Iterator[str]:
    if not report.number:
        yield "<p>Nothing is tagged yet.</p>"
    for (_, area), groups in groupby(report.evidence(progress), lambda one: (one.area, one.area_title)):
        yield f"<h3>{text(area)}</h3>"
        topic: str | None = None
        for group in groups:
            if group.topic_title != topic:
                topic = group.topic_title
                yield f"<h4>{text(topic or 'No topic')}</h4>"
            yield from map(evidence_article, group.rows)


def evidence_article(row: CsvRow) -> str:
    """Return the article of one annotation; every column stands in it exactly once."""
    at = tally_of_row(row).index(1)
    said = [name for name, _, _ in _PROSE if row[name]]
    note = f'<p class="note">Note: {cell("note", row["note"])}</p>' if row["note"] else ""
    shown = {"quote", "note" if row["note"] else "quote", *said}
    rest = [name for name in COLUMNS if name not in shown]
    prose = "".join(f"{before}{cell(name, row[name])}{after}" for name, before, after in _PROSE if row[name])
    return (
        f'<article class="evidence {_LOOKS[at]}" id="annotation-{escape(row["annotation_id"])}">'
        f"{cell('quote', row['quote'], 'blockquote')}"
        f'<p class="where"><span class="said">{escape(DIRECTIONS[at])}</span> · {prose}</p>'
        f"{note}{proof(row, rest)}</article>"
    )


def _threads(report: Report) -> Iterator[str]:
    if not report.threads:
        yield "<p>No thread is followed yet.</p>"
    for number, found in enumerate(report.threads):
        status = f" – {found.status.label}" if found.status else ""
        yield f"<h3>{line(found.thread.title)}{status}</h3>"
        if found.steps and number < _THREADS_DRAWN:
            yield figure(thread_picture(found), "In time, with the months between; claims are squares.")
        yield STEPS
        rows = {row["passage_id"]: row for row in report.thread_rows(found)}
        for row in rows.values():
            yield place_article(row, rows)
        yield "</div>"


def place_article(row: CsvRow, rows: Mapping[str, CsvRow]) -> str:
    """Return the article of one place; every column stands in it exactly once.

    `rows` are those of the thread by the ids of their places: a relation names another one.
    """
    shown = [name for name in ("event_start", "quote", "document", "paragraph", "page", "note") if row[name]]
    rest = [name for name in THREAD_COLUMNS if name not in shown]
    when = cell("event_start", row["event_start"]) if row["event_start"] else "no date"
    is_claim = is_of_claims(row)
    claim = ' <span class="said">A claim, no finding.</span>' if is_claim else ""
    return (
        f'<article class="place{" claims" if is_claim else ""}" id="place-{escape(row["passage_id"])}">'
        f'<p class="where"><span class="said">{when}</span>{_months(row)} · {_status(row)}.{claim}'
        f"{_relation(row, rows)}</p>{_quote(row)}"
        f'<p class="where">{_place(row)}</p>{_note(row["note"])}{proof(row, rest)}</article>'
    )


def _months(row: CsvRow) -> str:
    months = row["months_since"]
    if months in ("", "0"):
        return ""
    return f", {escape(months)} {'month' if months == '1' else 'months'} later"


def _status(row: CsvRow) -> str:
    known = {one.value: one.label for one in ThreadStatus}
    return escape(known.get(row["status"], row["status"]) or "no status")


def _quote(row: CsvRow) -> str:
    if not row["start"]:
        return "<p>The document does not mention it.</p>"
    return cell("quote", row["quote"], "blockquote")


def _place(row: CsvRow) -> str:
    parts = (("document", ""), ("paragraph", ", ¶"), ("page", ", page "))
    return "".join(f"{before}{cell(name, row[name])}" for name, before in parts if row[name])


def _note(note: str) -> str:
    return f'<p class="note">Note: {cell("note", note)}</p>' if note else ""


def _relation(row: CsvRow, rows: Mapping[str, CsvRow]) -> str:
    other = rows.get(row["related_id"])
    if not row["relation"] or other is None or other["thread_id"] != row["thread_id"]:
        return ""
    where = f"{_day(other['event_start'])}, {other['document']}"
    link = f'<a href="#place-{escape(other["passage_id"])}">{text(where)}</a>'
    return f' <span class="said">It {escape(row["relation"])}</span> {link}.'


def _day(written: str) -> str:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written or "no date"
    return f"{day.day} {day:%b %Y}"


def _plan(report: Report) -> Iterator[str]:
    if not report.plan:
        yield "<p>No thread is followed yet.</p>"
        return
    rows = [
        (
            f"{text(row.thread.thread.title)}<br>{_steps([row.point])}",
            escape(_area(report, row.thread.thread.area)),
            _steps(row.evidence),
            _steps(row.later),
            escape(status_text(row)),
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


def _steps(steps: Iterable[ThreadStep]) -> str:
    return "<br>".join(
        f'<span class="soft">{escape(day_text(one.details))}</span>{escape(facts(one))}: {text(said(one))}'
        for one in steps
    )


def _documents(report: Report) -> Iterator[str]:
    rows = [
        (
            text(one.title),
            escape(one.kind.label),
            text(one.local_authority),
            escape(day_text(one)),
            escape(report.rows.framework(one)),
            f"<code>{escape(one.sha256)}</code>",
            text(one.licence),
        )
        for one in report.documents
    ]
    headings = ("Title", "Kind", "Authority", "Date", "Framework", "SHA-256 of the text", "Licence")
    yield table("The documents of this report in time order", headings, rows)


def _codebook(report: Report) -> Iterator[str]:
    used = {code for column in report.matrix.columns for code in column.area_codes}
    rows = [
        (line(area.title), line(area.code), line(", ".join(_editions(report, area.code))))
        for area in report.codebook.areas
        if area.code in used
    ]
    yield table("Judgement areas of this report", ("Area", "Code", "Judged in the editions"), rows)


def _editions(report: Report, code: str) -> list[str]:
    return [one.title for one in report.codebook.editions if code in one.area_codes]

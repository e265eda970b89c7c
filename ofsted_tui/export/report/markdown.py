"""The evidence report as Markdown: CommonMark with tables, and nothing of a document is markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from ofsted_tui.evidence.matrix import Matrix, MatrixCell
from ofsted_tui.evidence.threads import ThreadInTime, ThreadStep
from ofsted_tui.export.atomic_file import begins_with, write_lines
from ofsted_tui.export.csv_format import CsvRow
from ofsted_tui.export.report.content import (
    CLAIMS,
    LICENCE,
    NO_REPORT,
    Report,
    as_of_text,
    count_text,
    day_text,
    months_text,
    quotes,
    said,
    scope_text,
    status_text,
    step_text,
    tally_parts,
)
from ofsted_tui.model.errors import Progress, silent
from ofsted_tui.model.safe_text import visible_line

MARKDOWN_BEGINNING = b"<!-- ofsted-tui report -->\n"
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&=:$^\"'])")


def write_markdown(report: Report, path: Path, *, force: bool = False, progress: Progress = silent) -> int:
    """Write the report, whole or not at all, and return the number of annotations.

    Raises UserError where the file cannot be written, OtherFileError where another kind of file is there
    already and `force` is not given.
    """
    write_lines(path, markdown_lines(report, progress), MARKDOWN_BEGINNING, NO_REPORT, force=force)
    return report.number


def is_markdown_report(path: Path) -> bool:
    """Tell whether such a report is there; raise UserError where it cannot be read."""
    return begins_with(path, MARKDOWN_BEGINNING)


def markdown_lines(report: Report, progress: Progress = silent) -> Iterator[str]:
    """Yield the lines of the report; one area's annotations are held at a time."""
    yield MARKDOWN_BEGINNING.decode().rstrip("\n")
    yield f"# Evidence report: {plain(report.title)}"
    yield from (
        "",
        plain(f"{scope_text(report)} {count_text(report.matrix.total)} {as_of_text(report)}"),
        "",
        plain(CLAIMS),
    )
    yield from _grades(report)
    yield from _matrix("Matrix: documents by judgement area, as judged", report.matrix)
    yield from _matrix("Matrix over the crosswalk", report.together)
    yield from _evidence(report, progress)
    yield from _threads(report.threads)
    yield from _plan(report)
    yield from _documents(report)
    yield from ("", plain(f"{LICENCE} Made with ofsted-tui."))


def plain(words: str) -> str:
    """Return words in one line that no Markdown reader takes for markup."""
    return _SPECIAL.sub(r"\\\1", visible_line(words))


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(map(plain, headings))} |"
    yield f"|{' --- |' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _grades(report: Report) -> Iterator[str]:
    yield from ("", "## Grades over time")
    for history in report.histories:
        yield from ("", f"### {plain(history.authority or 'authority not known')}", "")
        days = [event.day.isoformat() if event.day else "no date" for event in history.events]
        yield from _table(
            ("Area", *days),
            (
                (
                    plain(one.short_title),
                    *(plain(history.grade_text(event, one.code)) for event in history.events),
                )
                for one in history.series
            ),
        )
        for broken in history.breaks:
            yield from ("", f"From {plain(broken.day.isoformat())}: {plain(broken.words)}")


def _matrix(title: str, matrix: Matrix) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    rows = [
        (
            plain(f"{row.title}, {day_text(row.documents[0])}"),
            *map(_cell, row.cells),
            plain(", ".join(tally_parts(row.tally))),
        )
        for row in matrix.rows
    ]
    totals = (plain(", ".join(tally_parts(one))) for one in (*matrix.totals, matrix.total))
    headings = ("Document", *(column.short_title for column in matrix.columns), "All")
    yield from _table(headings, [*rows, ("All", *totals)])


def _cell(cell: MatrixCell) -> str:
    grade = " › ".join(dict.fromkeys(one.value for one in cell.grades))
    first = grade or cell.absent
    return plain(", ".join([*([first] if first else []), *tally_parts(cell.tally)]))


def _evidence(report: Report, progress: Progress) -> Iterator[str]:
    yield from ("", "## Evidence by area, topic and direction")
    for (_, area), groups in groupby(report.evidence(progress), lambda one: (one.area, one.area_title)):
        yield from ("", f"### {plain(area)}")
        for topic, parts in groupby(groups, lambda one: one.topic_title):
            yield from ("", f"#### {plain(topic or 'No topic')}")
            for part in parts:
                for row in part.rows:
                    yield from _quote(row, part.direction)


def _quote(row: CsvRow, direction: str) -> Iterator[str]:
    yield from ("", _quoted(row["quote"]), "")
    yield f"**{direction}** {_where(row)}"
    if row["note"]:
        yield from ("", f"Note: {plain(row['note'])}")


def _quoted(quote: str) -> str:
    return f"> {plain(quote)}"


def _where(row: CsvRow) -> str:
    parts = (
        row["document"],
        row["event_start"],
        row["section"],
        row["paragraph"] and f"¶{row['paragraph']}",
        row["page"] and f"page {row['page']}",
        f"characters {row['start']} to {row['end']}",
        f"tagged by {row['reviewer']}",
        f"annotation {row['annotation_id']}",
    )
    return plain(", ".join(one for one in parts if one))


def _threads(threads: Iterable[ThreadInTime]) -> Iterator[str]:
    yield from ("", "## Threads")
    for found in threads:
        status = f" ({found.status.label})" if found.status else ""
        yield from ("", f"### {plain(found.thread.title + status)}")
        for step in found.steps:
            yield from ("", _step(found, step), "", _quoted(said(step)))
            if step.place.note:
                yield from ("", f"Note: {plain(step.place.note)}")


def _step(found: ThreadInTime, step: ThreadStep) -> str:
    other = next((one for one in found.steps if one.place.id == step.place.related_id), None)
    relation = step.place.relation.value if step.place.relation else ""
    parts = (
        step_text(step),
        months_text(step),
        step.place.status.label if step.place.status else "",
        "a claim, no finding" if step.is_claim else "",
        f"it {relation} {step_text(other)}" if relation and other else "",
    )
    return plain("; ".join(one for one in parts if one))


def _plan(report: Report) -> Iterator[str]:
    yield from ("", "## Improvement plan", "")
    rows = (
        (
            plain(f"{row.thread.thread.title}, {quotes([row.point])[0]}"),
            plain(report.codebook.area_or_unknown(row.thread.thread.area).short_title),
            plain("; ".join(quotes(row.evidence))),
            plain("; ".join(quotes(row.later))),
            plain(status_text(row)),
        )
        for row in report.plan
    )
    yield from _table(("Point", "Area", "Evidence", "Later evidence", "Status"), rows)


def _documents(report: Report) -> Iterator[str]:
    yield from ("", "## Documents", "")
    rows = (
        tuple(map(plain, (one.title, one.kind.label, one.local_authority, day_text(one), one.sha256)))
        for one in report.documents
    )
    yield from _table(("Title", "Kind", "Authority", "Date", "SHA-256 of the text"), rows)

"""The commands `matrix` and `grades`: what the documents say by area, and the grades over time."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from ofsted_tui.cli.answers import answer, csv_option, force_option
from ofsted_tui.cli.common import database_option, json_option, open_store, session_option, text
from ofsted_tui.cli.lookup import area_anywhere
from ofsted_tui.cli.output import say, say_table
from ofsted_tui.evidence.columns import Column, area_columns, topic_columns
from ofsted_tui.evidence.gathered import (
    Gathered,
    by_authority,
    by_document,
    by_year,
    documents_of,
    gather,
    tagged_areas,
    tagged_topics,
)
from ofsted_tui.evidence.grades import GradeHistory, grade_histories
from ofsted_tui.evidence.matrix import Cell, Matrix, Row, matrix
from ofsted_tui.evidence.tally import Tally
from ofsted_tui.export.csv_file import GRADE_COLUMNS, MATRIX_COLUMNS, grade_rows, matrix_rows
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import CodebookError
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.naming import session_named

_Groups = list[tuple[str, list[Gathered]]]
_BY: dict[str, Callable[[Sequence[Gathered]], _Groups]] = {
    "document": by_document,
    "authority": by_authority,
    "year": by_year,
}
LEGEND = "+ strengths  - needs improvement  = neutral  · no direction  ~ claims (never findings)"


@click.command("matrix")
@session_option
@click.option("--by", type=click.Choice(list(_BY)), default="document", show_default=True, help="The rows.")
@click.option("--area", type=text, metavar="AREA", help="The topics of this area: its code or digit.")
@click.option("--together", is_flag=True, help="One column for areas that were one judgement before 2023.")
@csv_option
@force_option
@database_option
@json_option
def matrix_command(
    session: str | None,
    by: str,
    area: str | None,
    together: bool,
    csv_file: Path | None,
    force: bool,
    database: Path,
    as_json: bool,
) -> None:
    """Count findings and claims by document and judgement area, or by topic of one area.

    Of a session; without --session, of all. Claims by the authority or the press are never findings.
    """
    codebook = ilacs_codebook()
    with open_store(database) as store:
        session_id = None if session is None else session_named(store, session).id
        found = list(gather(store, documents_of(store, session_id), session_id))
    columns = _columns(codebook, found, area, together)
    table = matrix(codebook, columns, _BY[by](found))
    answer(
        MATRIX_COLUMNS,
        matrix_rows(table),
        lambda: _tell(table),
        as_json=as_json,
        csv_file=csv_file,
        force=force,
    )


def _columns(codebook: Codebook, found: list[Gathered], area: str | None, together: bool) -> list[Column]:
    frameworks = [one.details.framework for one in found]
    columns = area_columns(codebook, frameworks, tagged_areas(found), together=together)
    if area is None:
        return columns
    code = area_anywhere(codebook, area).code
    chosen = next((one for one in columns if code in one.area_codes), None)
    if chosen is None:
        raise CodebookError(f"No document here was judged by {code}, and nothing is tagged with it.")
    return topic_columns(codebook, chosen, tagged_topics(found))


def _tell(table: Matrix) -> None:
    headings = ("", *(column.short_title for column in table.columns))
    rows = [(_title(row), *map(_cell, row.cells)) for row in table.rows]
    totals = ("all", *map(tally_in_signs, table.totals))
    say_table(headings, [*rows, totals], long=tuple(range(len(headings))))
    say(f"{table.total.total:,} annotations: {tally_in_signs(table.total) or 'none'}")
    say(LEGEND)


def _title(row: Row) -> str:
    only = row.documents[0] if len(row.documents) == 1 else None
    day = only and (only.event_start or only.letter_date)
    return f"{day.isoformat()} {row.title}" if day and only and row.title == only.title else row.title


def _cell(cell: Cell) -> str:
    grades = " / ".join(grade.value for grade in cell.grades)
    return " ".join(one for one in (grades or cell.absent, tally_in_signs(cell.tally)) if one)


def tally_in_signs(tally: Tally) -> str:
    """Return the counts with their signs, as "+3 -1 ~2"; nothing where there are none."""
    signs = zip("+-=·~", tally, strict=True)
    return " ".join(f"{sign}{number}" for sign, number in signs if number)


@click.command()
@session_option
@csv_option
@force_option
@database_option
@json_option
def grades(session: str | None, csv_file: Path | None, force: bool, database: Path, as_json: bool) -> None:
    """List the grades of each authority over time, with the breaks where other areas are judged.

    Of the documents of a session; without --session, of all.
    """
    codebook = ilacs_codebook()
    with open_store(database) as store:
        session_id = None if session is None else session_named(store, session).id
        documents = documents_of(store, session_id)
        histories = grade_histories(codebook, documents, store.documents.structures.grades())
    answer(
        GRADE_COLUMNS,
        grade_rows(histories, codebook),
        lambda: _tell_grades(histories),
        as_json=as_json,
        csv_file=csv_file,
        force=force,
    )


def _tell_grades(histories: list[GradeHistory]) -> None:
    if not histories:
        say("No document here gives grades.")
    for history in histories:
        say(history.authority or "no authority known")
        days = [event.day.isoformat() if event.day else "no date" for event in history.events]
        rows = [
            (f"  {one.short_title}", *(_grade(one.points, event) for event in history.events))
            for one in history.series
        ]
        say_table(("", *days), rows, long=tuple(range(len(days) + 1)))
        for broken in history.breaks:
            say(f"  from {broken.day.isoformat()}: {broken.words}")


def _grade(points: Sequence[tuple[object, object]], event: object) -> str:
    return next((str(grade) for at, grade in points if at is event), "–")

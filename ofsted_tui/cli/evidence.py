"""The commands `search`, `matrix` and `grades`: what the documents say together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import click

from ofsted_tui.cli.options import (
    annotation_with,
    answer,
    area_anywhere,
    csv_option,
    database_option,
    force_option,
    json_option,
    open_store,
    session_option,
    text,
)
from ofsted_tui.cli.output import progress_bar, say, say_table
from ofsted_tui.evidence.grades import GradeHistory, grade_histories
from ofsted_tui.evidence.indexing import Indexing, index_path
from ofsted_tui.evidence.matrix import (
    Column,
    CountedDocument,
    Matrix,
    MatrixCell,
    MatrixRow,
    Tally,
    area_columns,
    by_authority,
    by_document,
    by_year,
    count_annotations,
    documents_of,
    matrix,
    tagged_areas,
    tagged_topics,
    topic_columns,
)
from ofsted_tui.evidence.search import (
    DocumentPassage,
    Filters,
    Hit,
    Query,
    Results,
    Search,
    query_like,
    query_of,
    topics_in,
    with_synonyms,
)
from ofsted_tui.export.csv_format import TableCell
from ofsted_tui.export.rows import DOCUMENT_COLUMNS, GRADE_COLUMNS, document_cells, grade_rows
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.errors import CodebookError
from ofsted_tui.model.safe_text import counted
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.naming import session_named
from ofsted_tui.store import Store
from ofsted_tui.store.search_index import FullText

_HIT_COLUMNS = (
    "rank",
    "found_by",
    *DOCUMENT_COLUMNS,
    "area_code",
    "role",
    "paragraph",
    "page",
    "start",
    "end",
    "quote",
    "tagged_with",
    "document_sha256",
)
_MATRIX_COLUMNS = (
    "row",
    *DOCUMENT_COLUMNS,
    "documents",
    "column",
    "title",
    "grades",
    "absent",
    "strengths",
    "improvements",
    "neutral",
    "no_direction",
    "claims",
    "annotations",
)
"""One row for each cell; the columns of the document are empty where a row stands for several."""
_Groups = list[tuple[str, list[CountedDocument]]]
_BY: dict[str, Callable[[Sequence[CountedDocument]], _Groups]] = {
    "document": by_document,
    "authority": by_authority,
    "year": by_year,
}
_LEGEND = "+ strengths  - needs improvement  = neutral  · no direction  ~ claims (never findings)"


@click.command()
@click.argument("words", type=text, nargs=-1)
@click.option("--synonyms", is_flag=True, help="Let other words for the topic count as much as yours.")
@click.option("--like", type=text, metavar="ID", help="Find passages like that of this annotation.")
@click.option("--authority", type=text, default="", metavar="NAME", help="Only documents of this authority.")
@click.option("--kind", type=click.Choice([one.value for one in DocumentKind]), help="Only this kind.")
@click.option("--from", "first_year", type=int, metavar="YEAR", help="Only events of this year or later.")
@click.option("--to", "last_year", type=int, metavar="YEAR", help="Only events of this year or earlier.")
@click.option("--area", type=text, metavar="AREA", help="Only places of this area: its code or digit.")
@click.option("--tagged/--untagged", default=None, help="Only what the session has tagged, or has not.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most.")
@session_option
@csv_option
@force_option
@database_option
@json_option
def search(
    words: tuple[str, ...],
    synonyms: bool,
    like: str | None,
    authority: str,
    kind: str | None,
    first_year: int | None,
    last_year: int | None,
    area: str | None,
    tagged: bool | None,
    limit: int,
    session: str | None,
    csv_file: Path | None,
    force: bool,
    database: Path,
    as_json: bool,
) -> int:
    """Search in all documents; a phrase stands in quotes.

    Passages with all words come first, then those with other words for the topic that they name, then those
    with some of the words. Exit code 1: nothing was found.
    """
    codebook = ilacs_codebook()
    if bool(words) == bool(like):
        raise click.UsageError("Give words to search for, or --like with the id of an annotation.")
    with open_store(database) as store, _search(store, session, tagged) as searching:
        filters = Filters(
            _authority(searching, authority),
            kind or "",
            first_year,
            last_year,
            area_anywhere(codebook, area).code if area else "",
            tagged,
        )
        if like:
            annotation = annotation_with(store, like)
            without = DocumentPassage(annotation.document_id, annotation.passage)
            found = searching.find(query_like(annotation.quote), filters, limit, without)
        else:
            found = searching.find(_query(codebook, words, synonyms), filters, limit)
        answer(
            _HIT_COLUMNS,
            _hit_rows(found.hits),
            lambda: _tell_results(found),
            as_json=as_json,
            csv_file=csv_file,
            force=force,
        )
    return 0 if found.hits else 1


@contextmanager
def _search(store: Store, session: str | None, tagged: bool | None) -> Iterator[Search]:
    """Open the index, brought up to the documents that are there."""
    if tagged is not None and session is None:
        raise click.UsageError("--tagged and --untagged go with --session: whose tags?")
    session_id = None if session is None else session_named(store, session).id
    with closing(FullText(index_path(store.path))) as index:
        with progress_bar() as bar:
            indexing = Indexing(store, index)
            while indexing.step():
                bar.show("indexing documents", indexing.total - indexing.left, indexing.total)
        yield Search(store, index, session_id)


def _query(codebook: Codebook, words: tuple[str, ...], synonyms: bool) -> Query:
    # The shell takes the quotes: several words in one argument were a phrase.
    typed = " ".join(f'"{word}"' if len(words) > 1 and " " in word else word for word in words)
    return with_synonyms(query_of(typed), topics_in(typed, codebook), is_mixed=synonyms)


def _authority(searching: Search, wanted: str) -> str:
    """Return the authority as documents spell it; as given where no document has it."""
    names = {one.local_authority for one in searching.documents.values()}
    return next((name for name in sorted(names) if name.casefold() == wanted.casefold()), wanted)


def _hit_rows(hits: Iterable[Hit]) -> Iterator[tuple[TableCell, ...]]:
    """Yield a row for each hit, the best first."""
    for rank, hit in enumerate(hits, 1):
        yield (
            rank,
            hit.by,
            *document_cells(hit.details),
            hit.place.area,
            hit.place.role,
            hit.place.number,
            hit.place.page,
            hit.passage.start,
            hit.passage.end,
            hit.words,
            " ".join(tag.area for tag in hit.tags),
            hit.details.sha256,
        )


def _tell_results(found: Results) -> None:
    for _, details, hits in found.groups():
        say(f"{details.title}{_day_text(details)}")
        for hit in hits:
            say(f"  {_place_text(hit)}  {' '.join(hit.words.split())}")
            say(f"      {_hit_facts_text(hit)}")
    there = f"; {found.total:,} with {found.by}" if found.total is not None else ", and there are more"
    say(f"{counted(len(found.hits), 'passage')} shown{there}")


def _day_text(details: DocumentDetails) -> str:
    day = details.event_start or details.letter_date
    return f" · {day.isoformat()}" if day else ""


def _place_text(hit: Hit) -> str:
    return (
        f"¶{hit.place.number}" if hit.place.number is not None else f"{hit.passage.start}-{hit.passage.end}"
    )


def _hit_facts_text(hit: Hit) -> str:
    tags = f"tagged {', '.join(tag.area for tag in hit.tags)}" if hit.tags else ""
    return " · ".join(one for one in (hit.by, hit.place.role, hit.place.area, tags) if one)


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
        found = list(count_annotations(store, documents_of(store, session_id), session_id))
    columns = _columns(codebook, found, area, together)
    table = matrix(codebook, columns, _BY[by](found))
    answer(
        _MATRIX_COLUMNS,
        _matrix_rows(table),
        lambda: _tell_matrix(table),
        as_json=as_json,
        csv_file=csv_file,
        force=force,
    )


def _columns(
    codebook: Codebook, found: list[CountedDocument], area: str | None, together: bool
) -> list[Column]:
    frameworks = [one.details.framework for one in found]
    columns = area_columns(codebook, frameworks, tagged_areas(found), together=together)
    if area is None:
        return columns
    code = area_anywhere(codebook, area).code
    chosen = next((one for one in columns if code in one.area_codes), None)
    if chosen is None:
        raise CodebookError(f"No document here was judged by {code}, and nothing is tagged with it.")
    return topic_columns(codebook, chosen, tagged_topics(found))


def _matrix_rows(matrix: Matrix) -> Iterator[tuple[TableCell, ...]]:
    """Yield a row for each cell, by row and column."""
    for row in matrix.rows:
        for column, cell in zip(matrix.columns, row.cells, strict=True):
            yield _matrix_row(row, column, cell)


def _matrix_row(row: MatrixRow, column: Column, cell: MatrixCell) -> tuple[TableCell, ...]:
    tally = cell.tally
    only = row.documents[0] if len(row.documents) == 1 else None
    return (
        row.title,
        *(document_cells(only) if only else [""] * len(DOCUMENT_COLUMNS)),
        len(row.documents),
        column.code,
        column.title,
        "; ".join(grade.value for grade in cell.grades),
        cell.absent,
        *tally,
        tally.total,
    )


def _tell_matrix(table: Matrix) -> None:
    headings = ("", *(column.short_title for column in table.columns))
    rows = [(_row_title(row), *map(_cell_text, row.cells)) for row in table.rows]
    totals = ("all", *map(_signs_text, table.totals))
    say_table(headings, [*rows, totals], long=tuple(range(len(headings))))
    say(f"{counted(table.total.total, 'annotation')}: {_signs_text(table.total) or 'none'}")
    say(_LEGEND)


def _row_title(row: MatrixRow) -> str:
    only = row.documents[0] if len(row.documents) == 1 else None
    day = only and (only.event_start or only.letter_date)
    return f"{day.isoformat()} {row.title}" if day and only and row.title == only.title else row.title


def _cell_text(cell: MatrixCell) -> str:
    grades = " / ".join(grade.value for grade in cell.grades)
    return " ".join(one for one in (grades or cell.absent, _signs_text(cell.tally)) if one)


def _signs_text(tally: Tally) -> str:
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
            (f"  {one.short_title}", *(_grade_text(one.points, event) for event in history.events))
            for one in history.series
        ]
        say_table(("", *days), rows, long=tuple(range(len(days) + 1)))
        for broken in history.breaks:
            say(f"  from {broken.day.isoformat()}: {broken.words}")


def _grade_text(points: Sequence[tuple[object, object]], event: object) -> str:
    return next((str(grade) for at, grade in points if at is event), "–")

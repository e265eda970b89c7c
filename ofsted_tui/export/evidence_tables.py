"""What search, matrix and grades come to as tables: the columns in their order, and the rows."""

from collections.abc import Iterable, Iterator

from ofsted_tui.evidence.columns import Column
from ofsted_tui.evidence.grades import GradeHistory
from ofsted_tui.evidence.matrix import Cell as MatrixCell
from ofsted_tui.evidence.matrix import Matrix, Row
from ofsted_tui.evidence.search import Hit
from ofsted_tui.export.csv_table import Cell
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails

_DOCUMENT = ("document_id", "document", "document_kind", "local_authority", "event_start", "framework")
HIT_COLUMNS = (
    "rank",
    "found_by",
    *_DOCUMENT,
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
MATRIX_COLUMNS = (
    "row",
    *_DOCUMENT,
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
GRADE_COLUMNS = (*_DOCUMENT, "area_code", "judgement_area", "grade")


def hit_rows(hits: Iterable[Hit]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each hit, the best first."""
    for rank, hit in enumerate(hits, 1):
        yield (
            rank,
            hit.by,
            *_document(hit.details),
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


def matrix_rows(matrix: Matrix) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each cell, by row and column."""
    for row in matrix.rows:
        for column, cell in zip(matrix.columns, row.cells, strict=True):
            yield _matrix_row(row, column, cell)


def _matrix_row(row: Row, column: Column, cell: MatrixCell) -> tuple[Cell, ...]:
    tally = cell.tally
    only = row.documents[0] if len(row.documents) == 1 else None
    return (
        row.title,
        *(_document(only) if only else [""] * len(_DOCUMENT)),
        len(row.documents),
        column.code,
        column.title,
        "; ".join(grade.value for grade in cell.grades),
        cell.absent,
        *tally,
        tally.total,
    )


def grade_rows(histories: Iterable[GradeHistory], codebook: Codebook) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each grade, by authority, inspection and area."""
    for history in histories:
        for event in history.events:
            for series in history.series:
                grade = event.grades.get(series.code)
                if grade is not None:
                    title = codebook.area_or_unknown(series.code).title
                    yield (*_document(event.details), series.code, title, grade.value)


def _document(details: DocumentDetails) -> tuple[Cell, ...]:
    day = details.event_start or details.letter_date
    return (
        details.id,
        details.title,
        details.kind.value,
        details.local_authority,
        day.isoformat() if day else "",
        details.framework,
    )

"""Write the annotations as a CSV that `verify` can check, and the tables of evidence."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsted_tui.evidence.grades import GradeHistory
from ofsted_tui.evidence.matrix import Column, Matrix, MatrixCell, MatrixRow
from ofsted_tui.evidence.search import Hit
from ofsted_tui.export.atomic_file import beginning_of, refuse_to_replace, replacing, translate_file_errors
from ofsted_tui.export.csv_format import BOM, COLUMNS, TableCell, csv_record
from ofsted_tui.export.rows import RowMaker
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import Progress, silent, told
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.as_of import AsOf
from ofsted_tui.store.connection import long_work

ENDING = ".csv"
"""What the name of every export ends in."""
HEADER = csv_record(COLUMNS)
"""The first line of every export, behind the byte order mark."""

BEGINNING = (BOM + HEADER).encode()
"""What every export begins with, and an empty one consists of."""


EXPORTING = "exporting"
"""What an export tells of itself."""


@dataclass(frozen=True, slots=True)
class ExportScope:
    """Which annotations to export; None for all."""

    session_id: str | None = None
    document_id: str | None = None
    area: str | None = None
    past: AsOf | None = None
    """The moment whose annotations are wanted; None for now."""


def count_rows(store: Store, scope: ExportScope, documents: Container[str] | None = None) -> int:
    """Count the rows that an export would have; only those of some documents, where these are given."""
    if scope.past is None:
        counts = store.annotations.counts_in_context(scope.session_id, scope.document_id, scope.area)
    else:
        counts = Counter(one.document.id for one in _found(store, scope))
    return sum(count for document, count in counts.items() if documents is None or document in documents)


def csv_lines(store: Store, codebook: Codebook, scope: ExportScope) -> Iterator[str]:
    """Yield one CSV record for each annotation, by document, start, end and area; not the header."""
    rows = RowMaker(store, codebook, scope.past)
    for found in _found(store, scope):
        yield rows.csv_line(found)


def write_csv(
    store: Store,
    codebook: Codebook,
    path: Path,
    scope: ExportScope,
    *,
    force: bool = False,
    progress: Progress = silent,
    total: int = 0,
) -> int:
    """Write the CSV of one moment, whole or not at all, and return the number of rows.

    Of `total` rows, if that is known, `progress` is told how many are written; where it raises, nothing is
    left behind. Raises UserError where the file cannot be written, or where another kind of file is there
    already and `force` is not given.
    """
    if not force:
        refuse_to_replace(path, BEGINNING, "not an export of ofsted-tui")
    rows = 0
    with replacing(path) as file:
        file.write(BEGINNING)
        with long_work(store.connection, progress) as tell, store.connection.snapshot():
            for line in told(csv_lines(store, codebook, scope), tell, EXPORTING, total):
                file.write(line.encode())
                rows += 1
        progress(EXPORTING, rows, rows)
    return rows


def _found(store: Store, scope: ExportScope) -> Iterator[AnnotationInContext]:
    source = scope.past or store.annotations
    return source.in_context(scope.session_id, scope.document_id, scope.area)


def is_export(path: Path) -> bool:
    """Tell whether a file is there that an export has written; raise UserError where it cannot be read."""
    with translate_file_errors(path):
        return path.exists() and beginning_of(path, len(BEGINNING)) == BEGINNING


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


def hit_rows(hits: Iterable[Hit]) -> Iterator[tuple[TableCell, ...]]:
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


def matrix_rows(matrix: Matrix) -> Iterator[tuple[TableCell, ...]]:
    """Yield a row for each cell, by row and column."""
    for row in matrix.rows:
        for column, cell in zip(matrix.columns, row.cells, strict=True):
            yield _matrix_row(row, column, cell)


def _matrix_row(row: MatrixRow, column: Column, cell: MatrixCell) -> tuple[TableCell, ...]:
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


def grade_rows(histories: Iterable[GradeHistory], codebook: Codebook) -> Iterator[tuple[TableCell, ...]]:
    """Yield a row for each grade, by authority, inspection and area."""
    for history in histories:
        for event in history.events:
            for series in history.series:
                grade = event.grades.get(series.code)
                if grade is not None:
                    title = codebook.area_or_unknown(series.code).title
                    yield (*_document(event.details), series.code, title, grade.value)


def _document(details: DocumentDetails) -> tuple[TableCell, ...]:
    day = details.event_start or details.letter_date
    return (
        details.id,
        details.title,
        details.kind.value,
        details.local_authority,
        day.isoformat() if day else "",
        details.framework,
    )

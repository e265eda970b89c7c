"""Reports in XLSX and HTML checked against a database, row by row as a CSV is."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ofsted_tui.export.atomic_file import file_errors_in_words
from ofsted_tui.export.csv_columns import COLUMNS, Row
from ofsted_tui.export.csv_records import opened
from ofsted_tui.export.html_records import html_pieces
from ofsted_tui.export.report.report_file import MARKDOWN_BEGINNING
from ofsted_tui.export.thread_rows import THREAD_COLUMNS
from ofsted_tui.export.verify import VERIFYING, VerifyResult, result_of, verify_csv
from ofsted_tui.export.verify_matrix import MatrixCheck
from ofsted_tui.export.verify_page import PAGE_NOT_CHECKED, PageCheck
from ofsted_tui.export.verify_rows import RowCheck
from ofsted_tui.export.xlsx_records import XlsxFile, opened_xlsx
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.progress import Progress, silent, told
from ofsted_tui.store import Store

_ANNOTATIONS, _THREADS, _MATRIX = "Annotations", "Threads", "Matrix"
_MISSING = "the sheet is missing"
NOT_CHECKED = (
    "only the annotations, the threads and the counts of the matrix were checked, not the other sheets"
)


def verify_file(path: Path, store: Store, codebook: Codebook, progress: Progress = silent) -> VerifyResult:
    """Check every row of an exported CSV, an XLSX report or an HTML report; raise UserError, StoreError."""
    with file_errors_in_words(path), opened(path) as file:
        beginning = file.read(4_096)
    if beginning.startswith(b"PK\x03\x04"):
        return verify_xlsx(path, store, codebook, progress)
    if beginning[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype html", b"<html")):
        return verify_html(path, store, codebook, progress)
    if beginning.startswith(MARKDOWN_BEGINNING):
        raise UserError(
            f"{path}: a report in Markdown is for reading; write it as .html or .xlsx to verify it."
        )
    return verify_csv(path, store, codebook, progress)


def verify_xlsx(path: Path, store: Store, codebook: Codebook, progress: Progress = silent) -> VerifyResult:
    """Check the annotations, the threads and what the matrix counts; raise UserError, StoreError."""
    check, matrix = RowCheck(store, codebook), MatrixCheck(codebook)

    def annotation(row: Row, line: int, fault: str) -> None:
        check.rows += 1
        check.annotation(row, line, fault, sheet=_ANNOTATIONS)
        matrix.add(row)

    def place(row: Row, line: int, fault: str) -> None:
        check.place(row, line, fault, sheet=_THREADS)

    with file_errors_in_words(path), opened_xlsx(path) as book:
        for name, columns, take in ((_ANNOTATIONS, COLUMNS, annotation), (_THREADS, THREAD_COLUMNS, place)):
            for fault in _sheet(book, name, columns, take, progress):
                check.differs(1, "", fault, sheet=name)
        check.finish()
        counted = matrix.faults(book.rows(_MATRIX)) if _MATRIX in book.names else [(1, _MISSING)]
        for line, fault in counted:
            check.differs(line, "", fault, sheet=_MATRIX)
    check.notes |= dict.fromkeys((*matrix.notes, NOT_CHECKED))
    return result_of(check)


def _sheet(
    book: XlsxFile,
    name: str,
    columns: Sequence[str],
    take: Callable[[Row, int, str], None],
    progress: Progress,
) -> Iterator[str]:
    """Let each row of a sheet be taken, with its number and what is wrong with it; yield what has no row."""
    if name not in book.names:
        yield _MISSING
        return
    rows = book.rows(name)
    if next(rows, None) != list(columns):
        yield "is not the header of a report"
        return
    for line, cells in enumerate(told(rows, progress, VERIFYING, 0), 2):
        if cells:
            row, fault = _row(cells, columns)
            take(row, line, fault)


def _row(cells: list[str], columns: Sequence[str]) -> tuple[Row, str]:
    """Return the row of cells; what stands behind the last column goes on with the text that it names."""
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    row = dict(zip(columns, padded, strict=False))
    for more in padded[len(columns) :]:
        name, _, rest = more.partition(": ")
        if name not in row:
            return row, f"has a cell behind the last column that belongs to none ({more[:40]!r})"
        row[name] += rest
    return row, ""


def verify_html(path: Path, store: Store, codebook: Codebook, progress: Progress = silent) -> VerifyResult:
    """Check every quote of an HTML report; raise UserError, StoreError."""
    check = RowCheck(store, codebook)
    page = PageCheck(check)
    with file_errors_in_words(path), opened(path) as file:
        for piece in told(html_pieces(path, file), progress, VERIFYING, 0):
            page.take(piece)
    page.finish()
    check.finish()
    check.notes[PAGE_NOT_CHECKED] = None
    return result_of(check)

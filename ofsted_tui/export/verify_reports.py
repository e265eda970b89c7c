"""Reports in XLSX and HTML checked against a database, row by row as a CSV is."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from ofsted_tui.export.atomic_file import file_errors_in_words
from ofsted_tui.export.csv_columns import COLUMNS, Row
from ofsted_tui.export.csv_records import opened
from ofsted_tui.export.html_records import html_pieces
from ofsted_tui.export.report.report_file import MARKDOWN_BEGINNING
from ofsted_tui.export.thread_rows import THREAD_COLUMNS
from ofsted_tui.export.verify import VERIFYING, VerifyResult, result_of, verify_csv
from ofsted_tui.export.verify_page import NOT_CHECKED, PageCheck
from ofsted_tui.export.verify_rows import RowCheck
from ofsted_tui.export.xlsx_records import XlsxFile, opened_xlsx
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.progress import Progress, silent, told
from ofsted_tui.store import Store

_SHEETS = {"Annotations": COLUMNS, "Threads": THREAD_COLUMNS}
_COUNTED = "Matrix"
_ALL = "All"


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
    """Check the sheets of annotations and threads, and the sums of the matrix; raise UserError."""
    check = RowCheck(store, codebook)
    with file_errors_in_words(path), opened_xlsx(path) as book:
        for name, columns in _SHEETS.items():
            if name not in book.names:
                check.differs(1, "", "the sheet is missing", sheet=name)
                continue
            _sheet(book, name, columns, check, progress)
        annotations = check.rows
        check.finish()
        _sums(book, annotations, check)
    return result_of(check)


def _sheet(book: XlsxFile, name: str, columns: Sequence[str], check: RowCheck, progress: Progress) -> None:
    rows = book.rows(name)
    if next(rows, None) != list(columns):
        check.differs(1, "", "is not the header of a report", sheet=name)
        return
    for line, cells in enumerate(told(rows, progress, VERIFYING, 0), 2):
        if not cells:
            continue
        row, fault = _row(cells, columns)
        if name == "Annotations":
            check.rows += 1
            check.annotation(row, line, fault, sheet=name)
        else:
            check.place(row, line, fault, sheet=name)


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


def _sums(book: XlsxFile, annotations: int, check: RowCheck) -> None:
    """Check that the matrix counts as many annotations as are listed."""
    if _COUNTED not in book.names:
        return
    last = next(iter(deque(book.rows(_COUNTED), 1)), [])
    if not last or last[0] != _ALL or last[-1] != str(annotations):
        said = f"its sums are not those of the {annotations} annotations of this file"
        check.differs(1, "", said, sheet=_COUNTED)


def verify_html(path: Path, store: Store, codebook: Codebook, progress: Progress = silent) -> VerifyResult:
    """Check every quote of an HTML report; raise UserError, StoreError."""
    check = RowCheck(store, codebook)
    page = PageCheck(check)
    with file_errors_in_words(path), opened(path) as file:
        for piece in told(html_pieces(path, file), progress, VERIFYING, 0):
            page.take(piece)
    page.finish()
    check.finish()
    check.notes[NOT_CHECKED] = None
    return result_of(check)

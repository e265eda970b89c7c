"""The evidence report as an XLSX file for spreadsheets: every text a text, nothing a formula or a link."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ofsted_tui.export.atomic_file import OtherFileError, refuse_what_is_no_file, replacing
from ofsted_tui.export.csv_columns import COLUMNS
from ofsted_tui.export.report.content import Report
from ofsted_tui.export.report.page import WRITING
from ofsted_tui.export.report.xlsx_sheets import (
    about_rows,
    codebook_rows,
    grade_sheet_rows,
    matrix_sheet_rows,
    plan_rows,
)
from ofsted_tui.export.report.xlsx_writer import SHEET_ROWS, SheetWriter
from ofsted_tui.export.thread_rows import THREAD_COLUMNS, thread_rows
from ofsted_tui.export.xlsx_records import opened_xlsx
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.progress import Progress, silent, told

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_NUMBERS = frozenset({"paragraph", "page", "start", "end", "months_since"})
_WIDE = {"quote": 70, "note": 30, "document": 36, "thread": 30, "section": 28, "judgement_area": 30}


def write_xlsx(report: Report, path: Path, *, force: bool = False, progress: Progress = silent) -> int:
    """Write the report, whole or not at all, and return the number of annotations.

    Raises UserError where the file cannot be written, or the annotations are more than a sheet takes;
    OtherFileError where another kind of file is there already and `force` is not given.
    """
    from xlsxwriter import Workbook

    total = report.matrix.total.total
    if total >= SHEET_ROWS:
        raise UserError(
            f"{path}: a sheet takes {SHEET_ROWS - 1:,} rows, and there are {total:,}; export CSV."
        )
    if not force:
        _refuse_to_replace(path)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with replacing(path) as file:
        book = Workbook(file, options)
        book.set_properties({"title": f"Evidence report: {report.title}", "created": _created(report)})
        number = _sheets(book, report, progress, total)
        book.close()
    return number


def is_xlsx_report(path: Path) -> bool:
    """Tell whether a report of this program is there, rather than another workbook or anything else."""
    try:
        with opened_xlsx(path) as book:
            return "Annotations" in book.names and next(book.rows("Annotations"), None) == list(COLUMNS)
    except (UserError, OSError):
        return False


def _refuse_to_replace(path: Path) -> None:
    refuse_what_is_no_file(path)
    if path.exists() and path.stat().st_size and not is_xlsx_report(path):
        raise OtherFileError(
            f"{path}: is there already and is no such report of ofsted-tui; name another file."
        )


def _created(report: Report) -> datetime:
    """Return the time of the last change: the time of writing would make no two files alike."""
    return datetime.fromisoformat(report.as_of[:19]) if report.as_of else datetime(2026, 1, 1)


def _sheets(book: "Workbook", report: Report, progress: Progress, total: int) -> int:
    sheet = SheetWriter(book, "Annotations", COLUMNS, _WIDE, _NUMBERS)
    found = report.store.annotations.in_context(report.session_id)
    number = 0
    for one in told(found, progress, WRITING, total):
        row = report.rows.row(one)
        sheet.write([row[name] for name in COLUMNS])
        number += 1
    sheet.finish()
    for name, rows in (
        ("Matrix", matrix_sheet_rows(report.matrix)),
        ("Matrix over the crosswalk", matrix_sheet_rows(report.together)),
    ):
        headings, *cells = rows
        SheetWriter(book, name, headings, {"Document": 44}).write_all(cells)
    threads = SheetWriter(book, "Threads", THREAD_COLUMNS, _WIDE, _NUMBERS)
    threads.write_all(
        [row[name] for name in THREAD_COLUMNS] for row in thread_rows(report.threads, report.rows)
    )
    for name, table in (
        ("Improvement plan", plan_rows(report)),
        ("Grades", grade_sheet_rows(report)),
        ("Codebook", codebook_rows(report)),
        ("About", about_rows(report)),
    ):
        headings, *cells = table
        SheetWriter(book, name, headings, dict.fromkeys(map(str, headings), 34)).write_all(cells)
    return number

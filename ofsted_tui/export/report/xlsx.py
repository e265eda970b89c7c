"""The evidence report as an XLSX file for spreadsheets: every text a text, nothing a formula or a link."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ofsted_tui.export.atomic_file import replacing
from ofsted_tui.export.csv_columns import COLUMNS
from ofsted_tui.export.report.content import Report
from ofsted_tui.export.report.page import WRITING
from ofsted_tui.export.report.report_file import XLSX_BEGINNING, refuse_to_replace
from ofsted_tui.export.report.xlsx_sheets import (
    about_rows,
    codebook_rows,
    grade_sheet_rows,
    matrix_sheet_rows,
    plan_rows,
)
from ofsted_tui.export.report.xlsx_writer import SHEET_ROWS, SheetWriter
from ofsted_tui.export.thread_rows import THREAD_COLUMNS, thread_rows
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
        refuse_to_replace(path, XLSX_BEGINNING)
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

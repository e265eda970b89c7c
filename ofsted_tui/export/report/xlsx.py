"""Write the report as an XLSX workbook."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ofsted_tui.evidence.matrix import Matrix
from ofsted_tui.export.atomic_file import OtherFileError, refuse_what_is_no_file, replacing
from ofsted_tui.export.csv_format import COLUMNS
from ofsted_tui.export.report.content import (
    CHECK,
    CLAIMS,
    LICENCE,
    NO_REPORT,
    WRITING,
    Report,
    as_of_text,
    count_text,
    day_text,
    facts,
    quotes,
    said,
    scope_text,
    status_text,
)
from ofsted_tui.export.rows import GRADE_COLUMNS, THREAD_COLUMNS, grade_rows
from ofsted_tui.export.xlsx_reader import opened_xlsx
from ofsted_tui.model.errors import Progress, UserError, silent, told

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_000
"""Excel takes 32,767 in a cell, counted in UTF-16; a longer text goes on in further columns."""
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4})|^<(?=r>)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What a cell holds as _xHHHH_: what XML cannot hold, what reads as such a sign, and see `_sheet_class`."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_WIDTH, _TALLEST = 16, 8
SheetValue = str | int
SheetValues = list[SheetValue]
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NUMBERS = frozenset({"paragraph", "page", "start", "end", "months_since"})
_WIDE = {"quote": 70, "note": 30, "document": 36, "thread": 30, "section": 28, "judgement_area": 30}
COUNTS = ("strengths", "need improvement", "neutral", "no direction", "claims")
HEADINGS, TOTAL = ("Document", "Date"), "annotations"
"""The columns of the matrix before those of areas, and behind them."""
ALL = "All"
"""What stands in the last row of the matrix, the sums."""


def write_xlsx(report: Report, path: Path, *, force: bool = False, progress: Progress = silent) -> int:
    """Write the report, whole or not at all, and return the number of annotations.

    Raises UserError where the file cannot be written, or the annotations are more than a sheet takes;
    OtherFileError where another kind of file is there already and `force` is not given.
    """
    from xlsxwriter import Workbook

    if report.number >= SHEET_ROWS:
        raise UserError(
            f"{path}: a sheet takes {SHEET_ROWS - 1:,} rows, and there are {report.number:,}; export CSV."
        )
    if not force:
        _refuse_to_replace(path)
    with replacing(path) as file:
        book = Workbook(file, _OPTIONS)
        book.set_properties({"title": f"Evidence report: {report.title}", "created": _created(report)})
        _write_sheets(book, report, progress)
        book.close()
    return report.number


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
        raise OtherFileError(f"{path}: is there already and is {NO_REPORT}; name another file.")


def _created(report: Report) -> datetime:
    """Return the time of the last change: the time of writing would make no two files alike."""
    return datetime.fromisoformat(report.as_of[:19]) if report.as_of else datetime(2026, 1, 1)


def _write_sheets(book: "Workbook", report: Report, progress: Progress) -> None:
    annotations = SheetWriter(book, "Annotations", COLUMNS, _WIDE, _NUMBERS)
    rows = told(report.annotation_rows(), progress, WRITING, report.number)
    annotations.write_all([row[name] for name in COLUMNS] for row in rows)
    for name, matrix in (("Matrix", report.matrix), ("Matrix over the crosswalk", report.together)):
        _write_table(book, name, matrix_sheet_rows(matrix), {"Document": 44})
    threads = SheetWriter(book, "Threads", THREAD_COLUMNS, _WIDE, _NUMBERS)
    places = (row for thread in report.threads for row in report.thread_rows(thread))
    threads.write_all([row[name] for name in THREAD_COLUMNS] for row in places)
    for name, table in (
        ("Improvement plan", plan_rows(report)),
        ("Grades", grade_sheet_rows(report)),
        ("Codebook", codebook_rows(report)),
        ("About", about_rows(report)),
    ):
        _write_table(book, name, table)


def _write_table(
    book: "Workbook", name: str, table: Iterable[SheetValues], widths: Mapping[str, int] | None = None
) -> None:
    """Write a sheet; the first row of the table is its headings."""
    headings, *rows = table
    SheetWriter(book, name, headings, widths or dict.fromkeys(map(str, headings), 34)).write_all(rows)


class SheetWriter:
    """Writes the rows of a sheet one after the other."""

    def __init__(
        self,
        book: "Workbook",
        name: str,
        headings: Sequence[SheetValue],
        widths: Mapping[str, int],
        numbers: Collection[str] = (),
    ) -> None:
        """Begin a sheet; the columns in `numbers` hold whole numbers where their texts are such."""
        self._sheet = book.add_worksheet(name, _sheet_class())
        self._headings = [str(one) for one in headings]
        self._numbers = {at for at, one in enumerate(self._headings) if one in numbers}
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._head = book.add_format({"bold": True, "valign": "top", "bg_color": "#EEF1F4", "bottom": 1})
        self._row = 1
        for at, one in enumerate(self._headings):
            self._sheet.set_column(at, at, widths.get(one, _WIDTH))
        self._sheet.freeze_panes(1, 1)
        for at, one in enumerate(self._headings):
            self._sheet.write_string(0, at, one, self._head)

    def write_all(self, rows: Iterable[Sequence[SheetValue]]) -> None:
        """Write all rows, and finish."""
        for row in rows:
            self.write(row)
        self.finish()

    def write(self, row: Sequence[SheetValue]) -> None:
        """Write one row; a text that is too long goes on behind the last column, each part with its name."""
        further: list[str] = []
        for at, value in enumerate(row):
            if isinstance(value, int) or (at in self._numbers and _NUMBER.fullmatch(value)):
                self._sheet.write_number(self._row, at, int(value), self._text)
            elif value:
                first, *rest = _parts(value)
                self._sheet.write_string(self._row, at, first, self._text)
                further += [f"{self._headings[at]}: {one}" for one in rest]
        for at, one in enumerate(further, len(self._headings)):
            self._sheet.write_string(self._row, at, one, self._text)
        self._row += 1

    def finish(self) -> None:
        """Let the columns be filtered."""
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._headings) - 1)


def _parts(value: str) -> list[str]:
    """Cut a text where it is longer than a cell takes."""
    if len(value) <= CELL_CHARACTERS // 2 or len(value.encode("utf-16-le")) // 2 <= CELL_CHARACTERS:
        return [value]
    step = CELL_CHARACTERS // 2
    return [value[at : at + step] for at in range(0, len(value), step)]


@cache
def _sheet_class() -> "type[Worksheet]":
    """Return a sheet that writes every text so that it reads back as it is.

    The library's own takes a text from <r> to </r> for markup of its own and writes it as it stands, so that
    a note could hold cells, formulas and links; and two signs _xHHHH_ that share a _ come back as another
    text.
    """
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):  # type: ignore[misc]  # the library has no types
        @staticmethod
        def _escape_control_characters(data: str) -> str:
            return _ESCAPE.sub(_sign, data)

    return Sheet


def _sign(found: re.Match[str]) -> str:
    return f"_x{ord(found.group()):04X}_"


def matrix_sheet_rows(matrix: Matrix) -> Iterator[SheetValues]:
    """Yield the matrix: for each column the grade, then the counts; the sums in the last row."""
    heads = [f"{column.short_title}: {what}" for column in matrix.columns for what in ("grade", *COUNTS)]
    yield [*HEADINGS, *heads, TOTAL]
    for row in matrix.rows:
        cells: SheetValues = []
        for cell in row.cells:
            cells += ["; ".join(one.value for one in cell.grades) or cell.absent, *cell.tally]
        yield [row.title, day_text(row.documents[0]), *cells, row.tally.total]
    sums: SheetValues = [value for tally in matrix.totals for value in ("", *tally)]
    yield [ALL, "", *sums, matrix.total.total]


def plan_rows(report: Report) -> Iterator[SheetValues]:
    """Yield the improvement plan."""
    yield ["Point", "Quote", "Document", "Area", "Evidence", "Later evidence", "Status"]
    for row in report.plan:
        area = row.thread.thread.area
        yield [
            row.thread.thread.title,
            said(row.point),
            f"{row.point.details.title}, {day_text(row.point.details)}{facts(row.point)}",
            report.codebook.area_or_unknown(area).short_title if area else "",
            "\n".join(quotes(row.evidence)),
            "\n".join(quotes(row.later)),
            status_text(row),
        ]


def grade_sheet_rows(report: Report) -> Iterator[SheetValues]:
    """Yield the grades, then the breaks between which they are series."""
    yield [*GRADE_COLUMNS]
    for row in grade_rows(report.histories, report.codebook):
        yield [str(cell) for cell in row]
    breaks = {one.day: one.words for history in report.histories for one in history.breaks}
    for day in sorted(breaks):
        yield ["", "", "", "", day.isoformat(), "", "", breaks[day], "break"]


def codebook_rows(report: Report) -> Iterator[SheetValues]:
    """Yield the areas with their editions, then the topics with their synonyms."""
    yield ["code", "title", "area", "editions or group", "synonyms"]
    for area in report.codebook.areas:
        editions = [one.title for one in report.codebook.editions if area.code in one.area_codes]
        yield [area.code, area.title, area.short_title, ", ".join(editions), ""]
    for topic in report.codebook.topics:
        yield [topic.code, topic.title, topic.area, topic.group, ", ".join(topic.synonyms)]


def about_rows(report: Report) -> Iterator[SheetValues]:
    """Yield what the report covers, and how it is to be read and checked."""
    yield ["about", "this report"]
    yield ["title", f"Evidence report: {report.title}"]
    yield ["scope", scope_text(report)]
    yield ["counts", count_text(report.matrix.total)]
    yield ["time", as_of_text(report)]
    yield ["claims", CLAIMS]
    yield ["check", CHECK]
    yield ["licence", LICENCE]
    for details in report.documents:
        yield [f"SHA-256 of {details.title}", details.sha256]

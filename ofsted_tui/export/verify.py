"""Check an export against the database: a CSV row by row, HTML and XLSX with their quotes and counts."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.evidence.matrix import Tally
from ofsted_tui.export.atomic_file import translate_file_errors
from ofsted_tui.export.csv_format import (
    BOM,
    COLUMNS,
    HEADER,
    CsvRow,
    Record,
    csv_line,
    opened,
    records,
    row_of,
)
from ofsted_tui.export.report import refuse_what_is_only_read
from ofsted_tui.export.report.content import count_text, tally_of_row
from ofsted_tui.export.report.html import (
    BODY,
    HEAD,
    HEAD_END,
    HTML_BEGINNING,
    MAIN,
    STEPS,
    evidence_article,
    place_article,
    section_tag,
)
from ofsted_tui.export.report.markup import Markup
from ofsted_tui.export.report.xlsx import ALL, COUNTS, HEADINGS, TOTAL
from ofsted_tui.export.rows import THREAD_COLUMNS
from ofsted_tui.export.verify_rows import Difference, RowCheck
from ofsted_tui.export.xlsx_reader import XlsxFile, opened_xlsx
from ofsted_tui.model import limits
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import Progress, UserError, silent, told
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.store import Store

VERIFYING = "rows checked"
"""What a check tells of itself."""
NOT_CHECKED = (
    "only the annotations, the threads and the counts of the matrix were checked, not the other sheets"
)
PAGE_NOT_CHECKED = (
    "only the quotes, what stands with them and their number were checked, not the rest of the page"
)
_OTHER_HAND = "is not written as ofsted-tui writes it"
_CHUNK = 1_000_000
"""Bytes that are read at once."""
_SHOWN = 40
"""Characters that are named of what is otherwise than it should be."""
_ANNOTATIONS, _THREADS, _MATRIX = "Annotations", "Threads", "Matrix"
_MISSING = "the sheet is missing"
_BEFORE = len(HEADINGS)
_WIDTH = 1 + len(COUNTS)
_OTHER_NAMES = "the areas of the matrix are named otherwise than in this codebook: only its sums were checked"
Fault = tuple[int, str]
"""The row of the sheet, counted from 1, and what is wrong with it."""
_Key = frozenset[tuple[str, Tally]]
_ARTICLE, _ARTICLE_END = "<article", b"</article>"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CELL = re.compile(r'<([a-z]+) data-column="([a-z0-9_]+)"(?: data-exact="([^"<>]*)")?>([^<]*)</\1>')
_HALF = re.compile("[\ud800-\udfff]")
_KIND = re.compile(r'<article class="(evidence|place)[ "]')
_STANDS_IN = {
    "evidence": [BODY, MAIN, section_tag("evidence")],
    "place": [BODY, MAIN, section_tag("threads"), STEPS],
}
"""The elements in which the articles of a report stand."""


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What came of checking a file."""

    rows: int
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]
    """What is worth knowing but no fault."""

    @property
    def ok(self) -> bool:
        """Tell whether nothing differs."""
        return not self.differences


def verify_file(path: Path, store: Store, codebook: Codebook, progress: Progress = silent) -> VerifyResult:
    """Check every row of an exported CSV, an XLSX report or an HTML report; raise UserError, StoreError."""
    with translate_file_errors(path), opened(path) as file:
        beginning = file.read(4_096)
    if beginning.startswith(b"PK\x03\x04"):
        return verify_xlsx(path, store, codebook, progress)
    if beginning[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype html", b"<html")):
        return verify_html(path, store, codebook, progress)
    refuse_what_is_only_read(path)
    return verify_csv(path, store, codebook, progress)


def verify_csv(path: Path, store: Store, codebook: Codebook, progress: Progress = silent) -> VerifyResult:
    """Check every row of a CSV; raise UserError where the file cannot be read, StoreError."""
    with translate_file_errors(path), opened(path) as file:
        check = RowCheck(store, codebook)
        _CsvCheck(check).file(file, progress)
    return result_of(check)


def verify_xlsx(path: Path, store: Store, codebook: Codebook, progress: Progress = silent) -> VerifyResult:
    """Check the annotations, the threads and what the matrix counts; raise UserError, StoreError."""
    check, matrix = RowCheck(store, codebook), MatrixCheck(codebook)

    def annotation(row: CsvRow, line: int, fault: str) -> None:
        check.rows += 1
        check.annotation(row, line, fault, sheet=_ANNOTATIONS)
        matrix.add(row)

    def place(row: CsvRow, line: int, fault: str) -> None:
        check.place(row, line, fault, sheet=_THREADS)

    with translate_file_errors(path), opened_xlsx(path) as book:
        for name, columns, take in ((_ANNOTATIONS, COLUMNS, annotation), (_THREADS, THREAD_COLUMNS, place)):
            for fault in _sheet(book, name, columns, take, progress):
                check.differs(1, "", fault, sheet=name)
        check.finish()
        counted = matrix.faults(book.rows(_MATRIX)) if _MATRIX in book.names else [(1, _MISSING)]
        for line, fault in counted:
            check.differs(line, "", fault, sheet=_MATRIX)
    check.notes |= dict.fromkeys((*matrix.notes, NOT_CHECKED))
    return result_of(check)


def verify_html(path: Path, store: Store, codebook: Codebook, progress: Progress = silent) -> VerifyResult:
    """Check every quote of an HTML report; raise UserError, StoreError."""
    check = RowCheck(store, codebook)
    page = PageCheck(check)
    with translate_file_errors(path), opened(path) as file:
        for piece in told(html_pieces(path, file), progress, VERIFYING, 0):
            page.take(piece)
    page.finish()
    check.finish()
    check.notes[PAGE_NOT_CHECKED] = None
    return result_of(check)


def result_of(check: RowCheck) -> VerifyResult:
    """Return what came of a check, the differences in the order of the file."""
    differences = tuple(sorted(check.differences, key=lambda one: (one.sheet, one.line)))
    return VerifyResult(check.rows, differences, tuple(check.notes))


class _CsvCheck:
    """Reads a CSV record by record, and has each checked."""

    def __init__(self, check: RowCheck) -> None:
        self._check = check

    def file(self, file: BinaryIO, progress: Progress) -> None:
        check = self._check
        total = _rows_about(file)
        found = records(file)
        if not self._header(next(found, None)):
            return
        for record in told(found, progress, VERIFYING, total):
            check.rows += 1
            self._record(record)
        check.finish()
        progress(VERIFYING, check.rows, check.rows)

    def _header(self, record: Record | None) -> bool:
        differs = self._check.differs
        if record is None:
            differs(1, "", "the file is empty: not even the header of an export is there")
            return False
        if record.cells != list(COLUMNS):
            differs(1, "", f"is not the header of an export ({_header_fault(record)})")
            return False
        if record.raw != BOM + HEADER:
            differs(1, "", f"the header {_OTHER_HAND}")
        return True

    def _record(self, record: Record) -> None:
        check = self._check
        if len(record.cells) != len(COLUMNS):
            count = f"has {len(record.cells)} cells, not {len(COLUMNS)}"
            check.differs(record.line, record.cells[0] if record.cells else "", record.fault or count)
            return
        row = row_of(record.cells)
        is_well = check.annotation(row, record.line, record.fault)
        if is_well and record.raw != csv_line(row):
            check.differs(record.line, row["annotation_id"], _OTHER_HAND)


def _rows_about(file: BinaryIO) -> int:
    """Return the number of line ends less the header's: the rows, and more where cells hold line ends."""
    found = sum(chunk.count(b"\r\n") for chunk in iter(lambda: file.read(_CHUNK), b""))
    file.seek(0)
    return max(0, found - 1)


def _header_fault(record: Record) -> str:
    if record.fault:
        return record.fault
    if len(record.cells) != len(COLUMNS):
        return f"it has {len(record.cells)} columns, not {len(COLUMNS)}"
    found = next(pair for pair in zip(record.cells, COLUMNS, strict=True) if pair[0] != pair[1])
    return f"{found[0][:40]!r} stands where {found[1]!r} should"


def _sheet(
    book: XlsxFile,
    name: str,
    columns: Sequence[str],
    take: Callable[[CsvRow, int, str], None],
    progress: Progress,
) -> Iterator[str]:
    """Call `take` with each row, its number and its fault; yield faults of the sheet as a whole."""
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


def _row(cells: list[str], columns: Sequence[str]) -> tuple[CsvRow, str]:
    """Return the row of cells; what stands behind the last column goes on with the text that it names."""
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    row = dict(zip(columns, padded, strict=False))
    for more in padded[len(columns) :]:
        name, _, rest = more.partition(": ")
        if name not in row:
            return row, f"has a cell behind the last column that belongs to none ({more[:40]!r})"
        row[name] += rest
    return row, ""


class _Sheet:
    """The rows of the matrix, summed up one by one."""

    def __init__(self, areas: Sequence[str], wanted: Counter[tuple[str, _Key]] | None) -> None:
        self._areas = areas
        self._wanted = wanted
        """What is counted of documents that were not met yet; None where the areas cannot be compared."""
        self._sums: dict[str, Tally] = {}

    def document(self, number: int, row: Sequence[str]) -> Iterator[Fault]:
        found = _counts(row, self._areas)
        if found is None:
            yield number, "holds something else than counts"
            return
        _add(self._sums, found)
        if row[-1] != str(sum(tally.total for tally in found.values())):
            yield number, "its counts do not come to the number of annotations that it states"
        key = (row[0], _key(found))
        if self._wanted is not None and self._wanted[key]:
            self._wanted[key] -= 1
        elif self._wanted is not None and found:
            yield number, "counts otherwise than the annotations of this file"

    def is_sum(self, row: Sequence[str]) -> bool:
        return row[:1] == [ALL] and _counts(row, self._areas) == self._sums

    def missing(self) -> list[str]:
        return [title for title, _ in (self._wanted or Counter()).elements()]


class MatrixCheck:
    """Counts annotations as the matrix does, and compares it with the sheet."""

    def __init__(self, codebook: Codebook) -> None:
        """Take the names of the areas."""
        self.notes: list[str] = []
        self._codebook = codebook
        self._number = 0
        self._titles: dict[str, str] = {}
        self._counted: dict[str, dict[str, Tally]] = {}
        """By document, what is counted of each area."""

    def add(self, row: CsvRow) -> None:
        """Count the row of an annotation."""
        self._number += 1
        self._titles[row["document_id"]] = row["document"]
        area = self._codebook.area_or_unknown(row["area_code"]).short_title
        _add(self._counted.setdefault(row["document_id"], {}), {area: tally_of_row(row)})

    def faults(self, rows: Iterable[Sequence[str]]) -> Iterator[Fault]:
        """Yield what is wrong with the sheet; its rows are looked at one by one."""
        lines = enumerate(rows, 1)
        sheet = self._sheet(next(lines, (1, []))[1])
        if sheet is None:
            yield 1, "is not the header of a matrix"
            return
        last = next(lines, None)
        for line in lines:
            assert last is not None
            yield from sheet.document(*last)
            last = line
        number, sums = last or (2, [])
        if not sheet.is_sum(sums) or sums[-1] != str(self._number):
            yield number, f"its sums are not those of the {self._number} annotations of this file"
        yield from ((1, f"lacks the counts of the annotations in {title!r}") for title in sheet.missing())

    def _sheet(self, header: Sequence[str]) -> _Sheet | None:
        areas = _areas(header)
        if areas is None:
            return None
        wanted = Counter((self._titles[one], _key(found)) for one, found in self._counted.items())
        if {area for found in self._counted.values() for area in found} <= set(areas):
            return _Sheet(areas, wanted)
        self.notes.append(_OTHER_NAMES)
        return _Sheet(areas, None)


def _areas(header: Sequence[str]) -> list[str] | None:
    """Return the areas of a header, one for each group of columns; None where it is no matrix's."""
    groups = [header[at : at + _WIDTH] for at in range(_BEFORE, len(header) - 1, _WIDTH)]
    areas = [group[0].removesuffix(": grade") for group in groups]
    expected = [f"{area}: {what}" for area in areas for what in ("grade", *COUNTS)]
    return areas if [*header] == [*HEADINGS, *expected, TOTAL] else None


def _counts(row: Sequence[str], areas: Sequence[str]) -> dict[str, Tally] | None:
    """Return what a row counts of areas that have something; None where a cell holds no number."""
    found: dict[str, Tally] = {}
    for at, area in enumerate(areas):
        start = _BEFORE + at * _WIDTH + 1
        cells = row[start : start + len(COUNTS)]
        if len(cells) != len(COUNTS) or not all(one.isascii() and one.isdigit() for one in cells):
            return None
        tally = Tally(*map(int, cells))
        if tally.total:
            _add(found, {area: tally})
    return found


def _add(counted: dict[str, Tally], more: Mapping[str, Tally]) -> None:
    for area, tally in more.items():
        counted[area] = counted.get(area, Tally()).plus(tally)


def _key(counted: Mapping[str, Tally]) -> _Key:
    return frozenset(counted.items())


@dataclass(frozen=True, slots=True)
class HtmlPiece:
    """A piece of the page: what stands before an article, and the article."""

    line: int
    """The line of the page where the article begins."""
    before: str
    article: str
    """The whole article; empty in the last piece, whose `before` is the rest of the page."""


class PageCheck:
    """Checks a page piece by piece; `finish` checks what needs all of them."""

    def __init__(self, check: RowCheck) -> None:
        """Gather the differences in `check`."""
        self._check = check
        self._tally = Tally()
        self._markup = Markup(is_open="<html>")
        self._header: str | None = None
        self._header_line = 1
        self._places: list[tuple[HtmlPiece, CsvRow]] = []

    def take(self, piece: HtmlPiece) -> None:
        """Check a piece; places of threads wait until all are known."""
        self._before(piece)
        kind = _KIND.match(piece.article)
        if kind is None:
            if piece.article:
                self._check.differs(piece.line, "", "is an article such as no report has")
            return
        if self._markup.open[1:] != _STANDS_IN[kind.group(1)]:
            self._check.differs(piece.line, "", "stands where no report has it, and may not be shown")
        cells = cells_of(piece.article)
        if kind.group(1) == "place":
            self._places.append((piece, cells))
            return
        row, missing = _complete(cells, COLUMNS)
        self._check.rows += 1
        self._tally = self._tally.plus(tally_of_row(row))
        fault = missing or _article_fault(piece.article, evidence_article(row))
        self._check.annotation(row, piece.line, fault)

    def finish(self) -> None:
        """Check the places of threads, and the number that the page states."""
        rows = {cells.get("passage_id", ""): _complete(cells, THREAD_COLUMNS)[0] for _, cells in self._places}
        for piece, cells in self._places:
            row, missing = _complete(cells, THREAD_COLUMNS)
            fault = missing or _article_fault(piece.article, place_article(row, rows))
            self._check.place(row, piece.line, fault)
        if f" {escape(count_text(self._tally))} " not in (self._header or ""):
            line = self._header_line
            self._check.differs(
                line, "", f"the page states another number than its {self._check.rows:,} quotes"
            )

    def _before(self, piece: HtmlPiece) -> None:
        page = piece.before
        if self._header is None:
            head, _, page = page.partition(HEAD_END)
            if not re.fullmatch(rf"{re.escape(HEAD)}<title>[^<]*</title>\n", head):
                said = "the head of the page is not that of such a report: it may hide or show other words"
                self._check.differs(1, "", said)
            self._header_line = 2 + head.count("\n") + HEAD_END.count("\n")
            self._header = page.partition("</header>")[0]
        self._check.differs(piece.line, "", self._markup.take(page))


def _complete(cells: Mapping[str, str], columns: Sequence[str]) -> tuple[CsvRow, str]:
    """Return the row, and the fault where columns are missing."""
    missing = [name for name in columns if name not in cells]
    row = {name: cells.get(name, "") for name in columns}
    return row, f"lacks {', '.join(missing)}, or has markup there" if missing else ""


def _article_fault(article: str, expected: str) -> str:
    """Return the fault where an article differs from the one that a report writes; else ""."""
    if article == expected:
        return ""
    pairs = enumerate(zip(article, expected, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(article), len(expected)))
    return f"shows something else than its columns say ({visible_line(article[at : at + _SHOWN])!r})"


def html_pieces(path: Path, file: BinaryIO) -> Iterator[HtmlPiece]:
    """Yield the pieces of a report, one after the other.

    Raises UserError where the file is too large, is no report, or is cut off.
    """
    line, is_first, before = 1, True, ""
    for data, is_last in _parts(path, file):
        text = _text(path, data)
        if is_first and not text.encode().startswith(HTML_BEGINNING):
            raise UserError(f"{path}: is no report of ofsted-tui; name one, or a CSV that it exported.")
        is_first = False
        before, begins, inside = text.partition(_ARTICLE)
        if is_last:
            before, inside = text, ""
        line += before.count("\n")
        yield HtmlPiece(line, before, begins + inside if inside else "")
        line += inside.count("\n")
    if not before.rstrip().endswith("</html>"):
        raise UserError(f"{path}: is cut off: its end is missing; write the report again.")


def _parts(path: Path, file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield the page up to the end of each article, then the rest; with each whether it is the rest."""
    rest, read = b"", 0
    while chunk := file.read(_CHUNK):
        read += len(chunk)
        *whole, rest = (rest + chunk).split(_ARTICLE_END)
        if read > limits.HTML_REPORT_BYTES or len(rest) > limits.CSV_ROW_BYTES:
            most = limits.HTML_REPORT_BYTES // 1_000_000
            raise UserError(f"{path}: is larger than {most:,} MB; verify a CSV or an XLSX file instead.")
        for one in whole:
            yield one + _ARTICLE_END, False
    yield rest, True


def _text(path: Path, data: bytes) -> str:
    try:
        return data.removeprefix(_BYTE_ORDER_MARK).decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path}: is not written in UTF-8, as a report is; write the report again."
        ) from error


def cells_of(article: str) -> CsvRow:
    """Return the exact values of the columns in an article."""
    return {column: _value(shown, exact) for _, column, exact, shown in _CELL.findall(article)}


def _value(shown: str, exact: str) -> str:
    """Return the exact text where it is given as JSON; else the text that is shown."""
    try:
        value = json.loads(unescape(exact)) if exact else None
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, str) and not _HALF.search(value) else unescape(shown)

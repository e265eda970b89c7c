"""Write and read the CSV format: columns, cells kept from being run as formulas, records, tables."""

import csv
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.export.atomic_file import replacing
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError
from ofsted_tui.reading.formats.document_file import open_at_once

_RISKY = frozenset("=+-@\t\r\n＝＋－＠'")
"""First characters that a spreadsheet acts on; the quote is one, so that reading back is unambiguous."""
_MUST_BE_QUOTED = re.compile('[",\r\n]').search
"""What a cell may not hold bare (RFC 4180, rule 6)."""


def escaped(text: str) -> str:
    """Return the text for a cell, with one `'` in front where a spreadsheet would act on it."""
    return f"'{text}" if text[:1] in _RISKY else text


def unescaped(cell: str) -> str:
    """Return the text that `escaped` made the cell of."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RISKY else cell


def quoted(cell: str) -> str:
    """Return the cell as it stands in a CSV: in quotes where it has to be (as the csv module has it)."""
    return '"' + cell.replace('"', '""') + '"' if _MUST_BE_QUOTED(cell) else cell


def written(text: str) -> str:
    """Return the text as it stands in a CSV, escaped and quoted."""
    return quoted(escaped(text))


COLUMNS = (
    "annotation_id",
    "session",
    "reviewer",
    "document_id",
    "document",
    "document_kind",
    "local_authority",
    "event_start",
    "event_end",
    "framework",
    "area_code",
    "judgement_area",
    "topic",
    "direction",
    "quantifier",
    "section",
    "paragraph",
    "page",
    "start",
    "end",
    "quote",
    "prefix",
    "suffix",
    "note",
    "created_at",
    "updated_at",
    "document_sha256",
)
"""The columns in the order in which they have stood since the first version."""

_NUMBERS = frozenset({"paragraph", "page", "start", "end"})

CsvRow = dict[str, str]
"""The cells of one row by column, as plain text: not escaped."""


def csv_line(row: CsvRow) -> str:
    """Return the row as one record of the CSV, with its line end."""
    return joined(quoted(row[name]) if name in _NUMBERS else written(row[name]) for name in COLUMNS)


def csv_record(cells: Iterable[str]) -> str:
    """Return the cells as one record of the CSV (RFC 4180), with its line end; none is escaped."""
    return joined(quoted(cell) for cell in cells)


def joined(cells: Iterable[str]) -> str:
    """Return cells that are written already as one record of the CSV, with its line end."""
    return ",".join(cells) + "\r\n"


HEADER = csv_record(COLUMNS)
"""The first line of every export, behind the byte order mark."""


def row_of(cells: list[str]) -> CsvRow:
    """Return the row that a record's cells hold, one for each column."""
    named = zip(COLUMNS, cells, strict=True)
    return {name: cell if name in _NUMBERS else unescaped(cell) for name, cell in named}


BOM = "\ufeff"
"""The byte order mark that begins the file; without it Excel takes the file for Windows-1252."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a CSV file."""

    line: int
    """The line of the file where it begins, counted from 1."""
    cells: list[str]
    raw: str
    """Its text in the file, with quotes, line end and byte order mark."""
    fault: str = ""
    """What is wrong with it as CSV, in words; empty where nothing is."""


class _TooLongError(csv.Error):
    """A record has more than is read."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a CSV for reading; raise UserError where it is too large or no file, OSError.

    A pipe or a device in its place is not waited for.
    """
    with open_at_once(path) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise UserError(f"{path}: is a folder, a pipe or a device; name a CSV file.")
        if status.st_size > limits.CSV_BYTES:
            raise UserError(
                f"{path}: is larger than {limits.CSV_BYTES // 1_000_000:,} MB; verify it in parts."
            )
        yield file


def records(file: BinaryIO) -> Iterator[Record]:
    """Yield the records of a CSV file; a damaged one has a fault, and reading goes on behind it."""
    csv.field_size_limit(limits.CSV_CELL_CHARACTERS)
    lines = _Lines(file)
    reader = csv.reader(lines, strict=True)
    for _ in range(limits.CSV_ROWS + 1):
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield lines.record([], f"cannot be read as CSV ({error})")
        else:
            yield lines.record(cells)
    lines.begin_record()
    if lines.has_more():
        yield lines.record([], f"is beyond {limits.CSV_ROWS:,} rows, and was not checked; verify it in parts")


class _Lines:
    """Feeds lines to a CSV reader, and keeps those of the present record."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._count = 0
        self.begin_record()

    def begin_record(self) -> None:
        self._first = self._count + 1
        self._taken: list[str] = []
        self._fault = ""
        self._bytes = self._commas = 0

    def has_more(self) -> bool:
        return bool(self._file.read(1))

    def record(self, cells: list[str], fault: str = "") -> Record:
        return Record(self._first, cells, "".join(self._taken), self._fault or fault)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        data = self._file.readline(limits.CSV_ROW_BYTES + 1)
        if not data:
            raise StopIteration
        self._count += 1
        self._refuse_too_long(data)
        line = self._decoded(data)
        self._taken.append(line)
        return line.removeprefix(BOM) if self._count == 1 else line

    def _refuse_too_long(self, data: bytes) -> None:
        """Raise csv.Error where the record grows too long, and go on at its next line end."""
        self._bytes += len(data)
        self._commas += data.count(b",")
        while len(data) > limits.CSV_ROW_BYTES and not data.endswith(b"\n"):
            data = self._file.readline(limits.CSV_ROW_BYTES + 1)
        if self._bytes > limits.CSV_ROW_BYTES:
            raise self._too_long(f"more than {limits.CSV_ROW_BYTES // 1_000_000} MB")
        if self._commas > limits.CSV_COMMAS:
            raise self._too_long(f"more than {limits.CSV_COMMAS:,} commas")

    def _too_long(self, what: str) -> _TooLongError:
        self._taken.clear()
        return _TooLongError(f"it has {what} in one row: a quote may be missing")

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            place = f"line {self._count}, byte {error.start + 1}"
            self._fault = self._fault or f"is not UTF-8 at {place}"
            return data.decode(errors="replace")


TableCell = str | int | None
"""A number stays one; None is an empty cell."""


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[TableCell]]) -> Iterator[bytes]:
    """Yield the table, its header first."""
    yield (BOM + csv_record(columns)).encode()
    for row in rows:
        yield joined(map(_cell, row)).encode()


def write_table(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[TableCell]], *, force: bool = False
) -> int:
    """Write the table, whole or not at all, and return the number of rows.

    Raises UserError where the file cannot be written; OtherFileError where one that does not begin with the
    same header is there already and `force` is not given.
    """
    chunks = csv_bytes(columns, rows)
    beginning = next(chunks)
    number = 0
    with replacing(path, beginning, "no such table", force=force) as file:
        file.write(beginning)
        for number, chunk in enumerate(chunks, 1):  # noqa: B007 - the last number is what is returned
            file.write(chunk)
    return number


def _cell(cell: TableCell) -> str:
    if cell is None:
        return ""
    return quoted(str(cell)) if isinstance(cell, int) else written(cell)

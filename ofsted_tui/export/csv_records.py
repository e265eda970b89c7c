"""A CSV file read record by record, with the line where each begins and just the text that stands there."""

import csv
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError
from ofsted_tui.reading.formats.file_bytes import open_at_once

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
    """Feeds a CSV reader, and keeps what it has taken for the present record."""

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

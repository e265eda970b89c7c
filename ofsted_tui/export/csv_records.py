"""A CSV file read record by record, with the line where each begins and just the text that stands there."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BOM = "\ufeff"
"""The byte order mark that begins the file; without it Excel takes the file for Windows-1252."""

_LONGEST_CELL = 2**31 - 1


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


def records(file: BinaryIO) -> Iterator[Record]:
    """Yield the records of a CSV file; a damaged one has a fault, and reading goes on behind it."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = _Lines(file)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield lines.record([], f"cannot be read as CSV ({error})")
        else:
            yield lines.record(cells)


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

    def record(self, cells: list[str], fault: str = "") -> Record:
        return Record(self._first, cells, "".join(self._taken), self._fault or fault)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        data = self._file.readline()
        if not data:
            raise StopIteration
        self._count += 1
        line = self._decoded(data)
        self._taken.append(line)
        return line.removeprefix(BOM) if self._count == 1 else line

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            place = f"line {self._count}, byte {error.start + 1}"
            self._fault = self._fault or f"is not UTF-8 at {place}"
            return data.decode(errors="replace")

"""The rows of an XLSX file, read as text, with every size counted before a library sees the file."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError

if TYPE_CHECKING:
    from openpyxl import Workbook

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_CHUNK = 1_000_000
_OVERLAP = 40
_DAMAGED = "cannot be read as an XLSX file: it is damaged, or of another kind"


class XlsxFile:
    """An open XLSX file."""

    def __init__(self, path: Path, book: "Workbook") -> None:
        """Take what `opened_xlsx` has opened."""
        self._path = path
        self._book = book

    @property
    def names(self) -> list[str]:
        """The names of the sheets."""
        return [str(name) for name in self._book.sheetnames]

    def rows(self, name: str) -> Iterator[list[str]]:
        """Yield the rows of a sheet, each cell as text; raise UserError where the file is damaged.

        A whole number is written without a point; a formula stands as its text, beginning with "=".
        """
        sheet = self._book[name]
        sheet.reset_dimensions()
        with _faults_in_words(self._path):
            for number, row in enumerate(sheet.iter_rows(values_only=True)):
                if number > limits.CSV_ROWS:
                    raise UserError(f"{self._path}: has more than {limits.CSV_ROWS:,} rows; verify a CSV.")
                yield _trimmed([_text(value) for value in row])


@contextmanager
def opened_xlsx(path: Path) -> Iterator[XlsxFile]:
    """Open an XLSX file for reading; raise UserError where it is damaged, too large or made to harm."""
    with _faults_in_words(path):
        with zipfile.ZipFile(path) as archive:
            _check(path, archive)
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, keep_links=False, rich_text=False)
    try:
        yield XlsxFile(path, book)
    finally:
        book.close()


@contextmanager
def _faults_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (UserError, OSError, MemoryError):
        raise
    except (zipfile.BadZipFile, zlib.error) as error:
        raise UserError(f"{path}: {_DAMAGED}.") from error
    except Exception as error:  # whatever the library trips over in a file that is not as it should be
        raise UserError(f"{path}: {_DAMAGED} ({type(error).__name__}).") from error


def _check(path: Path, archive: zipfile.ZipFile) -> None:
    """Unpack everything once and throw it away: what an archive says of its sizes may be a lie."""
    entries = archive.infolist()
    if len(entries) > limits.ZIP_ENTRIES:
        raise UserError(f"{path}: has {len(entries):,} parts, more than a report has; verify a CSV.")
    left = limits.XLSX_UNPACKED_BYTES
    for entry in entries:
        with archive.open(entry) as member:
            left = _counted(path, member, left)


def _counted(path: Path, member: IO[bytes], left: int) -> int:
    tail = b""
    while chunk := member.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise UserError(f"{path}: unpacks to far more than a report holds; it may be made to harm.")
        if _DOCTYPE.search(tail + chunk):
            raise UserError(f"{path}: holds a document type, which no report does; it may be made to harm.")
        tail = chunk[-_OVERLAP:]
    return left


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(_character, value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _character(found: re.Match[str]) -> str:
    return chr(int(found.group(1), 16))


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells

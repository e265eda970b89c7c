"""The rows of an XLSX file, read as text: of any other file, or one made to harm, nothing but a refusal.

The readers that there are will not do for evidence: openpyxl 3.1 takes "x005F_" out of texts that cells
share, and makes trees of what it reads (1.3 GB for 40 MB of styles); others make room for all that a sheet
claims to hold.
"""

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from ofsted_tui.export.csv_records import opened
from ofsted_tui.export.xlsx_parts import HostileError, SheetNames, Strings, Styles, Targets, read, stream
from ofsted_tui.export.xlsx_sheet import Cells, check_row
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError

_WORKBOOK = "xl/workbook.xml"
_TARGETS = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = "cannot be read as an XLSX file: it is damaged, or of another kind"


class XlsxFile:
    """An open XLSX file."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        """Take what `opened_xlsx` has opened; raise HostileError, ExpatError, KeyError."""
        self._path = path
        self._archive = archive
        found, targets = SheetNames(), Targets()
        read(archive, _WORKBOOK, found)
        read(archive, _TARGETS, targets)
        parts = set(archive.namelist())
        paths = {name: targets.paths.get(wanted, "") for name, wanted in found.ids.items()}
        self._sheets = {name: path for name, path in paths.items() if path in parts}
        self._texts: list[str] | None = None
        self._dates: set[str] = set()

    @property
    def names(self) -> list[str]:
        """The names of the sheets."""
        return list(self._sheets)

    def rows(self, name: str) -> Iterator[list[str]]:
        """Yield the rows of a sheet from the first to the last that holds something, without gaps.

        Each cell is text, a whole number without a point; one that holds a formula, a date, an error or a
        truth value is an OddCell. Raises UserError where the file is damaged or made to harm.
        """
        with _faults_in_words(self._path):
            cells = Cells(self._shared(), self._dates)
            next_row = 1
            for _ in stream(self._archive, self._sheets[name], cells):
                for number, row in cells.taken():
                    check_row(number)
                    yield from ([] for _ in range(next_row, number))
                    yield row
                    next_row = number + 1

    def _shared(self) -> list[str]:
        """Return the texts that cells share, which a file written elsewhere keeps apart from its sheets."""
        if self._texts is None:
            texts, styles = Strings(), Styles()
            parts = set(self._archive.namelist())
            for name, part in ((_TEXTS, texts), (_STYLES, styles)):
                if name in parts:
                    read(self._archive, name, part)
            self._texts, self._dates = texts.texts, styles.dates
        return self._texts


@contextmanager
def opened_xlsx(path: Path) -> Iterator[XlsxFile]:
    """Open an XLSX file for reading; raise UserError where it is damaged, too large or made to harm."""
    with opened(path) as file:
        with _faults_in_words(path):
            if path.stat().st_size > limits.XLSX_BYTES:
                raise HostileError(f"is larger than {limits.XLSX_BYTES // 1_000_000} MB")
            archive = zipfile.ZipFile(file)
        with archive:
            with _faults_in_words(path):
                _check(archive)
                book = XlsxFile(path, archive)
            yield book


@contextmanager
def _faults_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except HostileError as error:
        raise UserError(f"{path}: {error}; verify a CSV.") from error
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError) as error:
        raise UserError(f"{path}: {_DAMAGED}.") from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the beginning of the file, which the archive names
            raise
        raise UserError(f"{path}: {_DAMAGED}.") from error
    # What zipfile and expat raise for members that are locked or missing, and for unknown encodings.
    except (EOFError, KeyError, ValueError, LookupError, RuntimeError, NotImplementedError) as error:
        raise UserError(f"{path}: {_DAMAGED} ({type(error).__name__}).") from error


def _check(archive: zipfile.ZipFile) -> None:
    """Raise HostileError for sizes that no report has; `zipfile` unpacks no more than the sizes stated."""
    entries = archive.infolist()
    if len(entries) > limits.ZIP_ENTRIES:
        raise HostileError(f"has {len(entries):,} parts, more than a report has")
    if sum(entry.file_size for entry in entries) > limits.XLSX_UNPACKED_BYTES:
        raise HostileError("unpacks to far more than a report holds")
    if any(entry.compress_type not in _PACKINGS for entry in entries):
        raise HostileError("is packed as no spreadsheet is")

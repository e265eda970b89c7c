"""A CSV checked against a database: is every quote still where it says, word for word."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.export.atomic_file import file_errors_in_words
from ofsted_tui.export.csv_columns import COLUMNS, csv_line, row_of
from ofsted_tui.export.csv_file import HEADER
from ofsted_tui.export.csv_records import BOM, Record, opened, records
from ofsted_tui.export.verify_rows import Difference, RowCheck
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.progress import Progress, silent, told
from ofsted_tui.store import Store

_OTHER_HAND = "is not written as ofsted-tui writes it"
_CHUNK = 1_000_000
VERIFYING = "rows checked"
"""What a check of a CSV tells of itself."""


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What came of checking a CSV."""

    rows: int
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]
    """What is worth knowing but no fault."""

    @property
    def ok(self) -> bool:
        """Tell whether nothing differs."""
        return not self.differences


def verify_csv(path: Path, store: Store, codebook: Codebook, progress: Progress = silent) -> VerifyResult:
    """Check every row of a CSV; raise UserError where the file cannot be read, StoreError."""
    with file_errors_in_words(path), opened(path) as file:
        check = RowCheck(store, codebook)
        _CsvCheck(check).file(file, progress)
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
    """Count the rows by their line ends, of which cells may hold some too."""
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

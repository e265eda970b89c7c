"""A CSV checked against a database: is every quote still where it says, word for word."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.export.atomic_file import file_errors_in_words
from ofsted_tui.export.csv_columns import COLUMNS, Row, csv_line, row_of
from ofsted_tui.export.csv_file import HEADER
from ofsted_tui.export.csv_records import BOM, Record, opened, records
from ofsted_tui.export.csv_rows import RowMaker
from ofsted_tui.export.replay import Replay
from ofsted_tui.export.row_history import RowHistory
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.progress import Progress, silent, told
from ofsted_tui.store import Store

_STRANGERS = (
    "none of these annotations is in this database: quotes and places were checked against its documents,"
    " the other columns could not be"
)
_OTHER_HAND = "is not written as ofsted-tui writes it"
_CHUNK = 1_000_000
VERIFYING = "rows checked"
"""What a check of a CSV tells of itself."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is wrong with one row."""

    line: int
    """The line of the file where the row begins, counted from 1."""
    annotation_id: str
    """Empty where the row could not be read."""
    what: str
    """What differs, in words."""


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
        check = _Check(store, codebook)
        check.file(file, progress)
    differences = tuple(sorted(check.differences, key=lambda one: one.line))
    return VerifyResult(check.rows, differences, tuple(check.notes))


class _Check:
    def __init__(self, store: Store, codebook: Codebook) -> None:
        self.rows = 0
        self.differences: list[Difference] = []
        self.notes: dict[str, None] = {}
        self._store = store
        self._codebook = codebook
        self._replay = Replay(store)
        self._history = RowHistory(store, codebook)
        self._lines: dict[str, int] = {}
        self._any_known = False
        self._unknown: list[tuple[int, str, int]] = []

    def file(self, file: BinaryIO, progress: Progress) -> None:
        total = _rows_about(file)
        found = records(file)
        if not self._header(next(found, None)):
            return
        for record in told(found, progress, VERIFYING, total):
            self.rows += 1
            self._record(record)
        self._settle_unknown()
        progress(VERIFYING, self.rows, self.rows)

    def _header(self, record: Record | None) -> bool:
        if record is None:
            self._differs(1, "", "the file is empty: not even the header of an export is there")
            return False
        if record.cells != list(COLUMNS):
            self._differs(1, "", f"is not the header of an export ({_header_fault(record)})")
            return False
        if record.raw != BOM + HEADER:
            self._differs(1, "", f"the header {_OTHER_HAND}")
        return True

    def _record(self, record: Record) -> None:
        if len(record.cells) != len(COLUMNS):
            count = f"has {len(record.cells)} cells, not {len(COLUMNS)}"
            self._differs(record.line, record.cells[0] if record.cells else "", record.fault or count)
            return
        row = row_of(record.cells)
        faults = [record.fault, *self._faults(record, row)]
        if not any(faults) and record.raw != csv_line(row):
            faults.append(_OTHER_HAND)
        self._differs(record.line, row["annotation_id"], "; ".join(filter(None, faults)))

    def _faults(self, record: Record, row: Row) -> Iterator[str]:
        first = self._lines.setdefault(row["annotation_id"], record.line)
        if first != record.line:
            yield f"is there already on line {first}"
        yield from self._replay.faults(row)
        compared = self._history.compared(row)
        if compared is None:
            self._unknown.append((record.line, row["annotation_id"], _content(row)))
            return
        self._any_known = True
        if compared.columns:
            yield f"differs from the database in {', '.join(compared.columns)}"
        if compared.note:
            self.notes[compared.note] = None

    def _settle_unknown(self) -> None:
        """Judge rows whose annotation the database does not know, now that all rows are read."""
        if not self._unknown:
            return
        if not self._any_known and not self._known_by_content():
            self.notes[_STRANGERS] = None
            return
        for line, annotation_id, _ in self._unknown:
            self._differs(line, annotation_id, "its annotation_id is not in this database")

    def _known_by_content(self) -> bool:
        """Tell whether the database has an annotation that only its id tells from one of the rows."""
        wanted = {content for _, _, content in self._unknown}
        rows = RowMaker(self._store, self._codebook)
        return any(_content(rows.row(found)) in wanted for found in self._store.annotations.in_context())

    def _differs(self, line: int, annotation_id: str, what: str) -> None:
        if what:
            self.differences.append(Difference(line, annotation_id, what))


def _content(row: Row) -> int:
    return hash(tuple(row[name] for name in COLUMNS if name != "annotation_id"))


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

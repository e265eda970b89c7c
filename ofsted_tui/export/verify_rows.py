"""Rows of annotations and of threads, wherever they were read, checked against a database."""

from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_tui.export.csv_columns import COLUMNS, Row
from ofsted_tui.export.csv_rows import RowMaker
from ofsted_tui.export.replay import Replay
from ofsted_tui.export.row_history import Compared, RowHistory
from ofsted_tui.export.thread_history import ThreadHistory
from ofsted_tui.export.xlsx_sheet import OddCell
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.store import Store

_STRANGERS = (
    "none of these annotations is in this database: quotes and places were checked against its documents,"
    " the other columns could not be"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is wrong with one row."""

    line: int
    """The line of the file where the row begins, or the row of the sheet; counted from 1."""
    annotation_id: str
    """That of the annotation, or of the place of a thread; empty where the row could not be read."""
    what: str
    """What differs, in words."""
    sheet: str = ""
    """The sheet of an XLSX file; empty for others."""


class RowCheck:
    """What came of the rows so far; `finish` judges what only all rows together tell."""

    def __init__(self, store: Store, codebook: Codebook) -> None:
        """Take the database to check against."""
        self.rows = 0
        self.differences: list[Difference] = []
        self.notes: dict[str, None] = {}
        self._store = store
        self._codebook = codebook
        self._replay = Replay(store)
        self._history = RowHistory(store, codebook)
        self._threads = ThreadHistory(store, codebook)
        self._first: dict[str, str] = {}
        """Where each id was met first, in words."""
        self._of_threads: dict[str, tuple[int, str, list[Row]]] = {}
        """By thread, where its first place stands, and the rows whose place the database knows."""
        self._any_known = False
        self._unknown: list[tuple[int, str, str, str, int | None]] = []
        """Rows that the database does not know: line, sheet, id, the column of the id, and the rest of it."""

    def annotation(self, row: Row, line: int, fault: str = "", *, sheet: str = "") -> bool:
        """Check one row of an annotation, which may have a fault already; tell whether all is well."""
        faults = [fault, *self._faults(row, line, sheet)]
        return not self.differs(line, row["annotation_id"], "; ".join(filter(None, faults)), sheet=sheet)

    def place(self, row: Row, line: int, fault: str = "", *, sheet: str = "") -> None:
        """Check one row of a place of a thread."""
        faults = [fault, *_odd(row), *self._again(row["passage_id"], line, sheet)]
        if row["start"] or row["end"] or row["quote"]:
            faults += self._replay.faults(row)
        elif row["status"] != "not_mentioned":
            faults.append("has neither a passage nor the status not_mentioned")
        compared = self._threads.compared(row)
        if compared is None:
            self._unknown.append((line, sheet, row["passage_id"], "passage_id", None))
        else:
            faults += self._told(compared)
            self._of_threads.setdefault(row["thread_id"], (line, sheet, []))[2].append(row)
        self.differs(line, row["passage_id"], "; ".join(filter(None, faults)), sheet=sheet)

    def differs(self, line: int, annotation_id: str, what: str, *, sheet: str = "") -> bool:
        """Note what is wrong, if anything; tell whether something is."""
        if what:
            self.differences.append(Difference(line, str(annotation_id), what, sheet))
        return bool(what)

    def _faults(self, row: Row, line: int, sheet: str) -> Iterator[str]:
        yield from _odd(row)
        yield from self._again(row["annotation_id"], line, sheet)
        yield from self._replay.faults(row)
        compared = self._history.compared(row)
        if compared is None:
            self._unknown.append((line, sheet, row["annotation_id"], "annotation_id", _content(row)))
        else:
            yield from self._told(compared)

    def _told(self, compared: Compared) -> Iterator[str]:
        """Yield what differs, and note what happened since the export."""
        self._any_known = True
        if compared.columns:
            yield f"differs from the database in {', '.join(compared.columns)}"
        if compared.note:
            self.notes[compared.note] = None

    def _again(self, row_id: str, line: int, sheet: str) -> Iterator[str]:
        first = self._first.get(row_id)
        if first is None:
            self._first[row_id] = f"row {line} of {sheet}" if sheet else f"line {line}"
        else:
            yield f"is there already on {first}"

    def finish(self) -> None:
        """Judge what only all rows together tell: threads without a place, rows that nobody knows."""
        for thread_id, (line, sheet, rows) in self._of_threads.items():
            if not self._threads.were_together(thread_id, rows):
                said = "its places are not those that the thread had at any one time"
                self.differs(line, thread_id, said, sheet=sheet)
        if not self._unknown:
            return
        if not self._any_known and not self._known_by_content():
            self.notes[_STRANGERS] = None
            return
        for line, sheet, row_id, column, _ in self._unknown:
            self.differs(line, row_id, f"its {column} is not in this database", sheet=sheet)

    def _known_by_content(self) -> bool:
        """Tell whether the database has an annotation that only its id tells from one of the rows."""
        wanted = {content for *_, content in self._unknown if content is not None}
        rows = RowMaker(self._store, self._codebook)
        return any(_content(rows.row(found)) in wanted for found in self._store.annotations.in_context())


def _odd(row: Row) -> Iterator[str]:
    """Yield which cells of a spreadsheet hold no text any more, whatever they show."""
    for name, value in row.items():
        if isinstance(value, OddCell):
            yield f"{name} is {value.kind}"


def _content(row: Row) -> int:
    return hash(tuple(row[name] for name in COLUMNS if name != "annotation_id"))

"""The cells of one sheet of an XLSX file, row by row."""

import re
from collections.abc import Collection, Sequence

from ofsted_tui.export.xlsx_parts import HostileError, Part, unescaped
from ofsted_tui.model import limits

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{0,20})?(?:[eE][+-]?[0-9]{1,2})?")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_COLUMNS = 16_384
_ODD = {"b": "a truth value", "e": "an error", "d": "a date"}
Row = tuple[int, list[str]]


class OddCell(str):
    """The text of a cell that holds no text and no plain number; `kind` says what, in words."""

    __slots__ = ("kind",)
    kind: str

    @classmethod
    def of(cls, text: str, kind: str) -> "OddCell":
        """Return the text of such a cell."""
        cell = cls(text)
        cell.kind = kind
        return cell


class Cells(Part):
    """The rows of a sheet, each with its number; those that were read are taken with `taken`."""

    def __init__(self, texts: Sequence[str], dates: Collection[str]) -> None:
        """Take the texts that cells share, and the styles that show dates."""
        super().__init__()
        self._texts = texts
        self._dates = dates
        self._columns: dict[str, int] = {}
        self._done: list[Row] = []
        self._row = 0
        self._found: dict[int, str] = {}
        self._column = 0
        self._type, self._style = "n", "0"
        self._value: str | None = None
        self._formula: str | None = None
        self._pieces: list[str] = []

    def taken(self) -> list[Row]:
        """Return the rows that are whole, once."""
        done, self._done = self._done, []
        return done

    def begins(self, kind: str, given: dict[str, str]) -> None:
        """Take the start of a row, of a cell or of what is in it."""
        if kind == "c":
            self._column = self._column_of(given.get("r"))
            self._begin_cell(given)
        elif kind in {"t", "v", "f"}:
            self.listen()
        elif kind == "row":
            self._begin_row(given.get("r"))

    def ends(self, kind: str) -> None:
        """Take the end of one."""
        if kind == "t":
            self._pieces.append(self.heard())
        elif kind == "v":
            self._value = self.heard()
        elif kind == "f":
            self._formula = self.heard()
        elif kind == "c":
            self._end_cell()
        elif kind == "row":
            self._done.append((self._row, _filled(self._found)))
            self._found = {}

    def _begin_row(self, number: str | None) -> None:
        # Rows stand in their order: in another they are damaged, and could be read in two ways.
        row = self._row + 1 if number is None else int(number) if _ROW.fullmatch(number) else 0
        if row <= self._row:
            raise HostileError("has rows out of their order")
        self._row, self._column, self._found = row, 0, {}

    def _column_of(self, place: str | None) -> int:
        if place is None:
            column = self._column + 1
        else:
            found = _PLACE.fullmatch(place)
            if found is None or int(found.group(2)) != self._row:
                raise HostileError(f"has a cell that is in no place ({place[:20]!r})")
            column = self._number_of(found.group(1))
        if column > _COLUMNS or column in self._found:
            raise HostileError("has a cell twice, or beyond the last column")
        return column

    def _number_of(self, letters: str) -> int:
        number = self._columns.get(letters)
        if number is None:
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            self._columns[letters] = number
        return number

    def _begin_cell(self, given: dict[str, str]) -> None:
        self.begin_cell()
        self._type = given.get("t", "n")
        self._style = given.get("s", "0")
        self._value = self._formula = None
        self._pieces = []

    def _end_cell(self) -> None:
        text = self._text()
        kind = "a formula" if self._formula is not None else _ODD.get(self._type, "")
        if not kind and self._type == "n" and self._value is not None and self._style in self._dates:
            kind = "a date"
        if text or kind:
            self._found[self._column] = OddCell.of(text, kind) if kind else text

    def _text(self) -> str:
        if self._formula is not None:
            return f"={self._formula}"
        if self._type == "inlineStr":
            return unescaped("".join(self._pieces))
        value = self._value or ""
        if self._type == "s" and value:
            if not _WHOLE.fullmatch(value) or not 0 <= int(value) < len(self._texts):
                raise HostileError("has a cell whose text is missing")
            return self._texts[int(value)]
        return _number(value) if self._type == "n" else unescaped(value)


def _number(value: str) -> str:
    """Return a number as it is written in a CSV: a whole one without a point."""
    if _WHOLE.fullmatch(value) or not _NUMBER.fullmatch(value):
        return value
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else value


def _filled(found: dict[int, str]) -> list[str]:
    cells = [""] * max(found, default=0)
    for column, text in found.items():
        cells[column - 1] = text
    return cells


def check_row(number: int) -> None:
    """Raise HostileError where a sheet has more rows than are verified."""
    if number > limits.CSV_ROWS + 1:
        raise HostileError(f"has more than {limits.CSV_ROWS:,} rows")

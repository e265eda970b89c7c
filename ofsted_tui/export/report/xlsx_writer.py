"""One sheet of an XLSX file: a header that stays, wrapped texts, and texts of any length."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_000
"""Excel takes 32,767 in a cell, counted in UTF-16; a longer text goes on in further columns."""
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4})|^<(?=r>)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What a cell holds as _xHHHH_: what XML cannot hold, what reads as such a sign, and see `_sheet_class`."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_WIDTH, _TALLEST = 16, 8
Value = str | int


class SheetWriter:
    """Writes the rows of a sheet one after the other."""

    def __init__(
        self,
        book: "Workbook",
        name: str,
        headings: Sequence[Value],
        widths: Mapping[str, int],
        numbers: Collection[str] = (),
    ) -> None:
        """Begin a sheet; the columns in `numbers` hold whole numbers where their texts are such."""
        self._sheet = book.add_worksheet(name, _sheet_class())
        self._headings = [str(one) for one in headings]
        self._numbers = {at for at, one in enumerate(self._headings) if one in numbers}
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._head = book.add_format({"bold": True, "valign": "top", "bg_color": "#EEF1F4", "bottom": 1})
        self._row = 1
        for at, one in enumerate(self._headings):
            self._sheet.set_column(at, at, widths.get(one, _WIDTH))
        self._sheet.freeze_panes(1, 1)
        for at, one in enumerate(self._headings):
            self._sheet.write_string(0, at, one, self._head)

    def write_all(self, rows: Iterable[Sequence[Value]]) -> None:
        """Write all rows, and finish."""
        for row in rows:
            self.write(row)
        self.finish()

    def write(self, row: Sequence[Value]) -> None:
        """Write one row; a text that is too long goes on behind the last column, each part with its name."""
        further: list[str] = []
        for at, value in enumerate(row):
            if isinstance(value, int) or (at in self._numbers and _NUMBER.fullmatch(value)):
                self._sheet.write_number(self._row, at, int(value), self._text)
            elif value:
                first, *rest = _parts(value)
                self._sheet.write_string(self._row, at, first, self._text)
                further += [f"{self._headings[at]}: {one}" for one in rest]
        for at, one in enumerate(further, len(self._headings)):
            self._sheet.write_string(self._row, at, one, self._text)
        self._row += 1

    def finish(self) -> None:
        """Let the columns be filtered."""
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._headings) - 1)


def _parts(value: str) -> list[str]:
    """Cut a text where it is longer than a cell takes."""
    if len(value) <= CELL_CHARACTERS // 2 or len(value.encode("utf-16-le")) // 2 <= CELL_CHARACTERS:
        return [value]
    step = CELL_CHARACTERS // 2
    return [value[at : at + step] for at in range(0, len(value), step)]


@cache
def _sheet_class() -> "type[Worksheet]":
    """Return a sheet that writes every text so that it reads back as it is.

    The library's own takes a text from <r> to </r> for markup of its own and writes it as it stands, so that
    a note could hold cells, formulas and links; and two signs _xHHHH_ that share a _ come back as another
    text.
    """
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):  # type: ignore[misc]  # the library has no types
        @staticmethod
        def _escape_control_characters(data: str) -> str:
            return _ESCAPE.sub(_sign, data)

    return Sheet


def _sign(found: re.Match[str]) -> str:
    return f"_x{ord(found.group()):04X}_"

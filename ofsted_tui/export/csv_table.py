"""Any table as a CSV in the form of the export: byte order mark, header, CRLF, cells kept from being run."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ofsted_tui.export.atomic_file import refuse_to_replace, replacing
from ofsted_tui.export.cells import quoted, written
from ofsted_tui.export.csv_columns import csv_record, joined
from ofsted_tui.export.csv_records import BOM

Cell = str | int | None
"""A number stays one; None is an empty cell."""


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the table, its header first."""
    yield (BOM + csv_record(columns)).encode()
    for row in rows:
        yield joined(map(_cell, row)).encode()


def write_table(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, force: bool = False
) -> int:
    """Write the table, whole or not at all, and return the number of rows.

    Raises UserError where the file cannot be written; OtherFileError where one that does not begin with the
    same header is there already and `force` is not given.
    """
    chunks = csv_bytes(columns, rows)
    beginning = next(chunks)
    if not force:
        refuse_to_replace(path, beginning, "no such table")
    number = 0
    with replacing(path) as file:
        file.write(beginning)
        for number, chunk in enumerate(chunks, 1):  # noqa: B007 - the last number is what is returned
            file.write(chunk)
    return number


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return quoted(str(cell)) if isinstance(cell, int) else written(cell)

"""The columns of the CSV, and how one record of it is written and read."""

from collections.abc import Iterable

from ofsted_tui.export.cells import quoted, unescaped, written

COLUMNS = (
    "annotation_id",
    "session",
    "reviewer",
    "document_id",
    "document",
    "document_kind",
    "local_authority",
    "event_start",
    "event_end",
    "framework",
    "area_code",
    "judgement_area",
    "topic",
    "direction",
    "quantifier",
    "section",
    "paragraph",
    "page",
    "start",
    "end",
    "quote",
    "prefix",
    "suffix",
    "note",
    "created_at",
    "updated_at",
    "document_sha256",
)
"""The columns in the order in which they have stood since the first version."""

_NUMBERS = frozenset({"paragraph", "page", "start", "end"})

Row = dict[str, str]
"""The cells of one row by column, as plain text: not escaped."""


def csv_line(row: Row) -> str:
    """Return the row as one record of the CSV, with its line end."""
    return joined(quoted(row[name]) if name in _NUMBERS else written(row[name]) for name in COLUMNS)


def csv_record(cells: Iterable[str]) -> str:
    """Return the cells as one record of the CSV (RFC 4180), with its line end; none is escaped."""
    return joined(quoted(cell) for cell in cells)


def joined(cells: Iterable[str]) -> str:
    """Return cells that are written already as one record of the CSV, with its line end."""
    return ",".join(cells) + "\r\n"


def row_of(cells: list[str]) -> Row:
    """Return the row that a record's cells hold, one for each column."""
    named = zip(COLUMNS, cells, strict=True)
    return {name: cell if name in _NUMBERS else unescaped(cell) for name, cell in named}

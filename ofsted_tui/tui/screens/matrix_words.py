"""What the matrix shows in its cells and says of the marked one."""

from collections.abc import Sequence
from itertools import groupby

from ofsted_tui.evidence.matrix import MatrixCell, MatrixRow, Tally, totals
from ofsted_tui.model.safe_text import counted
from ofsted_tui.tui.screens.review_text import day_text
from ofsted_tui.tui.widgets.grid_view import GridCell, two_lines

_SIGNS = "+-=·~"
_LONGEST_BAR, _SHORTEST_BAR = 8, 3


class MatrixRows:
    """The rows of a matrix as a grid shows them, the sums of all below them; rows are added as they come."""

    def __init__(self, headings: Sequence[str]) -> None:
        """Take the titles of the columns."""
        self.headings = headings
        self.rows: list[MatrixRow] = []
        self.sums: MatrixRow | None = None
        """All rows together; None until all are there."""

    def __len__(self) -> int:
        """Count the rows, that of the sums included."""
        return len(self.rows) + (self.sums is not None)

    def finish(self) -> None:
        """Add the sums."""
        sums = totals(self.rows, len(self.headings))
        self.sums = MatrixRow("All", (), tuple(MatrixCell(one) for one in sums))

    def at(self, row: int) -> MatrixRow | None:
        """Return a row, or the sums; None where there is none."""
        return self.rows[row] if row < len(self.rows) else self.sums

    def label(self, row: int, width: int) -> GridCell:
        """Return the title of a row, and what it stands for."""
        found = self.at(row)
        if found is None:
            return GridCell("", "")
        return GridCell(name_of(found), row_text(found), (False, True))

    def cell(self, row: int, column: int, width: int) -> GridCell:
        """Return grade and counts of a cell, or that there was no such judgement."""
        found = self.at(row)
        if found is None:
            return GridCell("", "")
        cell = found.cells[column]
        if cell.absent and not cell.tally.total:
            return GridCell(*two_lines(cell.absent, width), (True, True))
        first = grades_in(cell, width) or cell.absent
        return GridCell(first, counts_text(cell.tally, width), (bool(cell.absent), False))


def grades_in(cell: MatrixCell, width: int) -> str:
    """Return the grades in as many words as there is room for."""
    grades = [grade.value for grade, _ in groupby(cell.grades)]
    whole = " › ".join(grades)
    return whole if len(whole) <= width else " › ".join(_SHORT[grade] for grade in grades)


_SHORT = {
    "Outstanding": "Outstanding",
    "Good": "Good",
    "Requires improvement to be good": "Req. improv.",
    "Inadequate": "Inadequate",
}


def counts_text(tally: Tally, width: int) -> str:
    """Return the counts with their signs behind a bar of the balance, where there is room for one."""
    words = " ".join(f"{sign}{number}" for sign, number in zip(_SIGNS, tally, strict=True) if number)
    room = min(_LONGEST_BAR, width - len(words) - 1)
    bar = balance(tally, room) if room >= _SHORTEST_BAR else ""
    return f"{bar} {words}" if bar else words


def balance(tally: Tally, width: int) -> str:
    """Return a bar: strengths full, what needs improvement light; empty where there is neither."""
    both = tally.strengths + tally.improvements
    if not both:
        return ""
    full = round(width * tally.strengths / both)
    if tally.strengths and tally.improvements:
        full = max(1, min(width - 1, full))
    return "█" * full + "░" * (width - full)


def name_of(row: MatrixRow) -> str:
    """Return what a row is called in few words: of a document the authority, else its title."""
    only = row.documents[0] if len(row.documents) == 1 else None
    return only.local_authority or row.title if only and row.title == only.title else row.title


def row_text(row: MatrixRow) -> str:
    """Say what a row stands for: the day and kind of its document, or how many documents."""
    if not row.documents:
        return "rows of the export" if row.title == "All" else ""
    only = row.documents[0]
    if len(row.documents) == 1 and row.title == only.title:
        return f"{day_text(only)} {only.kind.label}"
    return counted(len(row.documents), "document")


def tally_text(tally: Tally) -> str:
    """Say the counts in words."""
    parts = (
        (tally.strengths, "strength", "strengths"),
        (tally.improvements, "needs improvement", "need improvement"),
        (tally.neutral, "neutral", "neutral"),
        (tally.undirected, "without a direction", "without a direction"),
        (tally.claims, "claim, no finding", "claims, no findings"),
    )
    said = [counted(number, one, many) for number, one, many in parts if number]
    return ", ".join(said) or "nothing tagged"

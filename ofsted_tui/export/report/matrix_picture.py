"""The matrix as a picture: in each cell the grade, a bar of the balance, and the counts."""

from collections.abc import Iterator

from ofsted_tui.evidence.events import day_of
from ofsted_tui.evidence.matrix import Cell, Matrix, Row
from ofsted_tui.export.report.page_parts import shortened, svg, svg_text
from ofsted_tui.export.report.words import tally_words

MOST_ROWS = 60
"""Rows of a picture: with more, nobody could read it."""
_LABEL, _CELL, _ROW, _HEAD = 176, 154, 58, 46
_BAR = 100
_SIGNS = ("+", "−", "=", "·", "~")


def matrix_picture(matrix: Matrix, title: str) -> str:
    """Return the picture of a matrix of at most MOST_ROWS rows."""
    width = _LABEL + _CELL * len(matrix.columns) + 2
    height = _HEAD + _ROW * len(matrix.rows) + 4
    return svg(width, height, title, _described(matrix), _parts(matrix, width, height))


def _described(matrix: Matrix) -> str:
    said = (
        f"{column.title}: {tally_words(tally)}"
        for column, tally in zip(matrix.columns, matrix.totals, strict=True)
    )
    return f"{len(matrix.rows)} rows; in all: {'; '.join(said)}. The table below says the same in words."


def _parts(matrix: Matrix, width: int, height: int) -> Iterator[str]:
    for at, column in enumerate(matrix.columns):
        words = column.short_title
        cut = words.rfind(" ", 0, 18) if len(words) > 17 else len(words)
        cut = cut if cut > 0 else 17
        x = _LABEL + at * _CELL + 8
        yield svg_text(x, 18, words[:cut], "strong")
        yield svg_text(x, 35, shortened(words[cut:], 18), "strong")
    for at, row in enumerate(matrix.rows):
        yield from _row(row, _HEAD + at * _ROW, width)
    yield f'<path class="line" d="M0 {height - 2}H{width}"/>'


def _row(row: Row, top: int, width: int) -> Iterator[str]:
    yield f'<path class="line" d="M0 {top}H{width}"/>'
    only = row.documents[0] if len(row.documents) == 1 else None
    day = only and day_of(only)
    first = only.local_authority or row.title if only and only.title == row.title else row.title
    second = f"{day.day} {day:%b %Y}" if day else ""
    yield svg_text(4, top + 19, shortened(first, 27), "strong")
    yield svg_text(4, top + 36, second, "soft")
    if only:
        yield svg_text(4, top + 51, only.kind.label, "soft small")
    for at, cell in enumerate(row.cells):
        yield from _cell(cell, _LABEL + at * _CELL + 8, top)


def _cell(cell: Cell, x: int, top: int) -> Iterator[str]:
    if cell.absent:
        yield svg_text(x, top + 19, "not a judgement", "soft")
        yield svg_text(x, top + 34, "then", "soft")
    grade = " › ".join(dict.fromkeys(one.value for one in cell.grades))
    yield svg_text(
        x, top + 19, shortened(grade.replace("Requires improvement to be good", "Requires improvement"), 21)
    )
    tally = cell.tally
    both = tally.strengths + tally.improvements
    if both:
        full = _BAR * tally.strengths / both
        yield f'<rect class="strengths" x="{x}" y="{top + 26}" width="{full:g}" height="9"/>'
        yield (
            f'<rect class="improvements" x="{x + full:g}" y="{top + 29}" width="{_BAR - full:g}" height="3"/>'
        )
    if tally.total:
        counts = "  ".join(f"{sign}{number}" for sign, number in zip(_SIGNS, tally, strict=True) if number)
        yield svg_text(x, top + 50, counts, "small")

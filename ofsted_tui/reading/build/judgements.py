"""The judgement table of a report, read from its lines: which area got which grade."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.structure import Judgement
from ofsted_tui.reading.build.headings import (
    CARE_LEAVERS,
    CHILDREN_IN_CARE,
    COMBINED,
    area_of_title,
)
from ofsted_tui.reading.build.judgement_rows import (
    TableRow,
    TableRows,
    grade_of,
    head_and_rows,
    opens_table,
    split_row,
)

_HEAD_LINES = 80
"""The table stands within so many lines of the beginning."""
_HEAD_AT_END = re.compile(r"\sJudge?ments?\s+Grades?\s*\Z")
"""The head of the table where a converter has put it right under the line with the inspector."""
_FEWEST = 2
"""So many rows make a table where it has no head of its own."""


@dataclass(frozen=True, slots=True)
class Table:
    """The judgement table among the lines of a document."""

    lines: range
    """The positions of its lines, its head included; empty where there is no table."""
    rows: tuple[TableRow, ...] = ()
    """Its rows, by positions counted from the line after the head."""
    first: int = 0
    """The position of the line that the rows are counted from."""


def table_of(lines: Sequence[str]) -> Table:
    """Return the judgement table, an empty one where there is none."""
    for head, line in enumerate(lines[:_HEAD_LINES]):
        if opens_table(line.split("\t")[0]) or _is_header(line):
            found = _table_from(lines, head, head + 1)
            if found.rows:
                return found
        elif _HEAD_AT_END.search(line):
            found = _table_from(lines, head + 1, head + 1)
            if found.rows:
                return found
        elif _is_row(line) or head_and_rows(_flat(line)):
            found = _table_from(lines, head, head)
            if len(found.rows) >= _FEWEST:
                return found
    return Table(range(0))


def _table_from(lines: Sequence[str], head: int, first: int) -> Table:
    rows = TableRows()
    last = first
    while last < len(lines) and rows.takes(_flat(lines[last])):
        last += 1
    return Table(range(head, last), tuple(rows.rows()), first)


def _is_header(line: str) -> bool:
    words = line.casefold().split()
    return 0 < len(words) <= 3 and words[0].startswith("judg") and words[-1].startswith("grade")


def _is_row(line: str) -> bool:
    title, grade = split_row(_flat(line))
    return "\t" in line and bool(grade) and bool(area_of_title(title))


def _flat(line: str) -> str:
    return " ".join(line.split())


def judgements_in(
    table: Table, paragraphs: Sequence[Paragraph], edition_areas: Sequence[str]
) -> tuple[Judgement, ...]:
    """Return the rows of the table with area and grade; what is no known area or grade is left out.

    `edition_areas` are the codes judged in the edition that the day of the inspection gives (empty: not
    known): a table of 2022 that prints "children care leavers" means the combined area.
    """
    found = []
    for row in table.rows:
        area, grade = area_of_title(row.title), grade_of(row.grade)
        if area and grade is not None:
            start = paragraphs[table.first + row.first].start
            found.append(Judgement(area, grade, start, paragraphs[table.first + row.last].end))
    return tuple(_resolved(found, edition_areas))


def _resolved(found: Sequence[Judgement], edition_areas: Sequence[str]) -> list[Judgement]:
    """Return the rows under the codes of their edition, each area once."""
    areas = {one.area for one in found}
    rows: dict[str, Judgement] = {}
    for one in found:
        area = one.area
        if area == CARE_LEAVERS and _combined_then(areas, edition_areas):
            area = COMBINED
        if area == CHILDREN_IN_CARE and COMBINED in edition_areas and CARE_LEAVERS not in areas:
            area = COMBINED
        rows.setdefault(area, Judgement(area, one.grade, one.start, one.end))
    return list(rows.values())


def _combined_then(areas: set[str], edition_areas: Sequence[str]) -> bool:
    if edition_areas:
        return COMBINED in edition_areas
    return CHILDREN_IN_CARE not in areas

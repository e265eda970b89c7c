"""The rows of the judgement table, however its cells were wrapped."""

import re
from dataclasses import dataclass

from ofsted_tui.model.structure import Grade

_HEADER = re.compile(r"Judge?ments?(?:\s+area)?\s*(?:Grades?)?\s*\Z", re.IGNORECASE)
_GRADE = re.compile(
    r"(?:\A|(?<=\s))(outstanding|good|requires? improvement(?: to be good)?|inadequate)\s*\Z", re.IGNORECASE
)
_ROW = re.compile(
    r"(?:The\s+)?(?:impact of leaders|experiences? and progress|overall effectiveness)\b", re.IGNORECASE
)
_GRADE_BEGUN = re.compile(r"(.*\s|)(requires? improvement)\s*(?:to(?: be)?)?\s*\Z", re.IGNORECASE)
_GRADE_ENDED = re.compile(r"(?:(?:to )?be )?good\s*\Z", re.IGNORECASE)
_LEFT_OF_GRADE = re.compile(r"\s*\b(?:to be good|to be|be good|good)\b", re.IGNORECASE)
_REST = re.compile(r"and (?:care leavers|families|protection)\b", re.IGNORECASE)
_COMPLETE = re.compile(r"(?:famil(?:y|ies)|protection|in care|leavers|effectiveness)\s*\Z", re.IGNORECASE)
HEAD_ROW = "Judgement\tGrade"
"""The head of the table as it is written."""
_LONGEST_LINE = 72
"""A cell of the table is narrower than the running text, in characters."""


def opens_table(line: str) -> bool:
    """Tell whether a line is the head of the judgement table."""
    return bool(_HEADER.fullmatch(line.strip()))


def grade_of(words: str) -> Grade | None:
    """Return the grade that these words are, old and new labels alike; None where they are none.

    Some tables of 2018 to 2020 print "Requires improvement" without "to be good".
    """
    found = _GRADE.fullmatch(words.strip().rstrip("."))
    return _named(found.group(1)) if found else None


def _named(words: str) -> Grade:
    first = words.split()[0].casefold()
    if first.startswith("require"):
        return Grade.REQUIRES_IMPROVEMENT
    return Grade(first.capitalize())


def split_row(line: str) -> tuple[str, str]:
    """Return what stands before the grade at the end of a line, and the grade's words (empty: none)."""
    found = _GRADE.search(line)
    return (line[: found.start()].strip(), found.group(1)) if found else (line.strip(), "")


@dataclass(slots=True)
class TableRow:
    """One row as far as its lines are read."""

    first: int
    """The position of its first line among those taken."""
    last: int
    title: str = ""
    grade: str = ""

    def add(self, title: str, grade: str = "") -> None:
        """Go on with words of the title and, where they have come, those of the grade."""
        self.title = f"{self.title} {title}".strip()
        self.grade = grade or self.grade

    def settled(self) -> "TableRow":
        """Return the row with what stood between the lines of its title put to the grade.

        Cells that were wrapped side by side leave the end of the grade within the title.
        """
        if self.grade.casefold() == "requires improvement" and _LEFT_OF_GRADE.search(self.title):
            title = _LEFT_OF_GRADE.sub("", self.title)
            return TableRow(self.first, self.last, title, f"{self.grade} to be good")
        return self


class TableRows:
    """Takes the lines under the head of the judgement table as long as they belong to it."""

    def __init__(self) -> None:
        """Begin with no row."""
        self._rows: list[TableRow] = []
        self._taken = 0

    def takes(self, line: str) -> bool:
        """Take a line, or tell that the table has ended before it."""
        if not self._belongs(line.strip()):
            return False
        if self._rows:
            self._rows[-1].last = self._taken
        self._taken += 1
        return True

    def _belongs(self, line: str) -> bool:
        if not self._rows and line.casefold() in {"grade", "grades"}:
            return True
        if len(line) > _LONGEST_LINE and not split_row(line)[1]:
            return False
        if _ROW.match(line) and (not self._rows or self._rows[-1].grade):
            self._rows.append(TableRow(self._taken, self._taken))
            self._rows[-1].add(*_split(line))
            return True
        return bool(self._rows) and self._goes_on(self._rows[-1], line)

    def _goes_on(self, row: TableRow, line: str) -> bool:
        if not row.grade:
            row.add(*_split(line))
            return True
        if _GRADE_ENDED.fullmatch(line) and row.grade.casefold() == "requires improvement":
            row.grade = f"{row.grade} to be good"
            return True
        # A grade set in the middle of its cell comes before the end of the title beside it.
        if line[:1].islower() and (_REST.match(line) or not _COMPLETE.search(row.title)):
            row.add(line)
            return True
        return False

    def rows(self) -> list[TableRow]:
        """Return the rows that have a grade; there are none where it was no judgement table."""
        return [row.settled() for row in self._rows if row.grade]


def _split(line: str) -> tuple[str, str]:
    title, grade = split_row(line)
    if not grade and (begun := _GRADE_BEGUN.fullmatch(line)):
        return begun.group(1).strip(), begun.group(2)
    return title, grade

"""The rows of the judgement table, however its cells were wrapped."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_tui.model.section import Grade

TITLE_WORDS = frozenset(
    """
    the a and or of for in on to with who their is are from impact leaders leadership social work practice
    children child young people families family parents carers experience experiences experienced progress
    need needs needing help protection protected care leavers leaver looked after overall effectiveness
    judgement adults
    """.split()  # noqa: SIM905 - a list of forty words is read easier as text
)
"""The words of which the titles of judgement areas are made, misprints included."""

_GRADE_WORDS = frozenset(
    {"outstanding", "good", "require", "requires", "improvement", "inadequate", "to", "be"}
)
HEADING_WORDS = TITLE_WORDS | _GRADE_WORDS | {"what", "improve", "judged"}
"""The words of which the headings of judgement areas and of what must improve are made, with grades."""

_HEADER = re.compile(r"Judge?ments?(?:\s+area)?\s*(?:Grades?)?\s*\Z", re.IGNORECASE)
_HEADER_BEFORE_ROWS = re.compile(r"Judge?ments?(?:\s+area)?\s+Grades?\s+(?=\S)|Grades?\s*\Z", re.IGNORECASE)
_GRADE = re.compile(
    r"(?:\A|(?<=\s))(outstanding|good|requires? improvement(?: to be good)?|inadequate)\s*\Z", re.IGNORECASE
)
_GRADES = re.compile(r"outstanding|inadequate|requires? improvement(?: to be good)?|good", re.IGNORECASE)
_ROW = re.compile(
    r"(?:\bThe\s+)?\b(?:impact of leaders|experiences? and progress|overall effectiveness)\b", re.IGNORECASE
)
_REST = re.compile(r"and (?:care leavers|families|protection)\b", re.IGNORECASE)
_COMPLETE = re.compile(r"(?:famil(?:y|ies)|protection|in care|leavers|effectiveness)\s*\Z", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
HEAD_ROW = "Judgement\tGrade"
"""The head of the table as it is written."""
_LONGEST_LINE = 72
"""A cell of the table is narrower than the running text, in characters."""
_MOST_LINES = 60
_LONGEST_OF_ALL = 600
"""A table of which a converter has made one line is no longer than this."""


def opens_table(line: str) -> bool:
    """Tell whether a line is the head of the judgement table."""
    return bool(_HEADER.fullmatch(line.strip()))


def head_and_rows(line: str) -> bool:
    """Tell whether a line is the head of the judgement table with rows after it."""
    return bool(_HEADER_BEFORE_ROWS.match(line) and _ROW.search(line[:_LONGEST_LINE]))


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


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table."""

    first: int
    """The position of its first line among those taken."""
    last: int
    title: str
    grade: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A title or a grade with the positions of its first and last line."""

    words: str
    first: int
    last: int


class _Column:
    """The words of one column from top to bottom, each with the line that it stands on."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._starts: list[int] = []
        self._lines: list[int] = []
        self._length = 0

    def add(self, word: str, line: int) -> None:
        self._words.append(word)
        self._starts.append(self._length)
        self._lines.append(line)
        self._length += len(word) + 1

    def entries(self, beginning: re.Pattern[str], *, whole: bool) -> Iterator[_Entry]:
        """Yield the entries that begin with a pattern: its match if `whole`, else up to the next one."""
        text = " ".join(self._words)
        found = list(beginning.finditer(text))
        nexts = [*(one.start() for one in found[1:]), len(text)]
        for one, following in zip(found, nexts, strict=False):
            end = one.end() if whole else following
            words = text[one.start() : end].strip()
            first, last = self._line_at(one.start()), self._line_at(one.start() + len(words) - 1)
            yield _Entry(words, first, last)

    def _line_at(self, offset: int) -> int:
        return self._lines[bisect_right(self._starts, offset) - 1]


class TableRows:
    """Takes the lines under the head of the judgement table as long as they belong to it.

    Titles and grades have no word in common, so each word tells its column, however the cells were wrapped,
    set at the top, the middle or the bottom of the row, and drawn.
    """

    def __init__(self) -> None:
        """Begin with no row."""
        self._taken = 0
        self._titles, self._grades = _Column(), _Column()

    def takes(self, line: str) -> bool:
        """Take a line, or tell that the table has ended before it."""
        line = line.strip()
        if self._taken == 0:
            line = _HEADER_BEFORE_ROWS.sub("", line, count=1)
        if line and not self._belongs(line):
            return False
        for word in line.split():
            column = self._grades if word.casefold().rstrip(".") in _GRADE_WORDS else self._titles
            column.add(word.rstrip("."), self._taken)
        self._taken += 1
        return True

    def _belongs(self, line: str) -> bool:
        if self._taken >= _MOST_LINES or ":" in line or len(line) > _LONGEST_OF_ALL:
            return False
        words = [word.casefold() for word in _WORD.findall(line)]
        strange = sum(word not in TITLE_WORDS and word not in _GRADE_WORDS for word in words)
        if strange > 1 or strange * 2 >= len(words) or (strange and len(line) > _LONGEST_LINE):
            return False
        titles, grades = self._entries()
        if not titles or len(titles) != len(grades):
            return True
        if all(word in _GRADE_WORDS for word in words):
            return not titles[-1].words.casefold().endswith("effectiveness") or _is_begun(grades[-1].words)
        if _ROW.search(line):
            return True
        return line[:1].islower() and bool(_REST.match(line) or not _COMPLETE.search(titles[-1].words))

    def _entries(self) -> tuple[list[_Entry], list[_Entry]]:
        return list(self._titles.entries(_ROW, whole=False)), list(self._grades.entries(_GRADES, whole=True))

    def rows(self) -> list[TableRow]:
        """Return the rows that have a grade; there are none where it was no judgement table."""
        titles, grades = self._entries()
        if len(titles) != len(grades):
            return list(_matched(titles, grades))
        return [_row(title, grade) for title, grade in zip(titles, grades, strict=True)]


def _is_begun(grade: str) -> bool:
    return grade.casefold().startswith("require") and not grade.casefold().endswith("good")


def _row(title: _Entry, grade: _Entry) -> TableRow:
    return TableRow(title.first, max(title.last, grade.last), title.words, grade.words)


def _matched(titles: list[_Entry], grades: list[_Entry]) -> Iterator[TableRow]:
    """Go through the titles that have a grade beside them, where titles or grades are missing."""
    ends = [*(title.first for title in titles[1:]), _MOST_LINES + 1]
    for title, end in zip(titles, ends, strict=False):
        grade = next((one for one in grades if title.first <= one.first < end), None)
        if grade is not None:
            yield _row(title, grade)

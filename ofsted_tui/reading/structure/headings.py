"""Find headings, judgement tables and the grades they state."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.structure import Grade, Judgement
from ofsted_tui.reading.codebook_file import ilacs_codebook

HELP_PROTECTION = "help_protection"
CHILDREN_IN_CARE = "children_in_care"
CARE_LEAVERS = "care_leavers"
COMBINED = "children_in_care_and_care_leavers"
LEADERS = "leaders"
OVERALL = "overall_effectiveness"

_TITLE_WORDS = frozenset(
    """
    the a and or of for in on to with who their is are from impact leaders leadership social work practice
    children child young people families family parents carers experience experiences experienced progress
    need needs needing help protection protected care leavers leaver looked after overall effectiveness
    judgement adults
    """.split()  # noqa: SIM905 - a list of forty words is read easier as text
)
"""The words of which the titles of the areas since 2018 are made, misprints included."""

_GRADE_WORDS = frozenset(
    {"outstanding", "good", "require", "requires", "improvement", "inadequate", "to", "be"}
)
_OTHER_HEADING_WORDS = _GRADE_WORDS | {"what", "improve", "judged"}
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_GRADE = re.compile(
    r"(?:\A|(?<=\s))(outstanding|good|requires? improvement(?: to be good)?|inadequate)\s*\Z", re.IGNORECASE
)


def has_heading_words_only(line: str) -> bool:
    """Tell whether a line has no words but those of headings: titles of areas, grades, what must improve."""
    return not set(_words(line)) - title_words() - _OTHER_HEADING_WORDS


@cache
def title_words() -> frozenset[str]:
    """Return the words of which the titles of judgement areas are made, those in the codebook included."""
    return _TITLE_WORDS.union(*codes_by_title())


@cache
def codes_by_title() -> dict[tuple[str, ...], str]:
    """Return the codes of the codebook's areas by the words of their titles."""
    return {tuple(_words(area.title)): area.code for area in ilacs_codebook().areas}


def _words(line: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(line)]


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


LONGEST_HEADING = 180
"""The longest line, in characters, that is looked at as a heading."""

_MARKDOWN = re.compile(r"#{1,6}\s+")
_GRADED = re.compile(
    r"(?:\s*[:;–—-]\s*|\s+)(?:(?:is|are|was|were|remains?)\s+|(?:is|are)\s+judged\s+to\s+be\s+)?"
    r"(outstanding|good|requires?\s+improvement(?:\s+to\s+be\s+good)?|inadequate)\s*\.?\Z",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2

_IMPROVEMENT = re.compile(
    r"(?:what (?:(?:the )?(?:local authority|council|trust|leaders|partnership|partners|services?) )?"
    r"(?:needs?|must|should|has|have)(?: to)?(?: be)? improved?"
    r"|what does the (?:local authority|council|trust|partnership) need to improve"
    r"|areas? (?:for|of) (?:priority action|improvement|development)s?"
    r"|areas? (?:that|which) needs? to improve"
    r"|priority actions?|improvements? needed|areas? needing improvement)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"(?:overview|summary|headline findings?|key findings|executive summary"
    r"|summary of (?:key |main )?findings|overall summary|summary findings)\W*\d?\Z",
    re.IGNORECASE,
)
_FINDINGS = re.compile(
    r"(?:main findings?|findings?|detailed findings|inspection findings"
    r"|findings and evaluation(?: of progress)?|evaluation of progress|strengths|areas? of strength"
    r"|case study[\w ]*|findings from this (?:visit|inspection)|what is working well|key strengths)\W*\d?\Z",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"(?:areas? (?:covered by|of focus of) (?:the|this) (?:visit|inspection)|background|context|next steps?"
    r"|scope(?: of the (?:visit|inspection))?|(?:about|information about) (?:the|this) (?:visit|inspection).*"
    r"|(?:the )?local authority context)\W*\d?\Z",
    re.IGNORECASE,
)


class HeadingKind(StrEnum):
    """What stands under a heading."""

    AREA = "area"
    IMPROVEMENT = "improvement"
    SUMMARY = "summary"
    FINDINGS = "findings"
    SCOPE = "scope"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading's words say."""

    kind: HeadingKind
    title: str
    """The words without a grade."""
    area: str = ""
    grade: Grade | None = None


def heading_of(line: str) -> Heading | None:
    """Return what a line of known words heads; None where its words are those of no known heading."""
    line = _MARKDOWN.sub("", line.strip(), count=1).strip("*_ ")
    if not line or len(line) > LONGEST_HEADING:
        return None
    if _IMPROVEMENT.match(line) and len(line.split()) <= 16 and not line.endswith((".", ",", ";")):
        return Heading(HeadingKind.IMPROVEMENT, _plain(line))
    if _SUMMARY.match(line):
        return Heading(HeadingKind.SUMMARY, _plain(line))
    if _FINDINGS.match(line):
        return Heading(HeadingKind.FINDINGS, _plain(line))
    if _SCOPE.match(line):
        return Heading(HeadingKind.SCOPE, _plain(line))
    title, grade = without_grade(line)
    area = area_of_title(title)
    return Heading(HeadingKind.AREA, title, area, grade) if area else None


def without_grade(line: str) -> tuple[str, Grade | None]:
    """Return a heading without the grade at its end, and the grade."""
    found = _GRADED.search(line)
    if found is None:
        return line.strip(" :–—-\t"), None
    return line[: found.start()].strip(" :–—-\t"), grade_of(" ".join(found.group(1).split()))


def area_of_title(title: str) -> str:
    """Return the code of the judgement area whose title this is; "" for other words.

    Misprints are allowed in the titles of the areas since 2018; others count as the codebook has them.

    Care leavers beside children in care mean the combined area of 2018 to 2022; "children care leavers" is a
    misprint of "care leavers" that stands in 14 judgement tables.
    """
    words = _words(title)
    known = set(words)
    if code := codes_by_title().get(tuple(words)):
        return code
    if len(words) < _FEWEST_WORDS or not known <= _TITLE_WORDS:
        return ""
    if known >= {"overall", "effectiveness"} and len(words) <= 4:
        return OVERALL
    if "leaders" in known and ("impact" in known or "practice" in known):
        return LEADERS
    if not known & {"experience", "experiences", "progress"}:
        return ""
    return _of_children(" ".join(words), known)


def _of_children(title: str, known: set[str]) -> str:
    if "protection" in known or title.endswith("need help"):
        return HELP_PROTECTION
    leavers = bool(known & {"leavers", "leaver"}) or "care experienced" in title
    in_care = bool(re.search(r"\bin care\b|\blooked after\b", title))
    if leavers:
        return COMBINED if in_care else CARE_LEAVERS
    return CHILDREN_IN_CARE if in_care else ""


def _plain(line: str) -> str:
    return re.sub(r"[\s\d]+\Z", "", line) or line


_HEAD_LINES = 80
"""The table stands within so many lines of the beginning."""
_HEAD_AT_END = re.compile(r"\sJudge?ments?\s+Grades?\s*\Z")
"""The head of the table where a converter has put it right under the line with the inspector."""
_FEWEST = 2
"""So many rows make a table where it has no head of its own."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table."""

    first: int
    """The position of its first line among those taken."""
    last: int
    title: str
    grade: str


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


_HEADER = re.compile(r"Judge?ments?(?:\s+area)?\s*(?:Grades?)?\s*\Z", re.IGNORECASE)
_HEADER_BEFORE_ROWS = re.compile(r"Judge?ments?(?:\s+area)?\s+Grades?\s+(?=\S)|Grades?\s*\Z", re.IGNORECASE)
_GRADES = re.compile(r"outstanding|inadequate|requires? improvement(?: to be good)?|good", re.IGNORECASE)
_ROW = re.compile(
    r"(?:\bThe\s+)?\b(?:impact of leaders|experiences? and progress|overall effectiveness)\b", re.IGNORECASE
)
_REST = re.compile(r"and (?:care leavers|families|protection)\b", re.IGNORECASE)
_COMPLETE = re.compile(r"(?:famil(?:y|ies)|protection|in care|leavers|effectiveness)\s*\Z", re.IGNORECASE)
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


def split_row(line: str) -> tuple[str, str]:
    """Return what stands before the grade at the end of a line, and the grade's words (empty: none)."""
    found = _GRADE.search(line)
    return (line[: found.start()].strip(), found.group(1)) if found else (line.strip(), "")


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
        words = _words(line)
        strange = sum(word not in title_words() and word not in _GRADE_WORDS for word in words)
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

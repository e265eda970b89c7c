"""Find sections and give each paragraph its role."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.structure import Section
from ofsted_tui.reading.facts.kinds import LETTERS
from ofsted_tui.reading.structure.headings import (
    CARE_LEAVERS,
    CHILDREN_IN_CARE,
    COMBINED,
    Heading,
    HeadingKind,
    heading_of,
)

_TITLE_LINES = 2
"""The title of a letter stands within so many paragraphs of its beginning."""
_SHORTEST_TITLE = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a document are, by positions of paragraphs."""

    kind: DocumentKind | None
    title: str
    table: range
    body: range
    """From the first paragraph after title, details and table to the end matter."""

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter, with its scope before the first heading."""
        return self.kind in LETTERS

    @property
    def is_known(self) -> bool:
        """Whether the build of the document is known."""
        return self.kind not in {None, DocumentKind.OTHER, DocumentKind.COUNCIL_PAPER}

    @property
    def has_plain_headings(self) -> bool:
        """Whether short lines between its paragraphs may be headings: web pages have labels there instead."""
        return self.is_known and self.kind is not DocumentKind.NEWS

    def is_title(self, index: int, line: str) -> bool:
        """Tell whether a paragraph is the title, or a line of it."""
        key = _key(line)
        if not key or index > self.body.start + _TITLE_LINES:
            return False
        title = _key(self.title)
        return key == title or (len(key) > _SHORTEST_TITLE and key in title)


_DEAR = re.compile(r"Dear\b", re.IGNORECASE)
_YOURS = re.compile(
    r"Yours (?:sincerely|faithfully|truly)|(?:With )?(?:kind|best) (?:regards|wishes)\b", re.IGNORECASE
)
_END_MATTER = re.compile(
    r"The Office for Standards in Education|© Crown copyright|If you would like a copy of this"
    r"|You may (?:re-?use|copy) (?:all or parts of )?this|(?:#+ *)?Information about this inspection"
    r"|Any complaints about the inspection",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\W+")


def body_of(lines: Sequence[str], kind: DocumentKind | None, table: range) -> range:
    """Return the positions of the body, between the head of the document and its end matter."""
    start = table.stop if len(table) else 0
    if kind in LETTERS:
        start = next((at + 1 for at, line in enumerate(lines) if _DEAR.match(line)), start)
    return range(start, _body_end(lines, start, kind))


def _body_end(lines: Sequence[str], start: int, kind: DocumentKind | None) -> int:
    known = kind is not None and kind not in {DocumentKind.NEWS, DocumentKind.OTHER}
    for at in range(start, len(lines)):
        if known and (_END_MATTER.match(lines[at]) or (kind in LETTERS and _YOURS.match(lines[at]))):
            return at
    return len(lines)


def _key(line: str) -> str:
    return _PLAIN.sub(" ", line.casefold()).strip()


_MARKDOWN = re.compile(r"#{1,6}\s+(.*)")
_STOP = re.compile(r"[.!;,:]['\"’”)\]]*\Z")
_ITEM = re.compile(r"(?:[-*−–•◼■▪●\uf06e\uf0b7\uf0a7]\s|o\s+[A-Z]|\d{1,3}[.)]\s?)")
_NOT_A_HEADING = re.compile(
    r"(?:Dear\b|Yours\b|(?:His|Her) Majesty|Ofsted\b|cc\b|Copy|Tel|T:|\d|Page\b|Annex\b.*\d|Mr\b|Mrs\b"
    r"|Ms\b|Dr\b)|.*(?:@|www\.|://|\t)",
    re.IGNORECASE,
)
_MOST_WORDS = 12


def headings_in(
    lines: Sequence[str],
    paragraphs: Sequence[Paragraph],
    layout: Layout,
    marked: Sequence[tuple[int, int, int]],
) -> dict[int, Heading]:
    """Return what the headings among the body's paragraphs say, by their position; the title is none of them.

    A heading is a line of known words, one that the file's format marks as a heading (`marked`: start, end
    and level), a Markdown heading, or a short line without a stop between paragraphs of running text.
    """
    marks = {start for start, _, _ in marked}
    found = ((index, _heading_at(lines, paragraphs, index, layout, marks)) for index in layout.body)
    return {index: heading for index, heading in found if heading is not None}


def _heading_at(
    lines: Sequence[str], paragraphs: Sequence[Paragraph], index: int, layout: Layout, marks: set[int]
) -> Heading | None:
    paragraph, line = paragraphs[index], lines[index]
    if layout.is_title(index, line) or paragraph.role is Role.DETAIL:
        return None
    known = None if _ITEM.match(line) and not line.startswith("#") else heading_of(line)
    if known is not None and paragraph.number is None:
        return known
    if paragraph.start in marks or _MARKDOWN.match(line):
        return Heading(HeadingKind.OTHER, _MARKDOWN.sub(r"\1", line).strip())
    is_plain = layout.has_plain_headings and _stands_as_heading(lines, paragraphs, index, layout.body)
    return Heading(HeadingKind.OTHER, line) if is_plain else None


def _stands_as_heading(
    lines: Sequence[str], paragraphs: Sequence[Paragraph], index: int, body: range
) -> bool:
    line, paragraph = lines[index], paragraphs[index]
    if paragraph.role is Role.TEXT or paragraph.number is not None or index + 1 >= body.stop:
        return False
    if not line[:1].isupper() or len(line.split()) > _MOST_WORDS or _STOP.search(line):
        return False
    after = (paragraphs[at] for at in range(index + 1, body.stop))
    following = next((one for one in after if one.role is not Role.DETAIL), paragraph)
    return following.role is Role.TEXT and not _NOT_A_HEADING.match(line) and not _ITEM.match(line)


def sections_from(
    headings: dict[int, Heading],
    paragraphs: Sequence[Paragraph],
    until: int,
    edition_areas: Sequence[str],
) -> tuple[Section, ...]:
    """Return the sections that the headings begin; the last one ends at the offset `until`."""
    positions = sorted(headings)
    ends = [*(paragraphs[index].start for index in positions[1:]), until]
    return tuple(
        _section(headings[index], paragraphs[index], end, edition_areas)
        for index, end in zip(positions, ends, strict=False)
    )


def _section(heading: Heading, paragraph: Paragraph, end: int, edition_areas: Sequence[str]) -> Section:
    start, area = paragraph.start, _in_edition(heading.area, edition_areas)
    return Section(start, paragraph.end, heading.title, max(end, paragraph.end), area, heading.grade)


def _in_edition(area: str, edition_areas: Sequence[str]) -> str:
    """Return the area as its edition judged it: until 2022 care leavers and children in care were one."""
    if area in {CARE_LEAVERS, CHILDREN_IN_CARE} and area not in edition_areas and COMBINED in edition_areas:
        return COMBINED
    return area


_BOILERPLATE = re.compile(
    r"Ofsted will (?:take|consider|use) the findings|I am copying this letter"
    r"|(?:A copy of this|This) letter (?:will be|is (?:published|copied))"
    r"|This (?:report|publication|letter|document) is available at"
    r"|Interested in our work\?|The Office for Standards in Education|© Crown copyright"
    r"|If you would like a copy of this|You may (?:re-?use|copy) (?:all or parts of )?this",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[-*−–•◼■▪●○\uf06e\uf0b7\uf0a7]\s*\S|o\s+[A-Z]")
_SENTENCE = re.compile(r"[^\W\d_]{2}[.!…]['\"’”)\]]*\Z")
_FEWEST_WORDS = 3
_FOOTNOTE = re.compile(r"\d{1,2}\s+[A-Z‘“'\"(]")


class Roles:
    """Gives the paragraphs of one document their roles."""

    def __init__(
        self,
        lines: Sequence[str],
        paragraphs: Sequence[Paragraph],
        layout: Layout,
        headings: Mapping[int, Heading],
    ) -> None:
        """Take the paragraphs as they were told apart: running text, or headings."""
        self._lines = lines
        self._paragraphs = paragraphs
        self._layout = layout
        self._headings = headings
        self._has_bullets = False

    def given(self) -> Iterator[Paragraph]:
        """Go through the paragraphs with role and position of the section."""
        section: int | None = None
        kind: HeadingKind | None = None
        for index, paragraph in enumerate(self._paragraphs):
            if index in self._headings:
                section = 0 if section is None else section + 1
                kind = self._headings[index].kind
                self._has_bullets = kind is HeadingKind.IMPROVEMENT and self._bullets_follow(index)
            inside = section if index < self._layout.body.stop else None
            yield replace(paragraph, role=self._role(index, paragraph, kind), section=inside)

    def _bullets_follow(self, index: int) -> bool:
        for following in range(index + 1, len(self._lines)):
            if following in self._headings or self._paragraphs[following].number is not None:
                return False
            if _BULLET.match(self._lines[following]):
                return True
        return False

    def _role(self, index: int, paragraph: Paragraph, kind: HeadingKind | None) -> Role:
        layout, line = self._layout, self._lines[index]
        if index in layout.table:
            return Role.GRADE
        if layout.is_title(index, line):
            return Role.TITLE
        if index < layout.body.start:
            return Role.DETAIL if layout.is_known else self._in_unknown(paragraph, line)
        if index >= layout.body.stop:
            return Role.BOILERPLATE if paragraph.role is Role.TEXT else Role.DETAIL
        if index in self._headings:
            return Role.HEADING
        return self._in_body(paragraph, line, kind)

    def _in_unknown(self, paragraph: Paragraph, line: str) -> Role:
        return Role.TEXT if _says_something(paragraph, line) else Role.DETAIL

    def _in_body(self, paragraph: Paragraph, line: str, kind: HeadingKind | None) -> Role:
        if not self._layout.is_known or self._layout.kind is None:
            return self._in_unknown(paragraph, line)
        if paragraph.number is None and _BOILERPLATE.match(line):
            return Role.BOILERPLATE
        if paragraph.number is None and _FOOTNOTE.match(line) and paragraph.role is Role.TEXT:
            return Role.FOOTNOTE
        if self._layout.kind.is_claim:
            return Role.CLAIM if _says_something(paragraph, line) else Role.DETAIL
        if kind is HeadingKind.IMPROVEMENT and paragraph.number is None:
            return self._improvement(paragraph, line)
        if not _says_something(paragraph, line):
            return Role.DETAIL
        return self._of_section(paragraph, kind)

    def _improvement(self, paragraph: Paragraph, line: str) -> Role:
        """Return the role under "What needs to improve": prose counts only where there are no bullets."""
        if self._has_bullets:
            return Role.IMPROVEMENT if _BULLET.match(line) else Role.DETAIL
        return Role.IMPROVEMENT if _says_something(paragraph, line) else Role.DETAIL

    def _of_section(self, paragraph: Paragraph, kind: HeadingKind | None) -> Role:
        if paragraph.number is not None:
            return Role.FINDING
        if kind is None:
            return Role.SCOPE if self._layout.is_letter and self._headings else Role.SUMMARY
        if kind is HeadingKind.SUMMARY:
            return Role.SUMMARY
        return Role.SCOPE if kind is HeadingKind.SCOPE else Role.FINDING


def _says_something(paragraph: Paragraph, line: str) -> bool:
    """Tell whether a paragraph may carry a finding: running text, an item of a list, or a short sentence."""
    if paragraph.role is Role.TEXT:
        return True
    if "\t" in line or len(line.split()) < _FEWEST_WORDS:
        return False
    return bool(_BULLET.match(line) or _SENTENCE.search(line))

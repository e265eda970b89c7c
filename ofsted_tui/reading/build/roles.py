"""What each paragraph is in its document: finding, scope, improvement point, boilerplate."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.reading.build.headings import Heading, HeadingKind
from ofsted_tui.reading.build.layout import Layout

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
            return Role.BOILERPLATE if paragraph.carries_findings else Role.DETAIL
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
        if paragraph.number is None and _FOOTNOTE.match(line) and paragraph.carries_findings:
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
    if paragraph.carries_findings:
        return True
    if "\t" in line or len(line.split()) < _FEWEST_WORDS:
        return False
    return bool(_BULLET.match(line) or _SENTENCE.search(line))

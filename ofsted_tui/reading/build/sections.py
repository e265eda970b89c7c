"""The sections of a document: its headings, with area and grade, in reading order."""

import re
from collections.abc import Sequence

from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.section import Section
from ofsted_tui.reading.build.headings import (
    CARE_LEAVERS,
    CHILDREN_IN_CARE,
    COMBINED,
    Heading,
    HeadingKind,
    heading_of,
)
from ofsted_tui.reading.build.layout import Layout

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
    found: dict[int, Heading] = {}
    for index in layout.body:
        paragraph, line = paragraphs[index], lines[index]
        if layout.is_title(index, line) or paragraph.role is Role.DETAIL:
            continue
        known = None if _ITEM.match(line) and not line.startswith("#") else heading_of(line)
        if known is not None and paragraph.number is None:
            found[index] = known
        elif paragraph.start in marks or _MARKDOWN.match(line):
            title = _MARKDOWN.sub(r"\1", line)
            found[index] = Heading(HeadingKind.OTHER, title.strip())
        elif layout.has_plain_headings and _stands_as_heading(lines, paragraphs, index, layout.body):
            found[index] = Heading(HeadingKind.OTHER, line)
    return found


def _stands_as_heading(
    lines: Sequence[str], paragraphs: Sequence[Paragraph], index: int, body: range
) -> bool:
    line, paragraph = lines[index], paragraphs[index]
    if paragraph.carries_findings or paragraph.number is not None or index + 1 >= body.stop:
        return False
    if not line[:1].isupper() or len(line.split()) > _MOST_WORDS or _STOP.search(line):
        return False
    after = (paragraphs[at] for at in range(index + 1, body.stop))
    following = next((one for one in after if one.role is not Role.DETAIL), paragraph)
    return following.carries_findings and not _NOT_A_HEADING.match(line) and not _ITEM.match(line)


def sections_from(
    headings: dict[int, Heading],
    paragraphs: Sequence[Paragraph],
    until: int,
    edition_areas: Sequence[str],
) -> tuple[Section, ...]:
    """Return the sections that the headings begin; the last one ends at the offset `until`."""
    positions = sorted(headings)
    ends = [paragraphs[index].start for index in positions[1:]] + [until] * bool(positions)
    found = []
    for index, end in zip(positions, ends, strict=True):
        heading, paragraph = headings[index], paragraphs[index]
        area = _in_edition(heading.area, edition_areas)
        found.append(
            Section(
                paragraph.start, paragraph.end, heading.title, max(end, paragraph.end), area, heading.grade
            )
        )
    return tuple(found)


def _in_edition(area: str, edition_areas: Sequence[str]) -> str:
    """Return the area as its edition judged it: until 2022 care leavers and children in care were one."""
    if area in {CARE_LEAVERS, CHILDREN_IN_CARE} and area not in edition_areas and COMBINED in edition_areas:
        return COMBINED
    return area

"""The structure of a document: its facts, grades and sections, and what each paragraph is."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.section import Section
from ofsted_tui.model.source_text import SourceText
from ofsted_tui.model.structure import EarlierMention, Facts, ImprovementPoint, Judgement, Structure
from ofsted_tui.reading.build.page_cuts import joined
from ofsted_tui.reading.facts.facts import facts_of
from ofsted_tui.reading.language.mentions import earlier_mentions, framework_reference
from ofsted_tui.reading.structure.headings import judgements_in, table_of
from ofsted_tui.reading.structure.paragraphs import paragraphs
from ofsted_tui.reading.structure.sections import Layout, Roles, body_of, headings_in, sections_from

_LONGEST_LINE = 2_000
"""How many characters of a paragraph are looked at for facts."""
_OPENING_LINES, _CLOSING_LINES = 150, 60
"""Facts stand in the first and the last so many paragraphs."""
_CUT_FORMATS = frozenset({"text", "Markdown"})
"""The formats whose texts may hold page breaks."""


def structure_of(
    source: SourceText,
    codebook: Codebook,
    *,
    kind: DocumentKind | None = None,
    start: date | None = None,
    edition: str | None = None,
) -> Structure:
    """Return what reading finds in a text; what is not recognised stays empty or None.

    A `kind`, a `start` of the event and an `edition` that a user has given count more than what the text
    says. The work is linear in the length of the text.
    """
    text = source.text
    pieces = _pieces(source)
    lines = [_line(text, piece) for piece in pieces]
    facts = facts_of(_ends(lines), kind)
    day = start or (facts.event_parts[0].start if facts.event_parts else None)
    areas = codebook.edition_or_newest(edition).area_codes if edition else _edition_areas(day, codebook)
    table = table_of(lines)
    layout = Layout(facts.kind, facts.title, table.lines, body_of(lines, facts.kind, table.lines))
    headings = headings_in(lines, pieces, layout, source.headings)
    until = pieces[layout.body.stop - 1].end if layout.body else len(text)
    sections = sections_from(headings, pieces, until, areas)
    found = list(Roles(lines, pieces, layout, headings).given())
    paged = _with_pages(found, source.pages)
    return Structure(
        facts,
        judgements_in(table, pieces, areas) or _from_headings(sections),
        sections,
        tuple(paged),
        _improvement_points(text, paged),
        tuple(_earlier(text, paged, facts)),
    )


def _pieces(source: SourceText) -> list[Paragraph]:
    pieces = paragraphs(source.text, lines_are_whole=source.lines_are_paragraphs)
    if source.format in _CUT_FORMATS:
        return joined(source.text, pieces)
    return joined(source.text, pieces, source.pages) if source.pages else pieces


def _line(text: str, piece: Paragraph) -> str:
    """Return a paragraph as one line; tabs, which divide the cells of a table, are kept."""
    words = text[piece.start : min(piece.end, piece.start + _LONGEST_LINE)]
    return "\t".join(" ".join(cell.split()) for cell in words.split("\t"))


def _ends(lines: list[str]) -> list[str]:
    if len(lines) <= _OPENING_LINES + _CLOSING_LINES:
        return lines
    return [*lines[:_OPENING_LINES], *lines[-_CLOSING_LINES:]]


def _edition_areas(start: date | None, codebook: Codebook) -> tuple[str, ...]:
    edition = None if start is None else codebook.edition_on(start)
    return edition.area_codes if edition else ()


def _from_headings(sections: Sequence[Section]) -> tuple[Judgement, ...]:
    """Return the grades that the section headings give, for reports whose table is not recognised."""
    found: dict[str, Judgement] = {}
    for one in sections:
        if one.area and one.grade:
            found.setdefault(one.area, Judgement(one.area, one.grade, one.start, one.end))
    return tuple(found.values())


def _with_pages(found: Sequence[Paragraph], pages: Sequence[int]) -> list[Paragraph]:
    if not pages:
        return list(found)
    return [replace(one, page=bisect_right(pages, one.start) or 1) for one in found]


def _improvement_points(text: str, found: Sequence[Paragraph]) -> tuple[ImprovementPoint, ...]:
    points = (one for one in found if one.role is Role.IMPROVEMENT)
    return tuple(
        ImprovementPoint(one.start, one.end, framework_reference(text[one.start : one.end])) for one in points
    )


def _earlier(text: str, found: Sequence[Paragraph], facts: Facts) -> list[EarlierMention]:
    year = facts.event_parts[0].start.year if facts.event_parts else None
    return earlier_mentions(text, [one.passage for one in found if one.carries_findings], year)

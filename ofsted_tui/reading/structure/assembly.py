"""Put the structure of a document together from its text: facts, sections, paragraphs, page cuts."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentKind, SourceText
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import EarlierMention, Facts, ImprovementPoint, Judgement, Section, Structure
from ofsted_tui.reading.facts.authority import authority_line, authority_of
from ofsted_tui.reading.facts.dates import known_parts, letter_date, letter_dates, report_dates
from ofsted_tui.reading.facts.head import (
    Announced,
    Head,
    Title,
    head_of,
    is_report_title,
    plain,
    title_of,
    without_marks,
)
from ofsted_tui.reading.facts.kinds import LETTERS, focus_of, kind_of
from ofsted_tui.reading.facts.people import inspectors_of
from ofsted_tui.reading.language.mentions import earlier_mentions, framework_reference
from ofsted_tui.reading.structure.headings import (
    area_of_title,
    heading_of,
    judgements_in,
    table_of,
    without_grade,
)
from ofsted_tui.reading.structure.paragraphs import paragraphs
from ofsted_tui.reading.structure.sections import Layout, Roles, body_of, headings_in, sections_from

_ENDED = re.compile(r"[.!?…:;][\'\"’”)\]]*\Z")
_ITEM = re.compile(r"(?:[-*−–•◼■▪●\uf06e\uf0b7\uf0a7]\s|o\s+[A-Z]|#|\(?\d{1,3}[.)]\s)")
_ADDRESS = re.compile(r"\S+(?:@|://)\S+|www\.\S+|\S+\.(?:uk|com|org)\S*\Z")
_SHORTEST = 60
"""A shorter line, in characters, may be one of an address or a list."""
_PIECE_END = 24
_PIECE_START = 120
_GREATEST_GAP = 400
"""White space longer than this, in characters, is more than a page break."""


def joined(
    text: str, pieces: Sequence[Paragraph], page_starts: Sequence[int] | None = None
) -> list[Paragraph]:
    """Return the paragraphs with those that a page break has cut made one.

    Where `page_starts` is given the text is not cut but at these offsets, and its lines are whole: only a
    piece without a number that begins a page is put to the numbered paragraph before it.
    """
    starts = None if page_starts is None else set(page_starts)
    followers = _followers(pieces)
    found: list[Paragraph] = []
    for index, piece in enumerate(pieces):
        before = found[-1] if found else None
        if before is not None and _goes_on(text, before, piece, followers[index], starts):
            found[-1] = _put_together(before, piece)
        else:
            found.append(piece)
    return found


def _followers(pieces: Sequence[Paragraph]) -> list[int | None]:
    """Return for every piece the printed number of the next numbered piece from it on."""
    numbers: list[int | None] = []
    following: int | None = None
    for piece in reversed(pieces):
        following = piece.number if piece.number is not None else following
        numbers.append(following)
    return numbers[::-1]


def _put_together(before: Paragraph, piece: Paragraph) -> Paragraph:
    cuts = (*before.cuts, Passage(before.end, piece.start))
    return Paragraph(before.start, piece.end, before.number, before.role, before.page, before.section, cuts)


def _goes_on(
    text: str, before: Paragraph, piece: Paragraph, next_number: int | None, page_starts: set[int] | None
) -> bool:
    if Role.DETAIL in (before.role, piece.role):
        return False
    if piece.number is not None or piece.start - before.end > _GREATEST_GAP:
        return False
    head = text[piece.start : min(piece.end, piece.start + _PIECE_START)]
    if _ITEM.match(head) or "\t" in head:
        return False
    tail = text[max(before.start, before.end - _PIECE_END) : before.end]
    if page_starts is None and not _ENDED.search(tail) and head[0].islower():
        return before.carries_findings and before.end - before.start >= _SHORTEST and not _ADDRESS.match(head)
    if page_starts is None and _is_cut_heading(text, before, piece):
        return True
    return _is_between_numbers(text, before, piece, next_number, page_starts)


def _is_between_numbers(
    text: str, before: Paragraph, piece: Paragraph, next_number: int | None, page_starts: set[int] | None
) -> bool:
    if before.number is None or before.cuts or next_number != before.number + 1 or not piece.carries_findings:
        return False
    if heading_of(text[piece.start : min(piece.end, piece.start + _PIECE_START * 2)]) is not None:
        return False
    if page_starts is not None:
        return piece.start in page_starts
    return "\n\n" in text[before.end : piece.start]


def _is_cut_heading(text: str, before: Paragraph, piece: Paragraph) -> bool:
    """Tell whether the two are one area heading over two lines, as "… need help and / protection: good"."""
    first, second = text[before.start : before.end], text[piece.start : piece.end]
    if len(first) + len(second) > 160 or text[before.end : piece.start].count("\n") > 1:
        return False
    _, grade = without_grade(f"{first} {second}")
    return (
        grade is not None
        and bool(heading_of(f"{first} {second}"))
        and without_grade(first)[1] is None
        and (not area_of_title(without_grade(second)[0]))
    )


_LONGEST_HEADLINE = 200
_VISITS = frozenset({DocumentKind.FOCUSED_VISIT, DocumentKind.MONITORING_VISIT})
_SECONDARY = frozenset({DocumentKind.NEWS, DocumentKind.COUNCIL_PAPER})


def facts_of(lines: Sequence[str], given: DocumentKind | None = None) -> Facts:
    """Return the facts that a document's paragraphs (or lines) say of it, in reading order.

    The kind is that which a user has given, if any: where dates and names stand depends on it.
    Only the first 150 and the last 60 lines are read, each up to 2,000 characters. What isn't recognised
    stays None or empty. Raise UserError where the list of local authorities cannot be read.
    """
    head = head_of(lines)
    title = title_of(head)
    run = report_dates(head)
    kind = given or kind_of(head, title, run)
    title = _own(title, kind)
    if run is None and kind in LETTERS:
        run = letter_dates(head, title)
    focus, area = focus_of(head, title) if kind in _VISITS else ("", "")
    return Facts(
        kind=kind,
        title=_title_text(head, title, kind),
        local_authority=authority_of(head, title, kind),
        event_parts=() if kind in _SECONDARY else known_parts(run),
        letter_date=letter_date(head, title),
        inspectors=inspectors_of(head, title, kind),
        focus=focus,
        focus_area=area,
    )


def _own(title: Title | None, kind: DocumentKind | None) -> Title | None:
    """Return the title if it is the document's own: an article may have another document's within it."""
    if title is None or kind in _SECONDARY:
        return None
    if kind is None and (title.announced is not Announced.REPORT or not is_report_title(title.words)):
        return None
    return title


def _title_text(head: Head, title: Title | None, kind: DocumentKind | None) -> str:
    """Return the title; where the authority stands on the line above it, that line follows a colon."""
    if title is None:
        first = without_marks(head.lines[0]) if head.lines and kind is DocumentKind.NEWS else ""
        return first if len(first) <= _LONGEST_HEADLINE else ""
    above = without_marks(head.lines[title.start - 1]) if title.start else ""
    named = authority_line(above) and head.greeting is None
    return f"{title.words}: {above}" if named and plain(above) not in plain(title.words) else title.words


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

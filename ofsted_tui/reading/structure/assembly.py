"""Put the structure of a document together from its text: facts, judgements, sections, paragraphs."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentKind, SourceText
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.structure import EarlierMention, Facts, ImprovementPoint, Judgement, Section, Structure
from ofsted_tui.reading.facts.authority import authority_line, authority_of
from ofsted_tui.reading.facts.dates import letter_date, letter_dates, report_dates
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
from ofsted_tui.reading.facts.kinds import LETTERS, SECONDARY, focus_of, kind_of
from ofsted_tui.reading.facts.people import inspectors_of
from ofsted_tui.reading.language.mentions import earlier_mentions, framework_reference
from ofsted_tui.reading.structure.headings import judgements_in, table_of
from ofsted_tui.reading.structure.paragraphs import paragraphs_in
from ofsted_tui.reading.structure.sections import Layout, Roles, body_of, headings_in, sections_from

_LONGEST_LINE = 2_000
"""How many characters of a paragraph are looked at for facts."""


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
    pieces = paragraphs_in(source)
    lines = [_line(source.text, piece) for piece in pieces]
    facts = facts_of(lines, kind)
    areas = _areas(codebook, edition, start or _first_day(facts))
    return _structure(source, pieces, lines, facts, areas)


def _line(text: str, piece: Paragraph) -> str:
    """Return a paragraph as one line; tabs, which divide the cells of a table, are kept."""
    words = text[piece.start : min(piece.end, piece.start + _LONGEST_LINE)]
    return "\t".join(" ".join(cell.split()) for cell in words.split("\t"))


def _first_day(facts: Facts) -> date | None:
    return facts.event_parts[0].start if facts.event_parts else None


def _areas(codebook: Codebook, edition: str | None, day: date | None) -> tuple[str, ...]:
    """Return the codes of the areas that were judged then; none where neither edition nor day is known."""
    if edition:
        return codebook.edition_or_newest(edition).area_codes
    found = None if day is None else codebook.edition_on(day)
    return found.area_codes if found else ()


def _structure(
    source: SourceText, pieces: Sequence[Paragraph], lines: Sequence[str], facts: Facts, areas: Sequence[str]
) -> Structure:
    table = table_of(lines)
    layout = Layout(facts.kind, facts.title, table.lines, body_of(lines, facts.kind, table.lines))
    headings = headings_in(lines, pieces, layout, source.headings)
    until = pieces[layout.body.stop - 1].end if layout.body else len(source.text)
    sections = sections_from(headings, pieces, until, areas)
    found = _with_pages(Roles(lines, pieces, layout, headings).given(), source.pages)
    return Structure(
        facts,
        judgements_in(table, pieces, areas) or _from_headings(sections),
        sections,
        found,
        _improvement_points(source.text, found),
        tuple(_earlier(source.text, found, _first_day(facts))),
    )


def _from_headings(sections: Sequence[Section]) -> tuple[Judgement, ...]:
    """Return the grades that the section headings give, for reports whose table is not recognised."""
    found: dict[str, Judgement] = {}
    for one in sections:
        if one.area and one.grade:
            found.setdefault(one.area, Judgement(one.area, one.grade, one.start, one.end))
    return tuple(found.values())


def _with_pages(found: Iterable[Paragraph], pages: Sequence[int]) -> tuple[Paragraph, ...]:
    if not pages:
        return tuple(found)
    return tuple(replace(one, page=bisect_right(pages, one.start) or 1) for one in found)


def _improvement_points(text: str, found: Sequence[Paragraph]) -> tuple[ImprovementPoint, ...]:
    points = (one for one in found if one.role is Role.IMPROVEMENT)
    return tuple(
        ImprovementPoint(one.start, one.end, framework_reference(text[one.start : one.end])) for one in points
    )


def _earlier(text: str, found: Sequence[Paragraph], first_day: date | None) -> list[EarlierMention]:
    year = None if first_day is None else first_day.year
    return earlier_mentions(text, [one.passage for one in found if one.carries_findings], year)


_LONGEST_HEADLINE = 200


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
    focus, area = focus_of(head, title) if kind is not None and kind.is_visit else ("", "")
    return Facts(
        kind=kind,
        title=_title_text(head, title, kind),
        local_authority=authority_of(head, title, kind),
        event_parts=() if run is None or kind in SECONDARY else run.known,
        letter_date=letter_date(head, title),
        inspectors=inspectors_of(head, title, kind),
        focus=focus,
        focus_area=area,
    )


def _own(title: Title | None, kind: DocumentKind | None) -> Title | None:
    """Return the title if it is the document's own: an article may have another document's within it."""
    if title is None or kind in SECONDARY:
        return None
    if kind is None and (title.announced is not Announced.REPORT or not is_report_title(title.text)):
        return None
    return title


def _title_text(head: Head, title: Title | None, kind: DocumentKind | None) -> str:
    """Return the title; where the authority stands on the line above it, that line follows a colon."""
    if title is None:
        first = without_marks(head.lines[0]) if head.lines and kind is DocumentKind.NEWS else ""
        return first if len(first) <= _LONGEST_HEADLINE else ""
    above = without_marks(head.lines[title.start - 1]) if title.start else ""
    is_named = above and head.greeting is None and authority_line(above)
    return f"{title.text}: {above}" if is_named and plain(above) not in plain(title.text) else title.text

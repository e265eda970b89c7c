"""The sections of a document by its headings."""

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.reading.structure.sections import Layout, headings_in, sections_from

PROSE = "Children get help soon from workers who know them well."


def made(*parts):
    """Return lines and paragraphs; headings are given with "#", details with "!"."""
    lines, paragraphs, start = [], [], 0
    for part in parts:
        role = {"#": Role.HEADING, "!": Role.DETAIL}.get(part[0], Role.TEXT)
        line = part.lstrip("#!")
        lines.append(line)
        paragraphs.append(Paragraph(start, start + len(line), None, role))
        start += len(line) + 1
    return lines, paragraphs


def titles(*parts, kind=DocumentKind.FOCUSED_VISIT):
    lines, paragraphs = made(*parts)
    layout = Layout(kind, "", range(0), range(len(lines)))
    return [one.title for one in headings_in(lines, paragraphs, layout, ()).values()]


def test_a_short_line_above_running_text_is_a_heading():
    assert titles("#Social care", PROSE) == ["Social care"]


def test_running_heads_are_no_headings_and_stand_between_a_heading_and_its_text():
    assert titles("#Social care", "!12 May 2022", PROSE, "!Visit to Anytown", PROSE) == ["Social care"]


def test_a_heading_s_own_words_within_a_running_head_are_none():
    assert titles("!Main findings", PROSE) == []


def test_items_are_no_headings():
    assert titles("#o The first thing", PROSE) == []
    assert titles("#\uf0a7 The first thing", PROSE) == []


def test_a_section_ends_where_the_next_begins():
    lines, paragraphs = made("#Headline findings", PROSE, "#Main findings", PROSE)
    layout = Layout(DocumentKind.FOCUSED_VISIT, "", range(0), range(4))
    found = sections_from(headings_in(lines, paragraphs, layout, ()), paragraphs, 999, ())
    assert [(one.start, one.until) for one in found] == [(0, paragraphs[2].start), (paragraphs[2].start, 999)]


def test_care_leavers_were_part_of_the_combined_area():
    lines, paragraphs = made("#The experiences and progress of care leavers: good", PROSE)
    layout = Layout(DocumentKind.STANDARD_INSPECTION, "", range(0), range(2))
    combined = ("children_in_care_and_care_leavers",)
    (section,) = sections_from(headings_in(lines, paragraphs, layout, ()), paragraphs, 99, combined)
    assert section.area == combined[0]

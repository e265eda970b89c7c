"""Tests of ofsted_tui/reading/structure/sections.py."""

import pytest

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.reading.structure.headings import heading_of
from ofsted_tui.reading.structure.sections import Layout, Roles, body_of, headings_in, sections_from

LETTER = [
    "27 March 2025",
    "Dear Ms Daly",
    "Focused visit",
    "Findings are these.",
    "Yours sincerely",
    "A. Other",
]


def test_the_body_of_a_letter_is_between_its_greetings():
    assert body_of(LETTER, DocumentKind.FOCUSED_VISIT, range(0)) == range(2, 4)


@pytest.mark.parametrize("end", ["The Office for Standards in Education, …", "© Crown copyright 2022"])
def test_the_body_of_a_report_is_between_table_and_end_matter(end):
    lines = ["Title", "Judgement\tGrade", "Overall effectiveness\tGood", "Children do well.", end]
    assert body_of(lines, DocumentKind.STANDARD_INSPECTION, range(1, 3)) == range(3, 4)


def test_other_texts_have_no_end_matter():
    assert body_of(["© Crown copyright 2022", "Words."], DocumentKind.NEWS, range(0)) == range(2)


def test_a_title_may_stand_over_several_paragraphs():
    layout = Layout(
        DocumentKind.FOCUSED_VISIT, "Focused visit to Anytown children's services", range(0), range(1, 9)
    )
    assert layout.is_title(1, "Focused visit to Anytown")
    assert layout.is_title(2, "children's services")
    assert not layout.is_title(6, "children's services")
    assert not layout.is_title(1, "visit")


PROSE = "Children get help soon from workers who know them well."
IMPROVE = "What needs to improve?"


def roles(*lines, kind=DocumentKind.STANDARD_INSPECTION, details=()):
    headings = {at: found for at, line in enumerate(lines) if (found := heading_of(line))}
    paragraphs, start = [], 0
    for at, line in enumerate(lines):
        role = Role.DETAIL if at in details else Role.HEADING if at in headings else Role.TEXT
        paragraphs.append(Paragraph(start, start + len(line), None, role))
        start += len(line) + 1
    layout = Layout(kind, "", range(0), range(len(lines)))
    return [one.role for one in Roles(lines, paragraphs, layout, headings).given()]


@pytest.mark.parametrize("bullet", ["- ", "• ", "◼ ", "− ", "\uf06e", "\uf0a7 ", "o "])
def test_bullets_under_what_must_improve_are_the_points(bullet):
    found = roles(IMPROVE, PROSE, f"{bullet}The first thing that must be better.")
    assert found == [Role.HEADING, Role.DETAIL, Role.IMPROVEMENT]


def test_prose_is_a_point_where_there_are_no_bullets():
    assert roles(IMPROVE, PROSE)[1] is Role.IMPROVEMENT


def test_running_heads_carry_no_findings():
    assert roles("Main findings", PROSE, "12 May 2022 3", PROSE, details={2})[2] is Role.DETAIL


def test_footnotes_and_boilerplate():
    found = roles(
        "Main findings", "1 The areas have been cross-referenced with it.", "© Crown copyright 2022"
    )
    assert found[1:] == [Role.FOOTNOTE, Role.BOILERPLATE]


def test_what_an_authority_says_of_itself_is_a_claim():
    assert roles("Social care", PROSE, kind=DocumentKind.ANNUAL_CONVERSATION)[1] is Role.CLAIM


def test_a_text_of_unknown_build_stays_open():
    assert roles(PROSE, kind=None) == [Role.TEXT]


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

"""What each paragraph is in its document."""

import pytest

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.reading.structure.headings import heading_of
from ofsted_tui.reading.structure.sections import Layout, Roles

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

"""Headings told by their words."""

import pytest

from ofsted_tui.model.structure import Grade
from ofsted_tui.reading.structure.headings import HeadingKind, area_of_title, heading_of, without_grade

HELP = "The experiences and progress of children who need help and protection"
CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"
BOTH = "The experiences and progress of children in care and care leavers"
LEADERS = "The impact of leaders on social work practice with children and families"


@pytest.mark.parametrize(
    ("title", "area"),
    [
        (HELP, "help_protection"),
        (CARE, "children_in_care"),
        (LEAVERS, "care_leavers"),
        (BOTH, "children_in_care_and_care_leavers"),
        (LEADERS, "leaders"),
        ("Overall effectiveness", "overall_effectiveness"),
        ("The experiences and progress of children care leavers", "care_leavers"),
        ("The impact of leaders on practice with children and families", "leaders"),
        ("The impact of leaders on social work practice with children", "leaders"),
        ("Experiences and progress of children looked after", "children_in_care"),
        ("The experience and progress of children who need help or protection", "help_protection"),
        ("THE EXPERIENCES AND PROGRESS OF CARE LEAVERS", "care_leavers"),
        ("Leaders", ""),
        ("Children in care", ""),
        ("Overall, children make progress", ""),
        ("The experiences and progress of care leavers was identified as an area", ""),
        ("The impact of COVID-19 on leaders", ""),
        ("", ""),
    ],
)
def test_titles_are_told_by_their_key_words(title, area):
    assert area_of_title(title) == area


@pytest.mark.parametrize(
    ("ending", "grade"),
    [
        (": good", Grade.GOOD),
        (": Good", Grade.GOOD),
        (" is good", Grade.GOOD),
        (" are good.", Grade.GOOD),
        (" – outstanding", Grade.OUTSTANDING),
        (": requires improvement to be good", Grade.REQUIRES_IMPROVEMENT),
        (" require improvement to be good", Grade.REQUIRES_IMPROVEMENT),
        (" requires improvement", Grade.REQUIRES_IMPROVEMENT),
        (" is  inadequate ", Grade.INADEQUATE),
        (" :inadequate", Grade.INADEQUATE),
        ("", None),
        (":", None),
    ],
)
@pytest.mark.parametrize("title", [HELP, BOTH, LEADERS])
def test_the_grade_at_the_end_of_a_heading(title, ending, grade):
    assert without_grade(title + ending) == (title, grade)
    found = heading_of(title + ending)
    assert (found.kind, found.grade, found.title) == (HeadingKind.AREA, grade, title)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What needs to improve?", HeadingKind.IMPROVEMENT),
        ("What needs to improve", HeadingKind.IMPROVEMENT),
        ("What needs to improve:", HeadingKind.IMPROVEMENT),
        ("What needs to improve?1", HeadingKind.IMPROVEMENT),
        ("WHAT NEEDS TO IMPROVE?", HeadingKind.IMPROVEMENT),
        ("What needs to improve in this area of social work practice?", HeadingKind.IMPROVEMENT),
        ("What does the local authority need to improve?", HeadingKind.IMPROVEMENT),
        ("Areas for priority action", HeadingKind.IMPROVEMENT),
        ("## What needs to improve?", HeadingKind.IMPROVEMENT),
        ("Overview", HeadingKind.SUMMARY),
        ("Headline findings", HeadingKind.SUMMARY),
        ("Findings", HeadingKind.FINDINGS),
        ("Main findings", HeadingKind.FINDINGS),
        ("Findings and evaluation of progress", HeadingKind.FINDINGS),
        ("Areas covered by the visit", HeadingKind.SCOPE),
    ],
)
def test_known_headings(line, kind):
    assert heading_of(line).kind is kind


@pytest.mark.parametrize(
    "line",
    [
        "What needs to improve is the quality of plans, and leaders know it.",
        "The experiences and progress of care leavers was an area that needs improvement to be good.",
        "Findings from audits are used well.",
        "Most children receive a good service.",
        "Social care",
        "x" * 500,
        "",
    ],
)
def test_other_lines_are_none(line):
    assert heading_of(line) is None


def test_hostile_lines_cost_little():
    for line in (" " * 170, "good " * 30, "the " * 40 + "good", "What needs to improve" + " " * 150):
        heading_of(line)

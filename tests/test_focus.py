"""What a visit looked at, and the one judgement area that the words name."""

import pytest

from ofsted_tui.reading.facts.head import head_of
from ofsted_tui.reading.facts.kinds import focus_area, focus_of


def focus(text: str):
    return focus_of(head_of(["Dear Ms Doe", *text.split("\n")]), None)


@pytest.mark.parametrize(
    ("text", "words", "area"),
    [
        (
            "Inspectors looked at the local authority’s arrangements for care leavers aged 18 to 25, with "
            "a particular "
            "focus on:\n- accommodation\n- education.",
            "care leavers aged 18 to 25",
            "care_leavers",
        ),
        (
            "Inspectors reviewed the local authority's arrangements to support care leavers and children "
            "looked after "
            "who are eligible for care leaving services.",
            "care leavers and children looked after who are eligible for care leaving services",
            "care_leavers",
        ),
        (
            "Inspectors looked at the local authority’s arrangements for the ‘front door’.",
            "the 'front door'",
            "help_protection",
        ),
        (
            "Inspectors evaluated the effectiveness of the council’s arrangements for children in need of "
            "help.",
            "children in need of help",
            "help_protection",
        ),
        (
            "The visit focused on children looked after, including permanence planning.",
            "children looked after",
            "children_in_care",
        ),
        ("The focus of the visit was children in care.", "children in care", "children_in_care"),
        (
            "Inspectors considered the arrangements for children subject to a child protection plan.",
            "children subject to a child protection plan",
            "help_protection",
        ),
        (
            "Inspectors considered a range of evidence, including care leavers’ records.\n"
            "Inspectors looked at the local authority's arrangements for early help.",
            "early help",
            "help_protection",
        ),
        (
            "Inspectors reviewed the progress made in the area of help and protection, with a particular "
            "focus on "
            "neglect. Inspectors considered a range of evidence.",
            "help and protection",
            "help_protection",
        ),
        (
            "Areas covered by the visit\nInspectors reviewed the progress made in the following areas:\n"
            "• services for care leavers\n• pathway planning",
            "services for care leavers; pathway planning",
            "care_leavers",
        ),
        (
            "Inspectors looked at the local authority's arrangements for children in care. Inspectors "
            "also looked at "
            "arrangements for care leavers.",
            "children in care; care leavers",
            "",
        ),
        (
            "Inspectors looked at the local authority's arrangements for children in care. They also "
            "looked at "
            "performance management and quality assurance information.",
            "children in care",
            "children_in_care",
        ),
        (
            "Inspectors looked at the quality of services for vulnerable children, with a focus on "
            "children in need "
            "and on care leavers.",
            "vulnerable children",
            "",
        ),
        (
            "Inspectors considered a range of evidence, including care leavers’ records. Inspectors "
            "looked at the 'front door'.",
            "the 'front door'",
            "help_protection",
        ),
        ("Inspectors met many people. They were kind.", "", ""),
        ("", "", ""),
    ],
)
def test_the_focus(text, words, area):
    assert focus(text) == (words, area)


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ("care-experienced young people", "care_leavers"),
        ("young people leaving care", "care_leavers"),
        ("looked-after children eligible for leaving care services", "care_leavers"),
        ("looked-after children", "children_in_care"),
        ("permanence for children", "children_in_care"),
        ("the recruitment of foster carers", "children_in_care"),
        ("adoption", "children_in_care"),
        ("unaccompanied asylum-seeking children", "children_in_care"),
        ("children in care who are at risk of exploitation", "children_in_care"),
        ("children in care who go missing", "children_in_care"),
        ("the MASH", "help_protection"),
        ("contacts and referrals", "help_protection"),
        ("thresholds", "help_protection"),
        ("children at risk of domestic abuse", "help_protection"),
        ("children who go missing or are exploited", "help_protection"),
        ("children on the edge of care", "help_protection"),
        ("pre-proceedings", "help_protection"),
        ("private fostering", "help_protection"),
        ("children with disabilities in need of protection", "help_protection"),
        ("the quality of leadership", "leaders"),
        ("children in need and the impact of leaders", "help_protection"),
        ("children in need and children in care", ""),
        ("children in care and care leavers", ""),
        ("children in care and children at risk of exploitation", ""),
        ("assessments; care leavers", ""),
        ("care leavers; children in care", ""),
        ("pathway planning; care leavers; leadership", "care_leavers"),
        ("children with disabilities", ""),
        ("supervision", ""),
        ("", ""),
    ],
)
def test_the_area(words, area):
    assert focus_area(words) == area

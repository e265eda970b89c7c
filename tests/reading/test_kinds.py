"""Tests of ofsted_tui/reading/facts/kinds.py."""

import pytest

from ofsted_tui.model.document import DocumentKind as Kind
from ofsted_tui.reading.facts.head import head_of
from ofsted_tui.reading.facts.kinds import focus_area, focus_of
from ofsted_tui.reading.structure.assembly import facts_of


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


TABLE = """Judgement Grade
The impact of leaders on social work practice with children and families Good
The experiences and progress of children who need help and protection Good
The experiences and progress of children in care Good
The experiences and progress of care leavers Good"""


def kind(text: str):
    return facts_of([line for line in text.split("\n") if line]).kind


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("15 to 19 May 2023", Kind.SHORT_INSPECTION),
        ("15 to 26 May 2023", Kind.STANDARD_INSPECTION),
        ("5 to 9 December 2022 and 14 to 15 February 2023", Kind.SHORT_INSPECTION),
        ("5 to 9 December 2022 and 14 to 16 February 2023", Kind.STANDARD_INSPECTION),
        ("1 to 5 January 2018", Kind.SHORT_INSPECTION),
        ("27 to 31 December 2017", None),
        ("5 to 9 December", None),
    ],
)
@pytest.mark.parametrize("head", ["Inspection of Kent local authority children's services\n", ""])
def test_reports(head, days, expected):
    assert kind(f"{head}Inspection dates: {days}\nLead inspector: Jo Roe\n{TABLE}") is expected


def test_a_report_that_tells_of_visits_is_a_report():
    text = (
        "Inspection of Kent local authority children's services\nInspection dates: 15 to 19 May 2023\n"
        f"{TABLE}\nMonitoring visits and a focused visit to Kent took place in 2022. This report "
        f"summarises the "
        "findings of the focused visit.\nAt the annual conversation, leaders were open."
    )
    assert kind(text) is Kind.SHORT_INSPECTION


SINGLE = [
    "Windsor and Maidenhead\nInspection of services for children in need of help and\n"
    "protection, children looked after and care leavers\nand\nReview of the effectiveness of the Local "
    "Safeguarding"
    " Children\nBoard1\nInspection date: 3 March 2015 – 25 March 2015\nReport published: 13 May 2015",
    "Manchester City Council\nRe-inspection of services for children in need of help and\nprotection, "
    "children looked "
    "after and care leavers\nInspection dates: 9 October to 2 November 2017\nReport published: 21 "
    "December 2017",
    "Sefton Council\nInspection date: 4 to 28 April 2016\n1. Children who need help and protection Good\n"
    "2. Children looked after and achieving permanence Good\n2.1 Adoption performance Good\n"
    "2.2 Experiences and progress of care leavers Good\n3. Leadership, management and governance Good",
]


@pytest.mark.parametrize("text", SINGLE)
def test_the_single_inspection_framework(text):
    assert kind(text) is Kind.SINGLE_INSPECTION


def test_the_title_of_the_single_inspection_framework():
    facts = facts_of(SINGLE[0].split("\n"))
    assert facts.title == (
        "Inspection of services for children in need of help and protection, children looked after and "
        "care leavers "
        "and Review of the effectiveness of the Local Safeguarding Children Board: Windsor and Maidenhead"
    )
    assert facts.local_authority == "Windsor and Maidenhead"
    assert [f"{part.start}/{part.end}" for part in facts.event_parts] == ["2015-03-03/2015-03-25"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear Jo\nFocused visit to Kent children's services\nOfsted came.", Kind.FOCUSED_VISIT),
        ("Focused visit to Kent children's services\nThis letter is from Ofsted.", Kind.FOCUSED_VISIT),
        ("Dear Jo\nOfsted focused visit to Kent children's services\nInspectors came.", Kind.FOCUSED_VISIT),
        ("Dear Jo\nMonitoring visit of Kent children's services\nInspectors came.", Kind.MONITORING_VISIT),
        (
            "Dear Jo\nSixth monitoring visit to Kent children's services\nInspectors came.",
            Kind.MONITORING_VISIT,
        ),
        (
            "Dear Jo\nMonitoring visit to Kent children's services\nThis letter follows the focused "
            "visit. Ofsted.",
            Kind.MONITORING_VISIT,
        ),
        (
            "Dear local partnership\nJoint targeted area inspection of Rochdale\nOfsted and CQC: children.",
            Kind.JTAI,
        ),
        (
            "Joint targeted area inspection of Solihull\nInspection dates: 10 to 14 January "
            "2022\nHeadline findings\n"
            "Ofsted, CQC and HMICFRS looked at children's needs.",
            Kind.JTAI,
        ),
        ("Joint targeted area inspection of Rochdale\nOfsted, CQC and HMICFRS came.", Kind.JTAI),
        ("Dear Jo\nAnnual engagement meeting 2022\nOfsted met you. Children.", Kind.ANNUAL_CONVERSATION),
        ("Dear Jo\nRe: Annual conversation\nOfsted met you. Children.", Kind.ANNUAL_CONVERSATION),
        (
            "Dear Jo\nThis letter summarises the findings of the focused visit to Kent children's "
            "services. HMI.",
            Kind.FOCUSED_VISIT,
        ),
        (
            "Dear Jo\nChildren's services\nThank you for meeting with us at the annual conversation on 4 "
            "May 2020. HMI.",
            Kind.ANNUAL_CONVERSATION,
        ),
        (
            "Dear Jo\nBetween 9 and 13 May 2016, Ofsted and the CQC undertook a joint inspection of abuse "
            "of children.",
            Kind.JTAI,
        ),
    ],
)
def test_letters(text, expected):
    assert kind(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Report of the Director of Children's Services\nCabinet\n4 May 2022\nPurpose of report\nTo inform "
        "members of "
        "the Ofsted focused visit.\nRecommendations\nThat members note the letter.",
        "Children and Families Scrutiny Committee\nAgenda item 7\nOfsted focused visit to Kent children's "
        "services\n"
        "1. Purpose of the report\n1.1 To share the letter.",
        "Report to: Cabinet\nDate of meeting: 4 May 2022\nSubject: Ofsted inspection of children's services\n"
        "Report author: Jo Roe\nBackground papers: none\nDear Ms Doe\nFocused visit to Kent children's "
        "services\n"
        "This letter summarises the findings of the focused visit.",
    ],
)
def test_council_papers(text):
    assert kind(text) is Kind.COUNCIL_PAPER


@pytest.mark.parametrize(
    "text",
    [
        "Leeds children's services judged outstanding by Ofsted\nBy Jo Roe\nPublished 4 May 2022\nLeeds "
        "is glad.",
        "Ofsted praises Kent children's services\nNews\nCllr Ann Other, cabinet member, said: “We are glad.”",
        "Press release\nChildren's social care in Bury rated inadequate by Ofsted\nThe council leader "
        "spoke.\n"
        "Councillor Jo Roe, Leader of the Council, said they would act.",
    ],
)
def test_news(text):
    assert kind(text) is Kind.NEWS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A shopping list\nEggs\nReading glasses",
        "Inspection of Oak Primary School\nInspection dates: 4 and 5 May 2023\nOutcome: good",
        "Inspection of a children's home\nInspection dates: 4 and 5 May 2023",
        "Inspection of children's services has changed\nIt was long ago.",
        "Focused visits to 12 museums\nThe inspectors of paintings came for children.",
        "Area SEND inspection of Kent local authority\nInspection dates: 4 to 8 May 2023",
        "Ofsted: strategy 2022 to 2027\nOur strategy sets out what we do for children.",
        "Dear colleague\nThe monitoring visit of the boiler takes place on 4 May 2023.",
        "Inspecting local authority children's services\nGuidance\nThis framework covers focused visits, "
        "monitoring "
        "visits and joint targeted area inspections by Ofsted inspectors of children's services.",
        "Recommendations\nBuy milk",
    ],
)
def test_what_is_not_clear_is_unknown(text):
    assert kind(text) is None

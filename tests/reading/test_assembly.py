"""Tests of ofsted_tui/reading/structure/assembly.py."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.document import DocumentKind as Kind
from ofsted_tui.model.structure import Facts
from ofsted_tui.reading.structure.assembly import facts_of
from tests.folders import REPORTS, gold_documents, needs_reports, sample_text, table_rows


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def of(text: str) -> Facts:
    return facts_of(lines_of(text))


def days(facts: Facts) -> list[str]:
    return [f"{part.start}/{part.end}" for part in facts.event_parts]


def seed(number: str) -> tuple[Facts, dict]:
    return of(sample_text(number)), gold_documents()[number]


def gold_title(gold: dict) -> str:
    return next(one["text"] for one in gold["headings"] if one["level"] == "title").lstrip("# ")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("000", Kind.FOCUSED_VISIT),
        ("001", Kind.SHORT_INSPECTION),
        ("002", Kind.NEWS),
        ("003", Kind.ANNUAL_CONVERSATION),
        ("004", Kind.FOCUSED_VISIT),
    ],
)
def test_the_samples_agree_with_the_truth(number, kind):
    facts, gold = seed(number)
    start = next(
        (gold[key] for key in ("visit_start", "inspection_start", "meeting_date") if key in gold), None
    )
    end = next((gold[key] for key in ("visit_end", "inspection_end", "meeting_date") if key in gold), None)
    assert facts.kind is kind
    assert facts.title == gold_title(gold)
    assert facts.local_authority == gold["local_authority"]
    assert days(facts) == ([f"{start}/{end}"] if start else [])
    assert facts.letter_date == (date.fromisoformat(gold["letter_date"]) if "letter_date" in gold else None)
    assert list(facts.inspectors) == [name.partition(" (")[0] for name in gold["inspectors"]]


def test_the_focus_of_the_samples():
    portsmouth, gold = seed("000")
    southampton, _ = seed("004")
    assert (portsmouth.focus, portsmouth.focus_area) == (gold["focus"], "care_leavers")
    assert southampton.focus == (
        "care leavers and children looked after who are eligible for care leaving services"
    )
    assert southampton.focus_area == "care_leavers"


@needs_reports
@pytest.mark.parametrize("row", table_rows("reports.csv"), ids=lambda row: row["file"])
def test_real_reports(row):
    pdfium = pytest.importorskip("pypdfium2")
    pages = pdfium.PdfDocument(REPORTS / row["file"])
    facts = of("\n".join(page.get_textpage().get_text_range().replace("\r", "") for page in pages))
    assert facts.kind is Kind(f"{row['kind']}_inspection")
    assert facts.local_authority.casefold() == row["local_authority"].casefold()
    assert days(facts)[0] == f"{row['start']}/{row['end']}"
    assert row["lead"].startswith(facts.inspectors[0])
    assert "nspection of" in facts.title


REPORT = """{head}
Judgement Grade
The impact of leaders on social work practice with children and families Good
The experiences and progress of children who need help and protection Good
The experiences and progress of children in care and care leavers Good
Overall effectiveness Good
Children in the area receive good help."""


# The head of a report, its authority, its days, its inspectors, whether it is a short inspection.
HEADS = [
    (
        "Inspection of Wigan local authority children's services\nInspection dates: 9 to 20 May 2022\n"
        "Lead inspector: Lisa Summers, Her Majesty's Inspector",
        ("Wigan", ["2022-05-09/2022-05-20"], ["Lisa Summers"], False),
    ),
    (
        "1\nStockport Metropolitan Borough Council\nInspection of local authority children’s services\n"
        "Inspection dates: 28 March 2022 – 1 April 2022\nLead inspector: Anna Gravelle\nHer Majesty’s "
        "Inspector",
        ("Stockport", ["2022-03-28/2022-04-01"], ["Anna Gravelle"], True),
    ),
    (
        "Inspection of Bath and North East\nSomerset local authority children’s services\n"
        "Inspection dates: 7 to 11 March 2022\nLead inspector: Sarah Canto, Her Majesty’s Inspector",
        ("Bath and North East Somerset", ["2022-03-07/2022-03-11"], ["Sarah Canto"], True),
    ),
    (
        "Inspection of Bournemouth, Christchurch\nand Poole local authority children’s services\n"
        "Inspection dates: 6 to 17 December 2021\nLead inspector: Nicola Bennett, Her Majesty’s Inspector",
        ("Bournemouth, Christchurch and Poole", ["2021-12-06/2021-12-17"], ["Nicola Bennett"], False),
    ),
    (
        "Inspection of Royal Borough of\nKensington and Chelsea local authority\nchildren’s services\n"
        "Inspection dates: 3rd to 14th February 2020\nLead inspectors: Brenda McInerney and Kate "
        "Malleson, HMI",
        ("Kensington and Chelsea", ["2020-02-03/2020-02-14"], ["Brenda McInerney", "Kate Malleson"], False),
    ),
    (
        "London Borough of Hounslow\nInspection of children’s social care services\n"
        "Inspection dates: 29 October 2018 to 9 November 2018\nLead inspector: Andrew Whittaker HMI",
        ("Hounslow", ["2018-10-29/2018-11-09"], ["Andrew Whittaker"], False),
    ),
    (
        "Derby City Council\nInspection of children’s social care services\n"
        "Inspection dates:\n11 – 15 March 2019\nLead inspector:\nMargaret Burke, Her Majesty’s Inspector",
        ("Derby", ["2019-03-11/2019-03-15"], ["Margaret Burke"], True),
    ),
    (
        "Inspection of Derbyshire local authority children's services\n"
        "Inspection dates: 30 October to\n10 November 2023\nLead inspector: Alison Smale, His Majesty's "
        "Inspector",
        ("Derbyshire", ["2023-10-30/2023-11-10"], ["Alison Smale"], False),
    ),
    (
        "Inspection of Birmingham Children’s Trust\nInspection dates: 20 February to 3 March 2023\n"
        "Lead inspector: Nick Stacey, His Majesty’s Inspector",
        ("Birmingham", ["2023-02-20/2023-03-03"], ["Nick Stacey"], False),
    ),
    (
        "Inspection of Sandwell Children’s Trust\nInspection dates: 9 to 20 May 2022\n"
        "Lead inspector: Nigel Parkes\nHer Majesty's Inspector",
        ("Sandwell", ["2022-05-09/2022-05-20"], ["Nigel Parkes"], False),
    ),
    (
        "Inspection of Slough Children First\nInspection dates: 23 January to 3 February 2023\n"
        "Lead inspector: Margaret Burke, His Majesty’s Inspector",
        ("Slough", ["2023-01-23/2023-02-03"], ["Margaret Burke"], False),
    ),
    (
        "Inspection of Together for Children\nSunderland\nInspection dates: 5 to 16 July 2021\n"
        "Lead inspector: Kathryn Grindrod, Her Majesty’s Inspector",
        ("Sunderland", ["2021-07-05/2021-07-16"], ["Kathryn Grindrod"], False),
    ),
    (
        "Council of the Isles of Scilly\nInspection of children's social care services\n"
        "Inspection dates: 14 October 2019 to 18 October 2019\nLead inspector: Steve Lowe",
        ("Isles of Scilly", ["2019-10-14/2019-10-18"], ["Steve Lowe"], True),
    ),
    (
        "Inspection of City of London local authority children’s services\nInspection dates: 2-6 March 2020\n"
        "Lead inspector: Brenda McInerney, Her Majesty's Inspector",
        ("City of London", ["2020-03-02/2020-03-06"], ["Brenda McInerney"], True),
    ),
    (
        "City of York Council\nInspection of local authority children’s services\n"
        "Inspection dates: 7 March 2022 to 18 March 2022\nLead inspector: Matthew Reed, HMI",
        ("York", ["2022-03-07/2022-03-18"], ["Matthew Reed"], False),
    ),
    (
        "Inspection of Kingston upon Hull City Council children’s services\nInspection dates: 7 to 18 "
        "January 2019\n"
        "Lead inspector: Lisa Walsh, Her Majesty’s Inspector",
        ("Kingston upon Hull", ["2019-01-07/2019-01-18"], ["Lisa Walsh"], False),
    ),
    (
        "Inspection of Windsor and Maidenhead local authority children’s services\n"
        "Inspection dates: Monday 13 to Friday 24 January 2020\nLead inspector: Tara Geere, Her Majesty’s "
        "Inspector",
        ("Windsor and Maidenhead", ["2020-01-13/2020-01-24"], ["Tara Geere"], False),
    ),
    (
        "Inspection of Telford & Wrekin local authority children's services\n"
        "Inspection dates: 20 January 2020 – 31 January 2020\nLead inspector: Peter McEntee",
        ("Telford and Wrekin", ["2020-01-20/2020-01-31"], ["Peter McEntee"], False),
    ),
    (
        "Inspection of Cumbria County Council children's services\n"
        "Inspection dates: 7 November 2022 to 18 November 2022\n"
        "Lead inspector: Siobhán O’Neill-de la Cruz, His Majesty’s Inspector",
        ("Cumbria", ["2022-11-07/2022-11-18"], ["Siobhán O'Neill-de la Cruz"], False),
    ),
    (
        "Inspection of Medway local authority children’s services\nInspection dates: 17 to 28 July 2023\n"
        "Lead inspector: Maire Atherton,\nHis Majesty’s Inspector",
        ("Medway", ["2023-07-17/2023-07-28"], ["Maire Atherton"], False),
    ),
    (
        "Inspection of Stoke-on-Trent City Council local authority children's services\n"
        "Inspection dates: 3 to 14 October 2022\nLead inspectors: Andrew Waugh, His Majesty's Inspector, "
        "and\n"
        "Alison Smale, His Majesty's Inspector",
        ("Stoke-on-Trent", ["2022-10-03/2022-10-14"], ["Andrew Waugh", "Alison Smale"], False),
    ),
    (
        "Inspection of North Westerland local authority children's services\n"
        "Inspection dates: 1 to 12 June 2026\nLead inspector: Jo Smith, His Majesty's Inspector",
        ("North Westerland", ["2026-06-01/2026-06-12"], ["Jo Smith"], False),
    ),
    (
        "Inspection of West Berkshire local authority children’s services Inspection dates: 14 to 18 March "
        "2022 Lead inspector: Tracey Scott, Her Majesty’s Inspector",
        ("West Berkshire", ["2022-03-14/2022-03-18"], ["Tracey Scott"], True),
    ),
    (
        "Inspection of Leeds local authority children's services\n"
        "Inspection dates: 21 February to 4 March 2022\n"
        "This inspection was not led by a named inspector",
        ("Leeds", ["2022-02-21/2022-03-04"], [], False),
    ),
]


@pytest.mark.parametrize(("head", "expected"), HEADS, ids=lambda value: str(value)[:40])
def test_the_head_of_a_report(head, expected):
    facts = of(REPORT.format(head=head))
    kind = Kind.SHORT_INSPECTION if expected[3] else Kind.STANDARD_INSPECTION
    found = (facts.local_authority, days(facts), list(facts.inspectors), facts.kind is Kind.SHORT_INSPECTION)
    assert found == expected
    assert facts.kind is kind
    assert facts.title.startswith("Inspection of")
    assert "nspection dates" not in facts.title
    assert facts.letter_date is None
    assert (facts.focus, facts.focus_area) == ("", "")


LETTER = """Ofsted
Piccadilly Gate
Store Street
Manchester
M1 2WD
T 0300 123 1231
{date}
Ms Jane Doe
{to}
Dear Ms Doe
{subject}
{opening}
Headline findings
Children's needs were met. The previous inspection was in May 2019.
Yours sincerely
{signed}"""


def letter(subject, opening, *, to="Director of Children's Services", signed="", day="14 June 2022"):
    return of(LETTER.format(date=day, to=to, subject=subject, opening=opening, signed=signed))


# Subject, opening; kind, authority, days, inspectors, area of the focus.
LETTERS = [
    (
        "Focused visit to Barnet children’s services",
        "This letter summarises the findings of a focused visit to Barnet children’s services on 19 and "
        "20 June "
        "2018. The visit was carried out by Her Majesty’s Inspectors Louise Warren and Tracey Scott.\n"
        "Inspectors looked at the local authority’s arrangements for the ‘front door’.",
        (Kind.FOCUSED_VISIT, "Barnet", ["2018-06-19/2018-06-20"], ["Louise Warren", "Tracey Scott"]),
        "help_protection",
    ),
    (
        "Focused visit to North Tyneside local\nauthority children’s services",
        "This letter summarises the findings of the focused visit to North Tyneside on 12 to 13 July 2022. "
        "His Majesty’s Inspectors for this visit were Jan Edwards and Victoria Horsefield.\n"
        "Inspectors looked at the local authority’s arrangements for achieving permanence for children in "
        "care.",
        (
            Kind.FOCUSED_VISIT,
            "North Tyneside",
            ["2022-07-12/2022-07-13"],
            ["Jan Edwards", "Victoria Horsefield"],
        ),
        "children_in_care",
    ),
    (
        "Focused visit to Achieving for Children",
        "This letter summarises the findings of the focused visit to Richmond upon Thames children's "
        "services on "
        "Tuesday 7 and Wednesday 8 March 2023. The inspectors were Anne-Marie d'Arcy HMI and J. B. "
        "Priestly HMI.\n"
        "Inspectors evaluated the local authority's arrangements for children in need and those subject "
        "to a child "
        "protection plan.",
        (
            Kind.FOCUSED_VISIT,
            "Richmond upon Thames",
            ["2023-03-07/2023-03-08"],
            ["Anne-Marie d'Arcy", "J. B. Priestly"],
        ),
        "help_protection",
    ),
    (
        "Focused visit to Devon County Council children's services",
        "This letter summarises the findings of a focused visit to Devon on 30 April and 1 May 2019, "
        "carried out by "
        "Steve Lowe, HMI, and Emma Wildman, HMI.\n"
        "Inspectors reviewed the arrangements for children in care and care leavers.",
        (Kind.FOCUSED_VISIT, "Devon", ["2019-04-30/2019-05-01"], ["Steve Lowe", "Emma Wildman"]),
        "",
    ),
    (
        "## Focused visit to Lincolnshire County Council children’s services",
        "This letter summarises the findings of the focused visit to Lincolnshire County Council on 9 and 10 "
        "November 2021. Her Majesty’s Inspectors for this visit were Margaret Burke and Rachel Griffiths.\n"
        "Inspectors looked at the local authority’s arrangements for the quality and timeliness of "
        "children’s "
        "assessments, with a particular focus on domestic abuse.",
        (
            Kind.FOCUSED_VISIT,
            "Lincolnshire",
            ["2021-11-09/2021-11-10"],
            ["Margaret Burke", "Rachel Griffiths"],
        ),
        "help_protection",
    ),
    (
        "",
        "This letter summarises the findings of the focused visit to Halton children’s services on 5 to 6 "
        "October "
        "2021. Her Majesty’s Inspectors for this visit were Lisa Walsh and Kathryn Grindrod.\n"
        "Inspectors considered the arrangements for children looked after who are eligible for leaving "
        "care services.",
        (Kind.FOCUSED_VISIT, "Halton", ["2021-10-05/2021-10-06"], ["Lisa Walsh", "Kathryn Grindrod"]),
        "care_leavers",
    ),
    (
        "Focused visit to Hertfordshire County Council",
        "My colleague Nick Stacey and I visited Hertfordshire on 25 and 26 February 2020.\n"
        "We looked at the quality of leadership.",
        (Kind.FOCUSED_VISIT, "Hertfordshire", ["2020-02-25/2020-02-26"], ["Jo Roe", "Nick Stacey"]),
        "leaders",
    ),
    (
        "Monitoring visit of Croydon children’s services",
        "This letter summarises the findings of the monitoring visit to Croydon children’s services on 8 "
        "and 9 May "
        "2019. The visit was the fifth monitoring visit since the local authority was judged inadequate "
        "in September "
        "2017. The inspectors were Marcie Taylor, HMI, and Dawn Godfrey, HMI.\n"
        "Areas covered by the visit\nDuring the course of this visit, inspectors reviewed the progress "
        "made in the "
        "area of help and protection, with a particular focus on pre-proceedings.",
        (Kind.MONITORING_VISIT, "Croydon", ["2019-05-08/2019-05-09"], ["Marcie Taylor", "Dawn Godfrey"]),
        "help_protection",
    ),
    (
        "Monitoring visit to Bournemouth, Christchurch and Poole children’s services",
        "This letter summarises the findings of the monitoring visit to Bournemouth, Christchurch and Poole "
        "children’s services on 4 and 5 October 2022. This was the second monitoring visit since the "
        "local authority "
        "was judged inadequate in December 2021. His Majesty’s Inspectors for this visit were Steve Lowe "
        "and Louise "
        "Hocking.\nAreas covered by the visit\nThe focus of the monitoring visit was children in need and "
        "those "
        "subject to a child protection plan.",
        (
            Kind.MONITORING_VISIT,
            "Bournemouth, Christchurch and Poole",
            ["2022-10-04/2022-10-05"],
            ["Steve Lowe", "Louise Hocking"],
        ),
        "help_protection",
    ),
    (
        "First monitoring visit to Herefordshire Council children’s services",
        "Following Ofsted’s publication of the inspection report on 20 September 2022, a monitoring visit "
        "took place "
        "on 1 and 2 March 2023. His Majesty’s Inspectors for this visit were Ann Other and Sam Poe.\n"
        "The visit focused on children in care.",
        (Kind.MONITORING_VISIT, "Herefordshire", ["2023-03-01/2023-03-02"], ["Ann Other", "Sam Poe"]),
        "children_in_care",
    ),
    (
        "",
        "I am writing to set out what we found. This was the third monitoring visit since the local "
        "authority was "
        "judged to be inadequate in May 2018. Inspectors visited Blackpool children's services on 27 and "
        "28 November "
        "2019.\nInspectors reviewed the progress made in services for care leavers.",
        (Kind.MONITORING_VISIT, "Blackpool", ["2019-11-27/2019-11-28"], ["Jo Roe"]),
        "care_leavers",
    ),
    (
        "Monitoring visit of Slough Borough Council children's services",
        "This letter summarises the findings of the monitoring visit to Slough Borough Council children's "
        "services "
        "on 7 and 8 February 2017. The visit was the first monitoring visit since the local authority was "
        "judged "
        "inadequate in February 2016.\nAreas covered by the visit\nInspectors reviewed the progress made "
        "in the "
        "following areas:\n• the quality of the ‘front door’\n• thresholds and early help",
        (Kind.MONITORING_VISIT, "Slough", ["2017-02-07/2017-02-08"], ["Jo Roe"]),
        "help_protection",
    ),
    (
        "Joint targeted area inspection of the multi-agency response to domestic abuse in Hounslow",
        "Between 9 and 13 January 2017, Ofsted, HMI Constabulary (HMIC), the Care Quality Commission "
        "(CQC) and HMI "
        "Probation (HMIP) undertook a joint inspection of the multi-agency response to abuse in Hounslow.",
        (Kind.JTAI, "Hounslow", ["2017-01-09/2017-01-13"], ["Jo Roe"]),
        "",
    ),
    (
        "Joint targeted area inspection of the multi-agency response to sexual abuse in the family in\n"
        "Cornwall and the Isles",
        "Between 4 and 8 March 2019, inspectors from Ofsted and the CQC undertook a joint inspection of the "
        "multi-agency response to sexual abuse in the family environment in Cornwall.",
        (Kind.JTAI, "Cornwall", ["2019-03-04/2019-03-08"], ["Jo Roe"]),
        "",
    ),
    (
        "Annual engagement meeting",
        "Thank you for meeting with us on 14 March 2023 for the annual engagement meeting for Calderdale.",
        (Kind.ANNUAL_CONVERSATION, "Calderdale", ["2023-03-14/2023-03-14"], ["Jo Roe"]),
        "",
    ),
    (
        "**Ofsted annual conversation 2019**",
        "Thank you for meeting Gladys Rhodes White and me on 21 February 2019 to discuss services in "
        "Thurrock.",
        (Kind.ANNUAL_CONVERSATION, "Thurrock", ["2019-02-21/2019-02-21"], ["Jo Roe"]),
        "",
    ),
]


@pytest.mark.parametrize(
    ("subject", "opening", "expected", "area"), LETTERS, ids=lambda value: str(value)[:40]
)
def test_the_head_of_a_letter(subject, opening, expected, area):
    facts = letter(subject, opening, signed="Jo Roe\nHer Majesty’s Inspector")
    assert (facts.kind, facts.local_authority, days(facts), list(facts.inspectors)) == expected
    assert facts.focus_area == area
    assert facts.letter_date == date(2022, 6, 14)


def test_a_wrapped_letter():
    facts = letter(
        "Focused visit to Gateshead Metropolitan Borough Council\nchildren’s services",
        "This letter summarises the findings of a focused visit to Gateshead\nchildren’s services on 25 and\n"
        "26 July 2023. His Majesty’s Inspectors\nfor this visit were Jan\nEdwards and Louise Hollick.\n"
        "Inspectors looked at the local authority’s\narrangements for care\nleavers.",
    )
    assert facts.title == "Focused visit to Gateshead Metropolitan Borough Council children’s services"
    assert days(facts) == ["2023-07-25/2023-07-26"]
    assert facts.inspectors == ("Jan Edwards", "Louise Hollick")
    assert (facts.focus, facts.focus_area) == ("care leavers", "care_leavers")


def test_the_title_with_the_authority_on_its_own_line_keeps_both():
    facts = of(REPORT.format(head="Bury\nInspection of children's social care services"))
    assert facts.title == "Inspection of children's social care services: Bury"
    assert facts.local_authority == "Bury"


def test_an_addressee_names_the_authority_where_nothing_else_does():
    facts = letter(
        "Annual conversation",
        "Thank you for your time.",
        to="Director of Children's Services\nNottinghamshire County Council\nCounty Hall, Nottingham",
    )
    assert facts.local_authority == "Nottinghamshire"


def test_a_council_paper_has_no_event_of_its_own():
    facts = of("Report to Cabinet\nPurpose of report\nKent was inspected\nInspection dates: 4 to 8 May 2020")
    assert facts.kind is Kind.COUNCIL_PAPER
    assert facts.event_parts == ()


def test_a_part_that_cannot_be_made_out_stays_unknown():
    facts = of(
        REPORT.format(
            head="Inspection of Kent local authority children's services\n"
            "Inspection dates: 2 to 6 May 2022 and 30 to 31 June 2022"
        )
    )
    assert days(facts) == ["2022-05-02/2022-05-06"]
    assert facts.kind is None


def test_two_parts():
    facts = of(
        REPORT.format(
            head="Inspection of Kent local authority children's services\n"
            "Inspection dates: 5 to 9 December 2022\nand 14 to 15 February 2023\nLead inspector: Jo Roe"
        )
    )
    assert days(facts) == ["2022-12-05/2022-12-09", "2023-02-14/2023-02-15"]
    assert facts.kind is Kind.SHORT_INSPECTION


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Minutes of the allotment society\nThe meeting opened at seven.\nReading is fun.",
        "Dear all\nPlease find the rota attached.",
        "The history of inspection\nInspection of children's services has changed a lot. A focused visit "
        "is short.",
    ],
)
def test_a_random_document_has_no_facts(text):
    assert of(text) == Facts()


@given(st.lists(st.text(max_size=60), max_size=30))
def test_any_lines_are_read(lines):
    facts = facts_of(lines)
    assert all(part.start <= part.end for part in facts.event_parts)


@pytest.mark.parametrize(
    "piece",
    [
        "a", " ", "A ", "Aa ", "and ", "1 ", "1 and ", "1 to 2 March 2020 and ", "Jane Doe and ", "(", ".",
        "Inspection of ", "children's services ", "inspectors reviewed the progress made in ",
        "North ", "-", "'",
        "the quality and impact of the ", "monitoring visit since the ",
        "Inspectors looked at the ", "report ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("head", ["", "Dear Jo\nFocused visit to Kent\nOfsted child\n", "Inspection dates: "])
def test_hostile_text_takes_little_time(head, piece):
    begun = time.process_time()
    text = head + piece * (1_000_000 // len(piece))
    facts_of(text.split("\n"))
    facts_of([*head.split("\n"), *[piece * 400] * 2_000])
    assert time.process_time() - begun < 5

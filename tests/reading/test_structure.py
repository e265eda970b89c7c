"""What reading finds in whole documents: the samples, real reports, and made-up ones of every kind."""

from datetime import date
from itertools import pairwise

import pytest

from ofsted_tui.importing.details import sample_documents
from ofsted_tui.model.document import DocumentKind, SourceText
from ofsted_tui.model.paragraph import Role
from ofsted_tui.model.passage import Cuts
from ofsted_tui.reading.formats.pdf import pdf_text
from ofsted_tui.reading.structure.assembly import structure_of
from tests.folders import REPORTS, gold_documents, needs_reports, sample_text, table_rows

KINDS = {
    "000": DocumentKind.FOCUSED_VISIT,
    "001": DocumentKind.SHORT_INSPECTION,
    "002": DocumentKind.NEWS,
    "003": DocumentKind.ANNUAL_CONVERSATION,
    "004": DocumentKind.FOCUSED_VISIT,
}


def read_text(text, codebook):
    return structure_of(SourceText(text, "text"), codebook)


def seed(name, codebook):
    text = sample_text(name)
    return text, read_text(text, codebook)


@pytest.mark.parametrize("name", KINDS)
def test_the_facts_of_the_samples(name, codebook):
    truth, (_, found) = gold_documents()[name], seed(name, codebook)
    facts = found.facts
    assert facts.kind is KINDS[name]
    assert facts.local_authority == truth["local_authority"]
    first = truth.get("inspection_start") or truth.get("visit_start") or truth.get("meeting_date")
    last = truth.get("inspection_end") or truth.get("visit_end") or truth.get("meeting_date")
    days = [(part.start.isoformat(), part.end.isoformat()) for part in facts.event_parts]
    assert days == ([(first, last)] if first else [])
    letter = truth.get("letter_date")
    assert (facts.letter_date.isoformat() if facts.letter_date else None) == letter
    assert list(facts.inspectors) == [one.partition(" (")[0] for one in truth["inspectors"]]
    assert facts.focus.startswith(truth.get("focus", "")[:12])


@pytest.mark.parametrize("name", KINDS)
def test_the_build_of_the_samples(name, codebook):
    truth, (text, found) = gold_documents()[name], seed(name, codebook)
    titles = [(one["start"], one["end"]) for one in truth["headings"] if one["level"] == "title"]
    assert [(one.start, one.end) for one in found.of_role(Role.TITLE)] == titles
    others = [(one["start"], one["end"]) for one in truth["headings"] if one["level"] != "title"]
    assert [(one.start, one.end) for one in found.sections] == others
    points = [(one["start"], one["end"]) for one in truth["improvement_points"]]
    assert [(one.start, one.end) for one in found.improvement_points] == points
    numbered = {one.number: (one.start, one.end) for one in found.paragraphs if one.number is not None}
    assert numbered == {one["n"]: (one["start"], one["end"]) for one in truth.get("paragraphs", [])}
    for section in (one for one in truth["headings"] if one["level"] == "section"):
        (mine,) = [one for one in found.sections if one.start == section["start"]]
        assert mine.area == section["area"]
        inside = [
            one.number for one in found.paragraphs if one.number and mine.start < one.start < mine.until
        ]
        assert (inside[0], inside[-1]) == (section["first_para"], section["last_para"])
    assert {one.area: one.grade.value for one in found.judgements} == truth.get("grades", {})
    rows = [(one["start"], one["end"]) for one in truth.get("grade_rows", [])]
    assert [(one.start, one.end) for one in found.judgements] == rows
    assert text


@pytest.mark.parametrize(
    ("name", "role", "count"),
    [("000", Role.SUMMARY, 3), ("000", Role.FINDING, 16), ("003", Role.CLAIM, 21), ("004", Role.FINDING, 13)],
)
def test_how_many_paragraphs_of_a_role(name, role, count, codebook):
    assert len(seed(name, codebook)[1].of_role(role)) == count


def test_scope_bullets_are_not_improvement_points(codebook):
    truth, (_, found) = gold_documents()["000"], seed("000", codebook)
    scope = {(one.start, one.end) for one in found.of_role(Role.SCOPE)}
    assert {(one["start"], one["end"]) for one in truth["focus_points"]} <= scope


def test_the_manifest_of_the_samples_says_what_reading_finds(codebook):
    for sample in sample_documents():
        facts = read_text(sample.path.read_text(encoding="utf-8"), codebook).facts
        assert facts.kind is sample.kind
        assert facts.title == sample.title
        assert facts.local_authority == sample.local_authority
        days = facts.event_parts[0] if facts.event_parts else None
        assert (days.start if days else None) == sample.event_start
        assert (days.end if days else None) == sample.event_end
        if sample.event_start:
            assert codebook.edition_on(sample.event_start).code == sample.framework


@needs_reports
@pytest.mark.parametrize("row", table_rows("reports.csv"), ids=lambda row: row["file"])
def test_real_reports_agree_with_the_truth_about_them(row, codebook):
    source = pdf_text((REPORTS / row["file"]).read_bytes())
    found = structure_of(source, codebook)
    facts, first = found.facts, found.facts.event_parts[0]
    assert (first.start.isoformat(), first.end.isoformat()) == (row["start"], row["end"])
    assert facts.kind.value == f"{row['kind']}_inspection"
    assert facts.local_authority.casefold() == row["local_authority"]
    assert row["lead"].startswith(facts.inspectors[0])
    areas = {name: row[name] for name in row if row[name] in set(grades())}
    areas.pop("lead", None)
    assert {one.area: one.grade.value for one in found.judgements} == areas
    assert len(found.improvement_points) == int(row["improvement_bullets"])
    numbers = [one.number for one in found.paragraphs if one.number is not None]
    assert (len(numbers), numbers[-1]) == (int(row["numbered_paragraphs"]), int(row["last_number"]))
    graded = {one.area: one.grade.value for one in found.sections if one.area}
    assert graded == {area: grade for area, grade in areas.items() if area != "overall_effectiveness"}
    pages = [one.page for one in found.paragraphs]
    assert pages == sorted(pages)
    assert (pages[0], pages[-1]) == (1, len(source.pages))


def grades():
    return ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")


REPORT = """Inspection of Anytown local authority children's services

Inspection dates: 12 to 23 September 2022

Lead inspector: Ann Other, His Majesty's Inspector

Judgement\tGrade
The impact of leaders on social work practice with children and families\tGood
The experiences and progress of children who need help and protection\tGood
The experiences and progress of children in care and care leavers\tInadequate
Overall effectiveness\tInadequate

Children in the town get help soon when they need it and this has improved since the last inspection in 2018.

{improve}

The experiences and progress of children who need help and protection: good

1. Families are helped soon and well.

2. Thresholds are understood by nearly all partners.

18. This was an age and is no paragraph.

3. Strategy meetings take place when they should.

The experiences and progress of children in care and care leavers is inadequate

4. Too many children wait too long for a home of their own.

6. The number five is missing, as in one real report.

7. Care leavers live in unsuitable homes.

The impact of leaders on social work practice with children and families: good

8. Leaders know their service well.

The Office for Standards in Education, Children's Services and Skills (Ofsted) regulates and inspects.

© Crown copyright 2022
"""


POINTS = """What needs to improve?

- The first thing.
- The second thing. (outcome 4, national framework)"""


def report(improve=POINTS):
    return REPORT.format(improve=improve)


def test_a_report_in_plain_text(codebook):
    found = read_text(report(), codebook)
    assert [one.number for one in found.paragraphs if one.number] == [1, 2, 3, 4, 6, 7, 8]
    assert [(one.area, one.grade.value) for one in found.sections if one.area] == [
        ("help_protection", "Good"),
        ("children_in_care_and_care_leavers", "Inadequate"),
        ("leaders", "Good"),
    ]
    assert [one.reference for one in found.improvement_points] == ["", "outcome 4"]
    assert [one.year for one in found.earlier_mentions] == [2018]
    assert len(found.of_role(Role.SUMMARY)) == 1
    assert found.facts.event_parts[0].start == date(2022, 9, 12)


@pytest.mark.parametrize(
    ("improve", "count"),
    [
        ("What needs to improve\n\n◼ One thing here.\n◼ Another thing.", 2),
        ("What needs to improve?\n\n\uf06e One thing here.\n\n\uf06e Another thing.", 2),
        ("What needs to improve:\n− One thing here.\n− Another thing.", 2),
        (
            "What needs to improve?1\n\n• One thing here.\n\n1 The areas have been cross-referenced with it.",
            1,
        ),
        ("What needs to improve?\n\nThe quality of plans needs to be better than it is now for children.", 1),
        ("What needs to improve?\n\nLeaders should see to these:\n\n- One thing here.\n- Another thing.", 2),
        ("Children say that they like the place and the people very much indeed.", 0),
    ],
)
def test_improvement_points_in_every_dress(improve, count, codebook):
    found = read_text(report(improve), codebook)
    assert len(found.improvement_points) == count
    assert [one.number for one in found.paragraphs if one.number] == [1, 2, 3, 4, 6, 7, 8]


def test_what_a_user_says_counts_more_than_the_text(codebook):
    text = "Title\n\nSomething long is said here about children and about their families.\n"
    found = structure_of(SourceText(text, "text"), codebook, kind=DocumentKind.NEWS)
    assert found.facts.kind is DocumentKind.NEWS
    assert [one.role for one in found.paragraphs if one.carries_findings] == [Role.CLAIM]


def test_unknown_documents_keep_all_their_text_open(codebook):
    text = "A poem\n\nRoses are red and violets are blue and this is not an inspection at all.\n"
    found = read_text(text, codebook)
    assert found.facts.kind is None
    assert found.judgements == ()
    assert [one.role for one in found.paragraphs if one.carries_findings] == [Role.TEXT]


@pytest.mark.parametrize("text", ["", "\n\n \n", "x", "1. x", "\t\t\n\t", "What needs to improve?", "Dear"])
def test_scraps_are_read_without_fault(text, codebook):
    read_text(text, codebook)


def test_every_sign_of_ink_is_in_one_paragraph(codebook):
    for sample in sample_documents():
        text = sample.path.read_text(encoding="utf-8")
        found = read_text(text, codebook).paragraphs
        assert all(one.end <= two.start for one, two in pairwise(found))
        outside = list(text)
        for one in found:
            outside[one.start : one.end] = " " * (one.end - one.start)
        assert "".join(outside).strip() == ""
        assert Cuts([cut for one in found for cut in one.cuts]).drawn(text).count("\n") <= text.count("\n")

"""Grades over time, with the break of 2023 as a break."""

from datetime import date

from ofsted_tui.evidence.grades import RANKS, grade_histories
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.structure import Grade

COMBINED = "children_in_care_and_care_leavers"


def report(year, name="a", authority="Luton", **more):
    day = date(year, 5, 15) if year else None
    return DocumentDetails(
        f"{name}{year}", "", "Report", 1, event_start=day, local_authority=authority, **more
    )


def test_the_sample_report_is_the_only_graded_one(store, codebook):
    begin(store, codebook, "Rae")
    grades = store.documents.structures.grades()
    (found,) = grade_histories(codebook, store.documents.all(), grades)
    assert found.authority == "Portsmouth"
    assert [(one.code, [grade.value for _, grade in one.points]) for one in found.series] == [
        ("help_protection", ["Outstanding"]),
        ("children_in_care", ["Good"]),
        ("care_leavers", ["Requires improvement to be good"]),
        ("leaders", ["Good"]),
        ("overall_effectiveness", ["Good"]),
    ]
    assert found.breaks == ()


def test_the_division_of_2023_breaks_the_series(codebook):
    earlier, later = report(2019), report(2024)
    grades = {
        earlier.id: {"leaders": Grade.GOOD, COMBINED: Grade.INADEQUATE},
        later.id: {"leaders": Grade.OUTSTANDING, "children_in_care": Grade.GOOD, "care_leavers": Grade.GOOD},
    }
    (found,) = grade_histories(codebook, [later, earlier], grades)
    assert {one.code: len(one.points) for one in found.series} == {
        COMBINED: 1,
        "children_in_care": 1,
        "care_leavers": 1,
        "leaders": 2,
    }
    (broken,) = found.breaks
    assert broken.day == date(2023, 1, 1)
    assert "children in care and care leavers" in broken.words
    assert "apart" in broken.words


def test_the_end_of_overall_effectiveness_is_a_break(codebook):
    documents = [report(2024), report(2026)]
    (found,) = grade_histories(codebook, documents, {one.id: {"leaders": Grade.GOOD} for one in documents})
    (broken,) = found.breaks
    assert broken.day == date(2026, 4, 1)
    assert "overall effectiveness" in broken.words


def test_points_stand_in_time_order_and_without_a_day_last(codebook):
    documents = [report(2022), report(None), report(2018)]
    grades = {one.id: {"leaders": Grade.GOOD} for one in documents}
    (found,) = grade_histories(codebook, documents, grades)
    assert [event.day and event.day.year for event in found.events] == [2018, 2022, None]


def test_authorities_are_apart_and_those_unknown_last(codebook):
    documents = [report(2019, authority=""), report(2019, "b", "York"), report(2019, "c", "Bolton")]
    grades = {one.id: {"leaders": Grade.GOOD} for one in documents}
    found = grade_histories(codebook, documents, grades)
    assert [one.authority for one in found] == ["Bolton", "York", ""]


def test_a_former_version_and_what_has_no_grades_are_left_out(codebook):
    former, new, letter = report(2019), report(2019, "new", replaces="a2019"), report(2020)
    grades = {one.id: {"leaders": Grade.GOOD} for one in (former, new)}
    (found,) = grade_histories(codebook, [former, new, letter], grades)
    assert [event.details.id for event in found.events] == [new.id]


def test_the_best_grade_is_the_highest():
    assert sorted(Grade, key=RANKS.__getitem__, reverse=True) == list(Grade)


def test_what_was_no_judgement_then_is_told_from_a_grade_that_is_not_known(codebook):
    earlier, assumed, single = (
        report(2019, framework="2018"),
        report(2020, framework="2018", framework_assumed=True),
        report(2016, framework="2018", kind=DocumentKind.SINGLE_INSPECTION),
    )
    later = report(2024, framework="2023")
    grades = {one.id: {"leaders": Grade.GOOD} for one in (single, earlier, assumed)}
    grades[later.id] = {"care_leavers": Grade.GOOD}
    (found,) = grade_histories(codebook, [later, earlier, assumed, single], grades)
    said = {event.day.year: found.grade_text(event, "care_leavers") for event in found.events}
    assert said == {
        2016: "no grade known",
        2019: "not a judgement then",
        2020: "no grade known",
        2024: "Good",
    }
    assert found.grade_text(found.events[-1], "leaders") == "no grade known"

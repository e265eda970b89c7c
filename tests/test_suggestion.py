"""What a place suggests to tag with, and why."""

from dataclasses import replace

import pytest

from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.structure import Section
from ofsted_tui.review.open_document import in_edition, suggested_area

REPORT = DocumentKind.STANDARD_INSPECTION
VISIT = DocumentKind.FOCUSED_VISIT


def details(kind=REPORT, focus_area="", framework="2023"):
    known = DocumentDetails("d", "s", "Title", 100, kind=kind, framework=framework)
    return replace(known, focus="care leavers", focus_area=focus_area)


def section(area="", title="Care leavers"):
    return Section(0, 10, title, 90, area)


def suggested(codebook, known, where):
    return suggested_area(codebook, codebook.edition(known.framework), known, where)


def test_the_area_of_the_section(codebook):
    found = suggested(codebook, details(), section("care_leavers"))
    assert found.area.code == "care_leavers"
    assert "Care leavers" in found.because


@pytest.mark.parametrize(
    ("framework", "code"), [("2018", "children_in_care_and_care_leavers"), ("2023", "care_leavers")]
)
def test_a_letter_whose_scope_names_one_area(codebook, framework, code):
    found = suggested(codebook, details(VISIT, "care_leavers", framework), section("", "Main findings"))
    assert found.area.code == code
    assert found.because == "the visit looked at care leavers"


@pytest.mark.parametrize("where", [None, section("", "What needs to improve?")])
def test_parts_of_a_report_without_an_area_suggest_none_and_say_why(codebook, where):
    found = suggested(codebook, details(), where)
    assert found.area is None
    assert "tag with a digit" in found.because


def test_a_letter_that_names_no_area_suggests_none_and_says_why(codebook):
    found = suggested(codebook, details(VISIT), section("", "Main findings"))
    assert found.area is None
    assert "no sections by area" in found.because


def test_a_report_never_goes_by_a_scope(codebook):
    assert suggested(codebook, details(REPORT, "care_leavers"), None).area is None


def test_what_was_no_judgement_then_is_not_suggested(codebook):
    known = details(framework="2026")
    assert suggested(codebook, known, section("overall_effectiveness")).area is None


@pytest.mark.parametrize(
    ("edition", "code", "then"),
    [
        ("2018", "care_leavers", "children_in_care_and_care_leavers"),
        ("2018", "children_in_care", "children_in_care_and_care_leavers"),
        ("2018", "leaders", "leaders"),
        ("2023", "care_leavers", "care_leavers"),
        ("2023", "children_in_care_and_care_leavers", None),
        ("2026", "overall_effectiveness", None),
        ("2023", "nonsense", None),
    ],
)
def test_areas_by_edition(codebook, edition, code, then):
    found = in_edition(codebook, codebook.edition(edition), code)
    assert (found.code if found else None) == then

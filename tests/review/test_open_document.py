"""Tests of ofsted_tui/review/open_document.py."""

from dataclasses import replace

import pytest

from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Section
from ofsted_tui.review.change import new_read_mark
from ofsted_tui.review.open_document import OpenDocument, in_edition, suggested_area

TEXT = (
    "Care leavers are supported well by their personal advisers.\n"
    "Leaders know what to improve, and they improve it quickly.\n"
    "Too many children wait too long for a place to live."
)
FIRST, SECOND, LAST = Passage(0, 59), Passage(60, 118), Passage(119, 171)


@pytest.fixture
def review(add_document, open_review, codebook):
    review = open_review(add_document(TEXT), add_document("Another letter."))
    review.tag(FIRST, codebook.area("leaders"))
    review.mark_read(SECOND)
    return review


@pytest.fixture
def opened(review):
    """Read what the review has kept."""
    return OpenDocument(review.store, review.codebook, review.session.id, review.document)


def row_of(review, passage):
    return new_read_mark(review.document, review.session, passage, "2026-01-01T00:00:00Z")


def test_it_reads_what_the_session_has_kept(review, opened):
    assert list(opened.annotations) == list(review.annotations)
    assert list(opened.read_marks) == [SECOND]
    assert [opened.is_read(one) for one in (FIRST, SECOND, LAST)] == [False, True, False]
    assert (opened.accounting.accounted, opened.accounting.total) == (2, 3)
    assert opened.next_open(0) == LAST
    assert opened.edition.code == "2023"


def test_an_annotation_takes_the_place_of_what_it_was(opened):
    (before,) = opened.annotations
    assert opened.next_open(171, -1) is None
    moved = replace(before, start=LAST.start, end=LAST.end)
    opened.replace(before, moved)
    assert list(opened.annotations) == [moved]
    assert [opened.accounting.is_open(at) for at in range(3)] == [True, False, False]
    opened.replace(moved, None)
    assert list(opened.annotations) == []
    assert [opened.accounting.is_open(at) for at in range(3)] == [True, False, True]


def test_annotations_of_other_documents_are_passed_over(opened):
    (own,) = opened.annotations
    other = replace(own, document_id="another")
    opened.replace(None, replace(other, id="new"))
    opened.replace(replace(other, id="new"), None)
    assert list(opened.annotations) == [own]
    opened.replace(own, other)
    assert list(opened.annotations) == []
    assert opened.accounting.is_open(0)
    opened.replace(other, own)
    assert list(opened.annotations) == [own]
    assert not opened.accounting.is_open(0)


def test_read_marks_come_and_go(review, opened):
    assert opened.accounting.is_open(2)
    opened.set_read_mark(LAST, row_of(review, LAST))
    opened.set_read_mark(SECOND, None)
    assert [opened.is_read(one) for one in (FIRST, SECOND, LAST)] == [False, False, True]
    assert [opened.accounting.is_open(at) for at in range(3)] == [False, True, False]


def test_an_older_mark_on_a_part_of_a_paragraph_counts_for_all_of_it(review, opened):
    half = Passage(123, 127)
    opened.set_read_mark(half, row_of(review, half))
    assert opened.is_read(LAST)
    assert (opened.mark_over(LAST), opened.mark_over(FIRST)) == (half, FIRST)
    opened.set_read_mark(half, None)
    assert not opened.is_read(LAST)
    assert opened.mark_over(LAST) == LAST


def test_what_others_have_done_is_there_after_reading_anew(review, opened, codebook):
    review.tag(LAST, codebook.area("leaders"))
    review.mark_read(SECOND)
    assert [opened.accounting.is_open(at) for at in range(3)] == [False, False, True]
    opened.reload()
    assert list(opened.annotations) == list(review.annotations)
    assert opened.read_marks == {}
    assert [opened.accounting.is_open(at) for at in range(3)] == [False, True, False]


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

"""The open document by itself, on a store: what a session has made of it, held abreast of single changes."""

from dataclasses import replace

import pytest

from ofsted_tui.model.passage import Passage
from ofsted_tui.review.change import new_read_mark
from ofsted_tui.review.open_document import OpenDocument

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
    assert (opened.marked(LAST), opened.marked(FIRST)) == (half, FIRST)
    opened.set_read_mark(half, None)
    assert not opened.is_read(LAST)
    assert opened.marked(LAST) == LAST


def test_what_others_have_done_is_there_after_reading_anew(review, opened, codebook):
    review.tag(LAST, codebook.area("leaders"))
    review.mark_read(SECOND)
    assert [opened.accounting.is_open(at) for at in range(3)] == [False, False, True]
    opened.reload()
    assert list(opened.annotations) == list(review.annotations)
    assert opened.read_marks == {}
    assert [opened.accounting.is_open(at) for at in range(3)] == [False, True, False]

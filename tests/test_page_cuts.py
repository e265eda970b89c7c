"""Paragraphs that a page break has cut, put together again; and all that must stay apart."""

import pytest

from ofsted_tui.reading.structure.assembly import joined
from ofsted_tui.reading.structure.paragraphs import paragraphs
from tests.folders import sample_text

LONG = "Leaders have a clear view of the service that is given to children and to their families"


def pieces(text):
    return [" | ".join(text[one.start : one.end].split("\n\n")) for one in joined(text, paragraphs(text))]


def test_a_sentence_that_goes_on_in_lower_case_is_one_paragraph():
    assert pieces(f"{LONG} in\n\nthe city.\n\nAnother one.") == [f"{LONG} in | the city.", "Another one."]


def test_the_cut_is_noted_and_the_text_is_as_it_was():
    text = f"{LONG} in\n\n\nthe city."
    (found,) = joined(text, paragraphs(text))
    (cut,) = found.cuts
    assert text[cut.start : cut.end] == "\n\n\n"
    assert (found.start, found.end) == (0, len(text))


@pytest.mark.parametrize(
    "second",
    [
        "And then the city.",
        "- the city.",
        "• the city.",
        "12. the city.",
        "www.ofsted.gov.uk",
        "enquiries@ofsted.gov.uk",
    ],
)
def test_what_begins_anew_stays_apart(second):
    assert len(pieces(f"{LONG} in\n\n{second}")) == 2


@pytest.mark.parametrize("end", [".", "?", "!", ":", ";", ".'", ".”", "…"])
def test_what_has_ended_stays_apart(end):
    assert len(pieces(f"{LONG} in it{end}\n\nthe city.")) == 2


def test_short_lines_are_lists_or_addresses():
    assert len(pieces("apples\n\npears\n\nplums")) == 3


def test_between_two_numbers_a_piece_without_one_belongs_to_the_first():
    text = (
        "1. Children are seen by social workers often.\n2. Children are known well by all of them.\n\n"
        "Most of this work is done with care and skill by them.\n\n3. Plans are good for nearly all."
    )
    assert [one.number for one in joined(text, paragraphs(text))] == [1, 2, 3]


def test_a_heading_between_two_numbers_stays_apart():
    text = (
        "1. Children are seen by social workers often.\n2. Children are known well by all of them.\n\n"
        "The experiences and progress of children in care: good\n\n3. Plans are good for nearly all."
    )
    assert len(joined(text, paragraphs(text))) == 4


def test_after_a_fault_in_the_numbering_nothing_is_put_together():
    text = (
        "1. Children are seen by social workers often.\n2. Children are known well by all of them.\n\n"
        "Most of this work is done with care and skill by them.\n\n4. Plans are good for nearly all.\n"
        "5. Reviews are good for nearly all of them."
    )
    assert len(joined(text, paragraphs(text))) == 5


def test_a_heading_over_two_lines_is_one():
    text = (
        "The experiences and progress of children who need help and\nprotection: good\n\n"
        "1. Children are helped soon.\n2. They are safe.\n3. They are well."
    )
    first = joined(text, paragraphs(text))[0]
    assert text[first.start : first.end].endswith("protection: good")


def test_where_pages_are_known_only_their_first_pieces_are_put_to_a_number():
    text = (
        "1. Children are seen by social workers often.\n\nMost of this is done with care and skill.\n\n"
        "2. Children are known well by all of them.\n\nMost of that is done with care and skill.\n\n"
        "3. Plans are good for nearly all."
    )
    second = text.index("Most of that")
    found = joined(text, paragraphs(text, lines_are_whole=True), [0, second])
    assert [bool(one.cuts) for one in found] == [False, False, True, False]


def test_the_cuts_of_the_samples_are_found_and_no_others():
    cut_numbers = {"001": [None, 1, 5, 11, 19, 46, 52], "000": [None], "002": [], "003": [], "004": [None]}
    for name, numbers in cut_numbers.items():
        text = sample_text(name)
        found = joined(text, paragraphs(text))
        assert [one.number for one in found if one.cuts] == numbers, name


def test_a_heading_at_the_top_of_a_page_is_not_put_to_the_paragraph_before():
    heading = "The impact of leaders on social work practice with children and families: requires improvement"
    text = f"1. Children do well.\n\n{heading}\n\n2. Leaders know it.\n\n3. They act."
    start = text.index(heading)
    pieces = paragraphs(text, lines_are_whole=True)
    assert len(joined(text, pieces, (0, start))) == 4

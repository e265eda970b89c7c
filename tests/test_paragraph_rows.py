"""Paragraphs that are made when they are asked for are those that would be made at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.paragraph import Paragraph, ParagraphRows, Role
from ofsted_tui.model.passage import Passage

ROWS = [(0, 10, None, "title", 1, None), (12, 40, 3, "finding", 1, 0), (42, 60, None, "claim", None, 1)]
CUTS = (Passage(14, 16), Passage(20, 22), Passage(50, 52))


def test_each_has_what_its_row_says_and_the_cuts_inside():
    assert list(ParagraphRows(ROWS, CUTS)) == [
        Paragraph(0, 10, None, Role.TITLE, 1, None, ()),
        Paragraph(12, 40, 3, Role.FINDING, 1, 0, CUTS[:2]),
        Paragraph(42, 60, None, Role.CLAIM, None, 1, CUTS[2:]),
    ]


def test_by_position_from_either_end_and_in_slices():
    rows = ParagraphRows(ROWS, CUTS)
    made = list(rows)
    assert len(rows) == 3
    assert rows[-1] == made[2]
    assert rows[1:] == made[1:]
    assert rows[::-1] == made[::-1]
    with pytest.raises(IndexError):
        rows[3]


def test_an_unknown_role_is_refused_at_once():
    with pytest.raises(ValueError, match="nope"):
        ParagraphRows([(0, 1, None, "nope", None, None)])


def test_none_at_all():
    assert list(ParagraphRows([])) == []


@given(st.lists(st.integers(1, 9), max_size=20), st.sets(st.integers(0, 200)), st.data())
def test_the_cuts_of_a_paragraph_are_those_that_begin_in_it(lengths, starts, data):
    rows, end = [], 0
    for length in lengths:
        begin = end + data.draw(st.integers(0, 3))
        end = begin + length
        rows.append((begin, end, None, "text", None, None))
    cuts = tuple(Passage(start, start + 1) for start in sorted(starts))
    for paragraph in ParagraphRows(rows, cuts):
        inside = tuple(cut for cut in cuts if paragraph.start <= cut.start < paragraph.end)
        assert paragraph.cuts == inside

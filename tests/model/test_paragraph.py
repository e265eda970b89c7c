"""Tests of ofsted_tui/model/paragraph.py."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.paragraph import Accounting, Paragraph, ParagraphRows, ParagraphTable, Role
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


@st.composite
def tables(draw):
    held, offset = [], draw(st.integers(0, 5))
    for _ in range(draw(st.integers(0, 12))):
        end = offset + draw(st.integers(1, 8))
        held.append(
            Paragraph(
                offset,
                end,
                draw(st.none() | st.integers(1, 5)),
                draw(st.sampled_from([Role.TEXT, Role.HEADING])),
                section=draw(st.none() | st.integers(0, 3)),
            )
        )
        offset = end + draw(st.integers(0, 3))
    return held


spans = st.builds(
    lambda start, length: Passage(start, start + length), st.integers(0, 120), st.integers(1, 30)
)


@settings(deadline=None)
@given(tables(), st.integers(0, 130))
def test_the_paragraph_at_an_offset(held, offset):
    table = ParagraphTable(held)
    assert table.at(offset) == next((one for one in held if one.passage.holds(offset)), None)
    before = [index for index, one in enumerate(held) if one.start <= offset]
    assert table.index_at(offset) == (before[-1] if before else None)
    last = held[before[-1]] if before else None
    assert table.number_at(offset) == (last.number if last else None)
    assert table.section_at(offset) == (last.section if last else None)


@settings(deadline=None)
@given(tables(), spans)
def test_the_paragraphs_that_a_passage_touches(held, passage):
    touched = [index for index, one in enumerate(held) if one.passage.overlaps(passage)]
    assert list(ParagraphTable(held).touching(passage)) == touched


@settings(deadline=None)
@given(tables(), st.integers(1, 6))
def test_the_paragraph_that_bears_a_number(held, number):
    assert ParagraphTable(held).numbered(number) == next((one for one in held if one.number == number), None)


@settings(deadline=None)
@given(tables(), st.lists(st.tuples(st.booleans(), spans), max_size=12), st.integers(0, 130))
def test_accounting_kept_up_to_date_is_as_counting_anew(held, steps, offset):
    tagged = []

    def is_accounted(passage):
        return any(passage.overlaps(one) for one in tagged)

    accounting = Accounting(ParagraphTable(held), tagged)
    for adding, span in steps:
        if adding:
            tagged.append(span)
        elif tagged:
            span = tagged.pop(0)
        accounting.update(span, is_accounted)
    prose = [one for one in held if one.carries_findings]
    open_now = [one for one in prose if not is_accounted(one.passage)]
    assert accounting.total == len(prose)
    assert accounting.accounted == len(prose) - len(open_now)
    assert (accounting.percent == 100) == bool(prose and not open_now)
    here = ParagraphTable(held).index_at(offset)
    here = -1 if here is None else here
    assert accounting.next_open(offset) == next((one for one in open_now if held.index(one) > here), None)
    earlier = [one for one in open_now if held.index(one) < here]
    assert accounting.previous_open(offset) == (earlier[-1] if earlier else None)


def test_it_is_100_per_cent_only_when_nothing_is_open():
    held = [Paragraph(index * 10, index * 10 + 9) for index in range(1000)]
    tagged = [Passage(0, 9_985)]
    accounting = Accounting(ParagraphTable(held), tagged)
    assert (accounting.accounted, accounting.percent) == (999, 99)
    tagged.append(Passage(9_990, 9_991))
    accounting.update(tagged[-1], lambda one: any(one.overlaps(tag) for tag in tagged))
    assert accounting.percent == 100


def test_headings_are_not_counted():
    held = [Paragraph(0, 5, role=Role.HEADING), Paragraph(6, 60)]
    accounting = Accounting(ParagraphTable(held), [])
    assert (accounting.total, accounting.accounted) == (1, 0)
    accounting.update(Passage(0, 5), lambda _one: False)
    assert (accounting.total, accounting.accounted) == (1, 0)
    assert accounting.next_open(0) == held[1]


def test_a_text_without_paragraphs():
    accounting = Accounting(ParagraphTable([]), [])
    assert (accounting.total, accounting.percent) == (0, 0)
    assert accounting.next_open(0) is None
    assert accounting.previous_open(0) is None

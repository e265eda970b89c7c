"""Paragraphs by place, and which of them are accounted for, against walking through all of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.paragraph import Accounting, Paragraph, ParagraphTable, Role
from ofsted_tui.model.passage import Passage


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

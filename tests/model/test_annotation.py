"""The index against a plain list of annotations."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.annotation import Annotation, AnnotationIndex, Direction
from ofsted_tui.model.passage import Passage

AREAS = ("help_protection", "children_in_care", "leaders")


def annotation(identity, start=0, end=10, area="leaders", **more):
    return Annotation(
        id=identity,
        session_id="s",
        document_id="d",
        start=start,
        end=end,
        quote="",
        prefix="",
        suffix="",
        area=area,
        reviewer="Rae",
        created_at="",
        updated_at="",
        **more,
    )


# Spans that lie within, at and across the bounds of buckets (256 characters), and very long ones.
offsets = st.one_of(st.integers(0, 40), st.integers(246, 266), st.integers(0, 9_000))
lengths = st.one_of(st.integers(1, 20), st.integers(1, 6_000))
annotations = st.builds(
    lambda number, start, length, area: annotation(f"id{number}", start, start + length, area),
    st.integers(0, 12),
    offsets,
    lengths,
    st.sampled_from(AREAS),
)
passages = st.builds(lambda start, length: Passage(start, start + length), offsets, lengths)
steps = st.lists(st.one_of(annotations, st.integers(0, 12)), max_size=40)


def in_order(held):
    return sorted(held, key=lambda one: one.reading_order)


@settings(deadline=None)
@given(steps, passages)
def test_it_answers_as_a_plain_list_does(steps, passage):
    index, plain = AnnotationIndex(), {}
    for step in steps:
        if isinstance(step, int):
            assert index.remove(f"id{step}") == plain.pop(f"id{step}", None)
        else:
            index.add(step)
            plain[step.id] = step
    assert list(index) == in_order(plain.values())
    assert len(index) == len(plain)
    assert index.touching(passage) == in_order(one for one in plain.values() if one.passage.overlaps(passage))
    assert index.touches(passage) == any(one.passage.overlaps(passage) for one in plain.values())
    for position, one in enumerate(in_order(plain.values())):
        assert index.position(one) == position
        assert one.id in index
        assert index.get(one.id) == one
        assert index.exact(one.passage, one.area).passage == one.passage


@settings(deadline=None)
@given(st.lists(annotations, unique_by=lambda one: one.id, max_size=20), passages)
def test_made_at_once_it_is_as_made_one_by_one(held, passage):
    at_once, one_by_one = AnnotationIndex(held), AnnotationIndex()
    for one in held:
        one_by_one.add(one)
    assert list(at_once) == list(one_by_one)
    assert at_once.touching(passage) == one_by_one.touching(passage)


def test_passages_that_only_meet_do_not_touch():
    index = AnnotationIndex([annotation("a", 10, 20)])
    assert index.touching(Passage(0, 10)) == []
    assert index.touching(Passage(20, 30)) == []
    assert [one.id for one in index.touching(Passage(19, 20))] == ["a"]
    assert [one.id for one in index.touching(Passage(10, 11))] == ["a"]


def test_an_annotation_over_many_buckets_is_found_once():
    index = AnnotationIndex([annotation("a", 0, 100_000)])
    assert len(index.touching(Passage(0, 100_000))) == 1


def test_exact_asks_for_passage_and_area():
    index = AnnotationIndex([annotation("a", 5, 9, "leaders"), annotation("b", 5, 9, "children_in_care")])
    assert index.exact(Passage(5, 9), "leaders").id == "a"
    assert index.exact(Passage(5, 9), "children_in_care").id == "b"
    assert index.exact(Passage(5, 9), "help_protection") is None
    assert index.exact(Passage(5, 8), "leaders") is None


def test_an_annotation_that_comes_again_takes_the_place_of_the_earlier_one():
    index = AnnotationIndex([annotation("a", 0, 5)])
    index.add(annotation("a", 0, 5, direction=Direction.STRENGTH))
    assert len(index) == 1
    assert index.get("a").direction is Direction.STRENGTH
    assert [one.direction for one in index.touching(Passage(0, 1))] == [Direction.STRENGTH]


def test_what_is_not_there_is_neither_found_nor_removed():
    index = AnnotationIndex()
    assert index.get("a") is None
    assert "a" not in index
    assert index.remove("a") is None

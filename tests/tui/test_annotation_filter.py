"""Which annotations are listed."""

import pytest

from ofsted_tui.model.annotation import Annotation, Direction
from ofsted_tui.tui.widgets.annotation_pane import AnnotationFilter

ONE = Annotation(
    id="1",
    session_id="s",
    document_id="d",
    start=0,
    end=5,
    quote="The STRASSE of change",
    prefix="hidden",
    suffix="hidden",
    area="leaders",
    reviewer="Rae",
    created_at="",
    updated_at="",
    topic="leaders.workforce",
    direction=Direction.STRENGTH,
    note="Ask about Ofsted's letter",
)


@pytest.mark.parametrize(
    ("asked", "lets_through"),
    [
        ({}, True),
        ({"area": "leaders"}, True),
        ({"area": "care_leavers"}, False),
        ({"direction": "strength"}, True),
        ({"direction": "improvement"}, False),
        ({"direction": "none"}, False),
        ({"topic": "leaders.workforce"}, True),
        ({"topic": "leaders"}, False),
        ({"text": "  PACE"}, False),
        ({"text": "straße CHANGE"}, True),
        ({"text": "letter change"}, True),
        ({"text": "letter pace"}, False),
        ({"text": "hidden"}, False),
        ({"text": "[.*"}, False),
        ({"area": "leaders", "direction": "strength", "text": "of"}, True),
        ({"area": "leaders", "direction": "claim", "text": "of"}, False),
    ],
)
def test_each_part_must_hold(asked, lets_through):
    assert AnnotationFilter(**asked).lets_through(ONE) is lets_through
    assert bool(AnnotationFilter(**asked)) is bool(asked)


def test_annotations_without_a_direction():
    plain = Annotation("1", "s", "d", 0, 5, "q", "", "", "leaders", "Rae", "", "")
    assert AnnotationFilter(direction="none").lets_through(plain)
    assert not AnnotationFilter(direction="neutral").lets_through(plain)


def test_only_annotations_against_their_section():
    asked = AnnotationFilter(against_section=True, is_against=lambda one: one.id == "1")
    other = Annotation("2", "s", "d", 0, 5, "q", "", "", "leaders", "Rae", "", "")
    assert asked.lets_through(ONE)
    assert not asked.lets_through(other)
    assert asked


def test_what_knows_the_sections_asks_for_nothing_by_itself():
    idle = AnnotationFilter(is_against=lambda _one: True)
    assert not idle
    assert idle == AnnotationFilter()
    assert idle.lets_through(ONE)

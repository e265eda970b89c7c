"""The cursor's moves: pure, kept within the text, and undone by the opposite move."""

from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, Unit
from ofsted_tui.reading.cursor_moves import (
    UnitRuler,
    chosen,
    dropped,
    extended,
    held,
    moved,
    placed,
    released,
    stretched,
    with_unit,
)

TEXT = "One is here. Two is there. Three is away.\n\nFour, cafe\u0301 👍🏽."
RULER = UnitRuler(TEXT)
FIRST, SECOND, THIRD, FOURTH = Passage(0, 12), Passage(13, 26), Passage(27, 41), Passage(43, len(TEXT))
CURSORS = st.builds(
    lambda offset, unit, steps: extended(placed(Cursor(FIRST, None, unit), RULER, offset), RULER, steps),
    st.integers(0, len(TEXT)),
    st.sampled_from(list(Unit)),
    st.integers(-3, 3),
)


def at(passage: Passage, anchor: Passage | None = None, is_held: bool = False) -> Cursor:
    return Cursor(passage, anchor, Unit.SENTENCE, is_held)


def test_moving_replaces_the_passage() -> None:
    assert moved(at(FIRST), RULER, 2) == at(THIRD)
    assert moved(at(THIRD), RULER, -1).passage == SECOND
    assert moved(at(FIRST), RULER, 0) == at(FIRST)


def test_at_the_ends_the_cursor_stays() -> None:
    assert moved(at(FIRST), RULER, -1) == at(FIRST)
    assert moved(at(SECOND), RULER, 99) == at(FOURTH)


def test_moving_with_a_held_anchor_extends() -> None:
    assert moved(at(FIRST, FIRST, True), RULER, 1) == at(SECOND, FIRST, True)


def test_moving_after_extending_goes_on_from_the_edge_of_the_passage() -> None:
    assert moved(at(SECOND, FIRST), RULER, 1) == at(THIRD)
    assert moved(at(SECOND, THIRD), RULER, 1) == at(FOURTH)
    assert moved(at(THIRD, SECOND), RULER, -1) == at(FIRST)


def test_moving_on_from_a_passage_at_the_end_leaves_its_head() -> None:
    assert moved(at(FOURTH, FIRST), RULER, 1) == at(FOURTH)


def test_extending_anchors_at_the_head_and_goes_both_ways() -> None:
    down = extended(at(SECOND), RULER, 1)
    assert (down.anchor, down.passage) == (SECOND, Passage(13, 41))
    assert extended(down, RULER, -1).passage == SECOND
    assert extended(down, RULER, -2).passage == Passage(0, 26)


def test_holding_anchors_and_holding_again_lets_go() -> None:
    once = held(at(SECOND))
    assert once == at(SECOND, SECOND, True)
    assert held(moved(once, RULER, 1)) == at(THIRD, SECOND)


def test_releasing_keeps_the_passage() -> None:
    assert released(at(THIRD, FIRST, True)) == at(THIRD, FIRST)


def test_dropping_leaves_the_unit_at_the_head() -> None:
    assert dropped(at(THIRD, FIRST), RULER) == at(THIRD)
    assert dropped(chosen(Passage(15, 30), Unit.SENTENCE), RULER) == at(SECOND)


def test_another_unit_starts_from_the_head() -> None:
    word = with_unit(at(SECOND), RULER, Unit.WORD)
    assert word == Cursor(Passage(13, 16), None, Unit.WORD)
    assert with_unit(word, RULER, Unit.PARAGRAPH).passage == Passage(0, 41)
    assert with_unit(at(SECOND, FIRST), RULER, Unit.WORD).passage == Passage(0, 16)


def test_placing_drops_the_anchor() -> None:
    assert placed(at(FIRST, THIRD), RULER, 44) == at(FOURTH)


def test_a_chosen_passage_is_taken_as_it_is() -> None:
    cursor = chosen(Passage(5, 7), Unit.WORD)
    assert (cursor.passage, cursor.anchor, cursor.unit) == (Passage(5, 7), None, Unit.WORD)


def test_stretching_goes_by_characters_as_a_reader_counts_them() -> None:
    cafe = TEXT.index("cafe")
    word = chosen(Passage(cafe, cafe + 5), Unit.WORD)
    assert stretched(word, TEXT, end_step=-1).passage == Passage(cafe, cafe + 3)
    assert stretched(word, TEXT, end_step=2).passage == Passage(cafe, cafe + 8)
    assert stretched(word, TEXT, start_step=-1, end_step=1).passage == Passage(cafe - 1, cafe + 6)


def test_stretching_never_empties_the_passage() -> None:
    cafe = TEXT.index("cafe")
    word = chosen(Passage(cafe, cafe + 5), Unit.WORD)
    assert stretched(word, TEXT, start_step=99).passage == Passage(cafe + 3, cafe + 5)
    assert stretched(word, TEXT, end_step=-99).passage == Passage(cafe, cafe + 1)
    assert stretched(word, TEXT, 99, -99).passage == Passage(cafe + 3, cafe + 5)
    assert stretched(word, TEXT, -99, 99).passage == Passage(0, len(TEXT))


def test_stretching_takes_the_anchored_passage() -> None:
    assert stretched(at(SECOND, FIRST), TEXT, end_step=1) == at(Passage(0, 27))


def test_without_text_nothing_moves() -> None:
    ruler, nowhere = UnitRuler(""), at(Passage(0, 0))
    assert moved(nowhere, ruler, 1) == moved(nowhere, ruler, -1) == nowhere
    assert dropped(nowhere, ruler) == placed(nowhere, ruler, 5) == nowhere
    assert stretched(nowhere, "", -1, 1) == nowhere


@given(CURSORS, st.integers(-5, 5), st.integers(-5, 5))
def test_every_move_keeps_a_passage_within_the_text(cursor: Cursor, one: int, other: int) -> None:
    for result in (
        moved(cursor, RULER, one),
        extended(cursor, RULER, one),
        dropped(cursor, RULER),
        stretched(cursor, TEXT, one, other),
    ):
        assert 0 <= result.passage.start < result.passage.end <= len(TEXT)
        assert result.unit is cursor.unit


@given(CURSORS, st.integers(1, 5))
def test_steps_add_up_while_the_anchor_is_held(cursor: Cursor, steps: int) -> None:
    cursor = cursor if cursor.held else held(cursor)
    one_by_one = cursor
    for _ in range(steps):
        one_by_one = moved(one_by_one, RULER, 1)
    assert moved(cursor, RULER, steps) == one_by_one

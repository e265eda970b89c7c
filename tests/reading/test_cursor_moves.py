"""The cursor and its units: found by place, kept within the text, undone by the opposite move."""

import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.paragraph import Paragraph, ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, Unit
from ofsted_tui.reading.cursor_moves import (
    KnownParagraphs,
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
from ofsted_tui.reading.segmentation import grapheme_end, grapheme_start, word_after

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


FAMILY = "👩\u200d👩\u200d👧"
GRAPHEMES = ["\u0301", FAMILY, "👍🏽", "🇬🇧", "児", "か\u3099", "\u200d"]
PIECES = [*GRAPHEMES, "a", "The", "n't", "4.5", ".", ",", "-", "—", "•", "’"]
SPACES = [" ", "\n", "\n\n", "\t", "\xa0"]
NUMBERS = ["12. ", "Dr. ", "ends. Then "]
TEXTS = st.lists(st.sampled_from(PIECES + SPACES * 2 + NUMBERS), max_size=30).map("".join)
UNITS = st.sampled_from(list(Unit))


def words(text: str) -> list[str]:
    return [text[place.start : place.end] for place in every_unit(text, Unit.WORD)]


def every_unit(text: str, unit: Unit) -> list[Passage]:
    ruler, found = UnitRuler(text), []
    place = ruler.next(Passage(0, 0), unit)
    while place is not None:
        found.append(place)
        place = ruler.next(place, unit)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The children's well-being, (N/A): 4.5%!", ["The", "children's", "well-being", "N/A", "4.5%"]),
        ("- one • two ◼ three \uf06e four — five", ["one", "two", "three", "four", "five"]),
        ("“Outstanding,” they said—twice…", ["Outstanding", "they", "said", "twice"]),
        ("12. £5 & R&D at a.b@c.uk <https://x/>.", ["12", "£5", "&", "R&D", "at", "a.b@c.uk", "https://x"]),
        ("**bold** _thin_ ## Head", ["bold", "thin", "Head"]),
        ("cafe\u0301 हिन्दी, naïve", ["cafe\u0301", "हिन्दी", "naïve"]),
        (f"so {FAMILY}, 👍🏽!", ["so", FAMILY, "👍🏽"]),
        ("児童 は safe.", ["児", "童", "は", "safe"]),
        ("... - !", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_at_a_lone_run_of_punctuation_gives_the_run() -> None:
    ruler = UnitRuler("one -- two, three")
    assert ruler.at(5, Unit.WORD) == Passage(4, 6)
    assert ruler.at(3, Unit.WORD) == Passage(4, 6)
    assert ruler.at(10, Unit.WORD) == Passage(7, 10)
    assert ruler.at(99, Unit.WORD) == Passage(12, 17)


@pytest.mark.parametrize("text", ["", " ", "\n\n \t"])
@pytest.mark.parametrize("unit", list(Unit))
def test_without_text_there_is_an_empty_passage_and_no_way_on(text: str, unit: Unit) -> None:
    ruler = UnitRuler(text)
    assert ruler.at(0, unit) == ruler.at(len(text), unit) == Passage(0, 0)
    assert ruler.next(Passage(0, 0), unit) is None
    assert ruler.previous(Passage(0, 0), unit) is None


def test_a_sentence_inside_which_one_stands_is_not_the_previous_one() -> None:
    text = "1. One is here. Two is there.\n2. Three is away."
    ruler = UnitRuler(text)
    first, second, third = every_unit(text, Unit.SENTENCE)
    assert text[first.start : first.end] == "One is here."
    assert ruler.previous(Passage(second.start + 4, second.start + 6), Unit.SENTENCE) == first
    assert ruler.previous(Passage(third.start - 2, third.end), Unit.SENTENCE) == second
    assert ruler.previous(Passage(third.start, third.end), Unit.SENTENCE) == second
    assert ruler.previous(first, Unit.SENTENCE) is None
    assert ruler.next(third, Unit.SENTENCE) is None
    assert ruler.next(Passage(0, 5), Unit.SENTENCE) == second


@given(TEXTS, UNITS)
def test_units_are_in_order_without_white_space_around(text: str, unit: Unit) -> None:
    end = 0
    for found in every_unit(text, unit):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == text[found.start : found.end].strip()
        end = found.end


@given(TEXTS, UNITS, st.data())
def test_next_and_previous_are_what_the_whole_scan_says(text: str, unit: Unit, data: st.DataObject) -> None:
    every = every_unit(text, unit)
    start = data.draw(st.integers(0, len(text)))
    passage = Passage(start, data.draw(st.integers(start, len(text))))
    ruler = UnitRuler(text)
    after = next((found for found in every if found.start >= passage.end), None)
    before = [found for found in every if found.end <= passage.start]
    assert ruler.next(passage, unit) == after
    assert ruler.previous(passage, unit) == (before[-1] if before else None)


@given(TEXTS, UNITS)
def test_previous_undoes_next(text: str, unit: Unit) -> None:
    ruler, every = UnitRuler(text), every_unit(text, unit)
    for first, second in pairwise(every):
        assert ruler.previous(second, unit) == first


@given(TEXTS, UNITS)
def test_at_any_place_of_a_unit_gives_it(text: str, unit: Unit) -> None:
    for found in every_unit(text, unit):
        fresh = UnitRuler(text)
        assert {fresh.at(offset, unit) for offset in range(found.start, found.end)} == {found}


@given(TEXTS, UNITS)
def test_what_was_asked_before_changes_no_answer(text: str, unit: Unit) -> None:
    ruler = UnitRuler(text)
    for offset in range(len(text) + 1):
        assert ruler.at(offset, unit) == UnitRuler(text).at(offset, unit)


@given(TEXTS, UNITS, st.integers(-5, 80))
def test_at_is_within_the_text_and_never_empty(text: str, unit: Unit, offset: int) -> None:
    found = UnitRuler(text).at(offset, unit)
    assert 0 <= found.start <= found.end <= len(text)
    assert bool(text.strip()) == (len(found) > 0)


@given(TEXTS)
def test_no_word_splits_what_a_reader_takes_for_one_character(text: str) -> None:
    for found in every_unit(text, Unit.WORD):
        following = text[found.end : found.end + 1]
        assert not (following and unicodedata.combining(following))
        assert following != "\u200d"
        assert grapheme_start(text, found.start) == found.start


@given(st.text(alphabet="ab'.,- \n", max_size=60))
def test_words_of_plain_text_as_a_plain_rule_has_them(text: str) -> None:
    stripped = [token.strip("'.,-") for token in re.split(r"\s+", text)]
    assert words(text) == [token for token in stripped if token]


@given(TEXTS)
def test_graphemes_tile_the_text(text: str) -> None:
    place = 0
    while place < len(text):
        end = grapheme_end(text, place)
        assert {grapheme_start(text, offset) for offset in range(place, end)} == {place}
        place = end


def test_flags_are_pairs() -> None:
    text = "🇬🇧🇫🇷"
    assert [grapheme_start(text, offset) for offset in range(5)] == [0, 0, 2, 2, 4]


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("end", ["\n", " "])
def test_a_step_in_a_huge_text_costs_no_more_than_in_a_small_one(unit: Unit, end: str) -> None:
    text = f"Children are safe in care and live well. They go to school.{end}" * 100_000
    ruler = UnitRuler(text)
    place = ruler.at(len(text) // 2, unit)
    started = time.perf_counter()
    for _ in range(200):
        place = ruler.next(place, unit) or place
        place = ruler.previous(place, unit) or place
    assert time.perf_counter() - started < 1.0


def test_word_after_goes_round_a_word_already_begun() -> None:
    assert word_after("children live", 3) == Passage(9, 13)


CUT_TEXT = "One is cut\n\nin two. It goes on.\n\nTwo is whole."
CUT = Paragraph(0, 31, cuts=(Passage(10, 12),))
WHOLE = Paragraph(33, 46)
TABLE = ParagraphTable([CUT, WHOLE])


def test_at_a_place_between_and_beyond():
    known = KnownParagraphs(CUT_TEXT, TABLE)
    assert [known.at(offset) for offset in (0, 11, 30)] == [CUT.passage] * 3
    assert [known.at(offset) for offset in (31, 32, 40, 46, 99)] == [WHOLE.passage] * 5


def test_after_and_before():
    known = KnownParagraphs(CUT_TEXT, TABLE)
    assert (known.after(0), known.after(1), known.after(34)) == (CUT.passage, WHOLE.passage, None)
    assert (known.before(46), known.before(40), known.before(5)) == (WHOLE.passage, CUT.passage, None)


def test_units_go_over_a_cut():
    ruler = UnitRuler(CUT_TEXT, TABLE)
    first = ruler.at(0, Unit.SENTENCE)
    assert CUT_TEXT[first.start : first.end] == "One is cut\n\nin two."
    second = ruler.next(first, Unit.SENTENCE)
    assert CUT_TEXT[second.start : second.end] == "It goes on."
    assert ruler.previous(second, Unit.SENTENCE) == first
    assert ruler.at(20, Unit.PARAGRAPH) == CUT.passage
    assert ruler.next(CUT.passage, Unit.PARAGRAPH) == WHOLE.passage
    assert CUT_TEXT[slice(*_span(ruler.at(12, Unit.WORD)))] == "in"


def _span(passage):
    return passage.start, passage.end


def test_without_known_paragraphs_the_lines_count():
    ruler = UnitRuler("One.\nTwo.", ParagraphTable([]))
    assert ruler.at(0, Unit.PARAGRAPH) == Passage(0, 4)

"""Words, sentences and paragraphs: found by place, stepped through without a loss."""

import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Unit
from ofsted_tui.reading.cursor_moves import UnitRuler
from ofsted_tui.reading.segmentation import grapheme_end, grapheme_start, word_after

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

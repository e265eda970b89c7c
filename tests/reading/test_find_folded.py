"""The plain letters of a query: none of what a pattern that ignores case finds is lost among them."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.reading.find import PlainLetters, plain_letters


def made(*words: str) -> PlainLetters:
    letters = plain_letters(words)
    assert letters is not None
    return letters


def test_the_longest_run_is_chosen_and_told_how_far_it_may_be() -> None:
    letters = made("the", "children’s", "plan")
    assert letters.letters == b"children"
    assert not letters.is_whole
    assert letters.reach == len("the") + 1_000 + len("children’s")


@pytest.mark.parametrize("word", ["Care", "e", "s.47", "2018/19"])
def test_a_word_of_plain_letters_is_the_whole_query(word: str) -> None:
    letters = made(word)
    assert letters.is_whole
    assert letters.letters == word.lower().encode()
    assert letters.reach == len(word)


@pytest.mark.parametrize("word", ["children's", "well-being", "why?", "café", '"good"', "´good"])
def test_a_word_with_letters_of_several_forms_is_not_whole(word: str) -> None:
    assert not made(word).is_whole


@pytest.mark.parametrize("words", [["a", "b"], ["it’s"], ["日本"], ["-"], ["in", "it’s", "to"]])
def test_too_few_letters_are_none(words: list[str]) -> None:
    assert plain_letters(words) is None


def test_words_far_from_the_beginning_are_not_chosen() -> None:
    assert plain_letters(["a", "b", "c", "d", "inadequate"]) is None


@given(st.text(max_size=40))
def test_folding_keeps_every_place(text: str) -> None:
    folded = made("n").fold(text)
    assert folded is not None
    assert len(folded) == len(text)
    assert all(byte == ord(one.lower()) for byte, one in zip(folded, text, strict=True) if one.isascii())
    assert all(byte == ord("?") for byte, one in zip(folded, text, strict=True) if not one.isascii())


def test_lone_surrogates_fold_as_one_character() -> None:
    assert made("n").fold("a\ud800\udfffB") == b"a??b"


def test_whatever_a_pattern_takes_for_a_letter_folds_to_it_or_is_known_as_its_look_alike() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    alikes = "".join(re.findall("[!-~]", every, re.IGNORECASE))
    assert len(alikes) > 94
    for letter in map(chr, range(33, 127)):
        letters = plain_letters([letter])
        for alike in re.findall(re.escape(letter), alikes, re.IGNORECASE) if letters else ():
            assert letters.fold(alike) == letter.lower().encode() or alike in letters.look_alikes, letter


def test_a_text_with_a_look_alike_is_not_folded() -> None:
    assert made("risk").fold("ri\N{LATIN SMALL LETTER LONG S}k") is None
    assert made("plan").fold("ri\N{LATIN SMALL LETTER LONG S}k") == b"ri?k"


@given(st.text(alphabet="ab", max_size=12), st.text(alphabet="ab", min_size=1, max_size=4))
def test_places_are_counted_as_a_pattern_counts_them(text: str, word: str) -> None:
    letters = made(word)
    hits = list(re.finditer(word, text))
    count, free = letters.count(text.encode())
    assert count == len(hits)
    assert free == (hits[-1].end() if hits and letters.may_overlap else 0)


@pytest.mark.parametrize(
    ("word", "may"), [("a", False), ("aa", True), ("that", True), ("area", True), ("care", False)]
)
def test_whether_a_word_may_begin_within_itself(word: str, may: bool) -> None:
    assert made(word).may_overlap is may

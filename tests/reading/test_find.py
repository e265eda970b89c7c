"""Finding: as a reader reads, and the same from every window and wherever a piece ends."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading import find
from ofsted_tui.reading.find import (
    HitCount,
    PlainLetters,
    Result,
    SlicedFind,
    Steps,
    find_pattern,
    hits_between,
    plain_letters,
    query_words,
)

TEXTS = st.text(alphabet="aAb' ’-–\n.", max_size=60)
QUERIES = st.text(alphabet="ab'- .", max_size=6)


def pattern_of(query: str) -> re.Pattern[str]:
    pattern = find_pattern(query)
    assert pattern is not None
    return pattern


def first_hit(pattern: re.Pattern[str], text: str, offset: int = 0) -> Passage | None:
    found = pattern.search(text, offset)
    return Passage(*found.span()) if found else None


def every_start(pattern: re.Pattern[str], text: str) -> list[Passage]:
    found = (pattern.match(text, start) for start in range(len(text)))
    return [Passage(*hit.span()) for hit in found if hit]


@pytest.mark.parametrize("query", ["", " ", "\n\t"])
def test_no_words_no_pattern(query: str) -> None:
    assert find_pattern(query) is None


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("health histories", "Health  Histories"),
        (" health histories ", "health\n\nhistories"),
        ("health histories", "health\xa0histories"),
        ("children's", "CHILDREN’S"),
        ("‘going home’", "'going home'"),
        ('"good"', "“good”"),
        ("well-being", "well–being"),
        ("2018–2026", "2018-2026"),
        ("a.b(c)[d]*\\s+", "a.b(c)[d]*\\s+"),
    ],
)
def test_finds_as_a_reader_reads(query: str, text: str) -> None:
    assert first_hit(pattern_of(query), f"({text})") == Passage(1, len(text) + 1)


@pytest.mark.parametrize(("query", "text"), [("a.b", "axb"), ("a b", "ab"), ("ab", "a b"), ("o'c", "oc")])
def test_finds_nothing_else(query: str, text: str) -> None:
    assert first_hit(pattern_of(query), text) is None


def test_what_exceeds_the_limit_is_not_looked_for() -> None:
    assert query_words(" in\ncare ") == ["in", "care"]
    assert query_words("a" * 1_001) == ["a" * 1_000]
    assert first_hit(pattern_of("a" * 1_001), "a" * 1_000) == Passage(0, 1_000)


def test_only_hits_that_touch_are_between() -> None:
    assert hits_between(pattern_of("ab"), "ab ab ab", 2, 6, longest=2) == [Passage(3, 5)]
    assert hits_between(pattern_of("ab"), "ab ab ab", 1, 7, longest=2) == [
        Passage(0, 2),
        Passage(3, 5),
        Passage(6, 8),
    ]


@given(TEXTS, QUERIES, st.integers(0, 70))
def test_the_next_hit_is_the_first_of_all_from_there(text: str, query: str, offset: int) -> None:
    pattern = find_pattern(query)
    if pattern is None:
        return
    after = [hit for hit in every_start(pattern, text) if hit.start >= offset]
    assert first_hit(pattern, text, offset) == (after[0] if after else None)


@given(TEXTS, st.sampled_from(["ab", "a b", "a'", "b-a"]), st.integers(0, 60), st.integers(0, 60))
def test_hits_between_are_those_that_touch(text: str, query: str, start: int, end: int) -> None:
    pattern = pattern_of(query)
    touching = [hit for hit in every_start(pattern, text) if hit.start < end and start < hit.end]
    assert hits_between(pattern, text, start, end, longest=len(text)) == touching


def letters_of(*words: str) -> PlainLetters:
    letters = plain_letters(words)
    assert letters is not None
    return letters


def test_the_longest_run_is_chosen_and_told_how_far_it_may_be() -> None:
    letters = letters_of("the", "children’s", "plan")
    assert letters.letters == b"children"
    assert not letters.is_whole
    assert letters.reach == len("the") + 1_000 + len("children’s")


@pytest.mark.parametrize("word", ["Care", "e", "s.47", "2018/19"])
def test_a_word_of_plain_letters_is_the_whole_query(word: str) -> None:
    letters = letters_of(word)
    assert letters.is_whole
    assert letters.letters == word.lower().encode()
    assert letters.reach == len(word)


@pytest.mark.parametrize("word", ["children's", "well-being", "why?", "café", '"good"', "´good"])
def test_a_word_with_letters_of_several_forms_is_not_whole(word: str) -> None:
    assert not letters_of(word).is_whole


@pytest.mark.parametrize("words", [["a", "b"], ["it’s"], ["日本"], ["-"], ["in", "it’s", "to"]])
def test_too_few_letters_are_none(words: list[str]) -> None:
    assert plain_letters(words) is None


def test_words_far_from_the_beginning_are_not_chosen() -> None:
    assert plain_letters(["a", "b", "c", "d", "inadequate"]) is None


@given(st.text(max_size=40))
def test_folding_keeps_every_place(text: str) -> None:
    folded = letters_of("n").fold(text)
    assert folded is not None
    assert len(folded) == len(text)
    assert all(byte == ord(one.lower()) for byte, one in zip(folded, text, strict=True) if one.isascii())
    assert all(byte == ord("?") for byte, one in zip(folded, text, strict=True) if not one.isascii())


def test_lone_surrogates_fold_as_one_character() -> None:
    assert letters_of("n").fold("a\ud800\udfffB") == b"a??b"


def test_whatever_a_pattern_takes_for_a_letter_folds_to_it_or_is_known_as_its_look_alike() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    alikes = "".join(re.findall("[!-~]", every, re.IGNORECASE))
    assert len(alikes) > 94
    for letter in map(chr, range(33, 127)):
        letters = plain_letters([letter])
        for alike in re.findall(re.escape(letter), alikes, re.IGNORECASE) if letters else ():
            assert letters.fold(alike) == letter.lower().encode() or alike in letters.look_alikes, letter


def test_a_text_with_a_look_alike_is_not_folded() -> None:
    assert letters_of("risk").fold("ri\N{LATIN SMALL LETTER LONG S}k") is None
    assert letters_of("plan").fold("ri\N{LATIN SMALL LETTER LONG S}k") == b"ri?k"


@given(st.text(alphabet="ab", max_size=12), st.text(alphabet="ab", min_size=1, max_size=4))
def test_places_are_counted_as_a_pattern_counts_them(text: str, word: str) -> None:
    letters = letters_of(word)
    hits = list(re.finditer(word, text))
    count, free = letters.count(text.encode())
    assert count == len(hits)
    assert free == (hits[-1].end() if hits and letters.may_overlap else 0)


@pytest.mark.parametrize(
    ("word", "may"), [("a", False), ("aa", True), ("that", True), ("area", True), ("care", False)]
)
def test_whether_a_word_may_begin_within_itself(word: str, may: bool) -> None:
    assert letters_of(word).may_overlap is may


SLICED_TEXTS = st.text(alphabet="aAb' ’-–\nſSé.", max_size=60)
SLICED_QUERIES = st.text(alphabet="ab'- .sé", max_size=7)


def done(steps: Steps[Result]) -> Result:
    return stepped(steps)[0]


def stepped(steps: Steps[Result]) -> tuple[Result, list[int]]:
    """Return what the steps return, and what they yield."""
    yielded = []
    while True:
        try:
            yielded.append(next(steps))
        except StopIteration as end:
            return end.value, yielded


def every_start_of(query: str, text: str) -> list[Passage]:
    pattern = find_pattern(query)
    assert pattern is not None
    found = (pattern.match(text, start) for start in range(len(text)))
    return [Passage(*hit.span()) for hit in found if hit]


def in_turn(query: str, text: str) -> list[Passage]:
    pattern = find_pattern(query)
    assert pattern is not None
    return [Passage(*hit.span()) for hit in pattern.finditer(text)]


def test_a_query_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="without a word"):
        SlicedFind("text", " \n")


def test_next_goes_on_round_the_end() -> None:
    finder = SlicedFind("in care, in CARE", "in  care")
    assert done(finder.next(0)) == Passage(0, 7)
    assert done(finder.next(1)) == Passage(9, 16)
    assert done(finder.next(10)) == Passage(0, 7)
    assert done(finder.next(99)) == Passage(0, 7)
    assert done(SlicedFind("in care", "zebra").next(3)) is None


def test_a_hit_that_the_search_begins_within_is_found_in_the_end() -> None:
    assert done(SlicedFind("one. The two", "one. the").next(5)) == Passage(0, 8)


def test_previous_goes_on_round_the_beginning() -> None:
    finder = SlicedFind("in care, in CARE", "in  care")
    assert done(finder.previous(10)) == Passage(9, 16)
    assert done(finder.previous(9)) == Passage(0, 7)
    assert done(finder.previous(0)) == Passage(9, 16)
    assert done(SlicedFind("in care", "zebra").previous(3)) is None


def test_hits_may_overlap_one_by_one_but_are_counted_apart() -> None:
    finder = SlicedFind("aaaa", "aa")
    assert done(finder.next(1)) == Passage(1, 3)
    assert done(finder.previous(4)) == Passage(2, 4)
    assert done(finder.count(4)) == HitCount(2, 2)
    assert done(finder.count(1)) == HitCount(1, 2)
    assert done(SlicedFind("a a a", "a a").previous(5)) == Passage(2, 5)
    assert done(SlicedFind("a a a a", "a a").count(7)) == HitCount(2, 2)


def pieces_of(patch: pytest.MonkeyPatch, size: int) -> None:
    """Make all pieces so short."""
    for name in ("_PIECE", "_PIECE_OF_HEADS", "_SMALLEST_PIECE", "_BACK_PIECE", "_HITS"):
        patch.setattr(find, name, size)


@settings(max_examples=200)
@given(SLICED_TEXTS, SLICED_QUERIES, st.integers(0, 70), st.integers(1, 5))
def test_no_hit_depends_on_where_a_piece_ends(text: str, query: str, offset: int, size: int) -> None:
    if not query.split():
        return
    every, apart = every_start_of(query, text), in_turn(query, text)
    after = [hit for hit in every if hit.start >= offset]
    before = [hit for hit in every if hit.start < offset]
    with pytest.MonkeyPatch.context() as patch:
        pieces_of(patch, size)
        finder = SlicedFind(text, query)
        assert done(finder.next(offset)) == next(iter(after + before), None)
        assert done(finder.previous(offset)) == next(iter(before[::-1] + after[::-1]), None)
        assert done(finder.count(offset)) == HitCount(sum(hit.start < offset for hit in apart), len(apart))


@settings(max_examples=200)
@given(
    st.text(alphabet="aé ", max_size=40),
    st.sampled_from(["aa", "aaa", "a a", "a a a", "éé", "é éé é"]),
    st.integers(0, 45),
    st.integers(1, 6),
)
def test_hits_within_hits_are_told_apart_in_all_pieces(text: str, query: str, offset: int, size: int) -> None:
    every, apart = every_start_of(query, text), in_turn(query, text)
    before = [hit for hit in every if hit.start < offset]
    with pytest.MonkeyPatch.context() as patch:
        pieces_of(patch, size)
        finder = SlicedFind(text, query)
        assert done(finder.count(offset)) == HitCount(sum(hit.start < offset for hit in apart), len(apart))
        assert done(finder.previous(offset)) == (before[-1] if before else every[-1] if every else None)


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["In", "the", "care", "of", "zebras", "ca", "re"]), max_size=30),
    st.sampled_from(["in the care", "the care of the", "zebras", "care of", "in the care of zebras of"]),
    st.sampled_from([" ", "  ", "\n", "’"]),
    st.integers(1, 9),
)
def test_words_are_found_across_pieces(parts: list[str], query: str, gap: str, size: int) -> None:
    text = gap.join(parts)
    apart = in_turn(query, text)
    with pytest.MonkeyPatch.context() as patch:
        pieces_of(patch, size)
        finder = SlicedFind(text, query)
        assert done(finder.count(len(text))) == HitCount(len(apart), len(apart))
        assert done(finder.next(0)) == next(iter(apart), None)
        assert done(finder.previous(len(text))) == next(iter(every_start_of(query, text)[::-1]), None)


@pytest.mark.parametrize(
    "query", ["health", "health histories", "health–care", "health histories are known to"]
)
def test_a_hit_across_the_border_of_two_pieces_is_found(query: str) -> None:
    written = query.upper().replace(" ", "\n" * 900)
    for at in (65_530, 65_535, 65_536, 65_537):
        text = "." * at + written + "." * 70_000
        hit = Passage(at, at + len(written))
        finder = SlicedFind(text, query)
        assert done(finder.next(0)) == hit
        assert done(finder.previous(len(text))) == hit
        assert done(finder.count(at)) == HitCount(0, 1)
        assert done(finder.count(at + 1)) == HitCount(1, 1)


def test_letters_that_only_look_alike_are_found_as_before() -> None:
    text = "x" * 70_000 + "riſ\N{KELVIN SIGN}" + "x" * 70_000 + "RISK"
    finder = SlicedFind(text, "risk")
    assert done(finder.next(0)) == Passage(70_000, 70_004)
    assert done(finder.previous(140_000)) == Passage(70_000, 70_004)
    assert done(finder.count(len(text))) == HitCount(2, 2)


def test_a_near_hit_in_a_huge_text_takes_no_step() -> None:
    finder = SlicedFind("Children are safe in care. " * 100_000, "in  Care")
    for offset in range(1_000_000, 1_000_020):
        for steps in (finder.next(offset), finder.previous(offset)):
            hit, yielded = stepped(steps)
            assert hit is not None
            assert abs(hit.start - offset) <= 27
            assert yielded == []


def test_steps_tell_how_much_is_done() -> None:
    text = "." * 300_000
    finder = SlicedFind(text, "zebra")
    for steps in (finder.next(100_000), finder.previous(100_000), finder.count(100_000)):
        yielded = stepped(steps)[1]
        assert yielded == sorted(yielded)
        assert len(yielded) > 4
        assert yielded[-1] == len(text)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a", "a" * 999 + "b"),
        ("a", "a" * 1_000),
        (" ", "a b"),
        ("a ", "a " * 49 + "b"),
        ("a" + " " * 999, "a a a a b"),
        ("–", "-" * 30 + "'"),
        ("–", "-- --"),
        ("\N{KELVIN SIGN}", "k" * 50 + "b"),
    ],
)
def test_a_hostile_text_is_looked_through_in_steps(text: str, query: str) -> None:
    whole = text * (400_000 // len(text))
    finder = SlicedFind(whole, query)
    hit, yielded = stepped(finder.next(1))
    there = query.split()[0] == "a" * 1_000
    assert hit == (Passage(1, 1_001) if there else None)
    assert done(finder.previous(len(whole) - 1)) == (Passage(399_000, 400_000) if there else None)
    assert len(yielded) == 0 if there else 6 <= len(yielded) <= 400


def test_hits_everywhere_are_counted_in_many_steps() -> None:
    count, yielded = stepped(SlicedFind("a - " * 50_000, "a -").count(0))
    assert count == HitCount(0, 50_000)
    assert len(yielded) >= 50

"""Finding: as a reader reads, forwards and backwards, and the same from every window."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading import find
from ofsted_tui.reading.find import count_hits, find_pattern, hits_between, next_hit, previous_hit

TEXTS = st.text(alphabet="aAb' ’-–\n.", max_size=60)
QUERIES = st.text(alphabet="ab'- .", max_size=6)


def made(query: str) -> re.Pattern[str]:
    pattern = find_pattern(query)
    assert pattern is not None
    return pattern


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
    assert next_hit(made(query), f"({text})", 0) == Passage(1, len(text) + 1)


@pytest.mark.parametrize(("query", "text"), [("a.b", "axb"), ("a b", "ab"), ("ab", "a b"), ("o'c", "oc")])
def test_finds_nothing_else(query: str, text: str) -> None:
    assert next_hit(made(query), text, 0) is None
    assert previous_hit(made(query), text, len(text)) is None


def test_next_starts_at_or_after_and_previous_before() -> None:
    pattern, text = made("in care"), "in care, in care"
    assert next_hit(pattern, text, 0) == Passage(0, 7)
    assert next_hit(pattern, text, 1) == Passage(9, 16)
    assert next_hit(pattern, text, 10) is None
    assert previous_hit(pattern, text, 10) == Passage(9, 16)
    assert previous_hit(pattern, text, 9) == Passage(0, 7)
    assert previous_hit(pattern, text, 0) is None


def test_hits_may_overlap_going_back_but_only_those_that_touch_are_between() -> None:
    assert previous_hit(made("aa"), "aaa", 3) == Passage(1, 3)
    assert hits_between(made("ab"), "ab ab ab", 2, 6, longest=2) == [Passage(3, 5)]
    assert hits_between(made("ab"), "ab ab ab", 1, 7, longest=2) == [
        Passage(0, 2),
        Passage(3, 5),
        Passage(6, 8),
    ]


@given(TEXTS, QUERIES, st.integers(0, 70), st.integers(1, 5))
def test_windows_hide_nothing(text: str, query: str, offset: int, window: int) -> None:
    pattern = find_pattern(query)
    if pattern is None:
        return
    every = every_start(pattern, text)
    before = [hit for hit in every if hit.start < offset]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "_WINDOW", window)
        assert previous_hit(pattern, text, offset) == (before[-1] if before else None)
    assert next_hit(pattern, text, offset) == next((hit for hit in every if hit.start >= offset), None)


@given(TEXTS, st.sampled_from(["ab", "a b", "a'", "b-a"]), st.integers(0, 60), st.integers(0, 60))
def test_hits_between_are_those_that_touch(text: str, query: str, start: int, end: int) -> None:
    pattern = made(query)
    every = every_start(pattern, text)
    touching = [hit for hit in every if hit.start < end and start < hit.end]
    assert hits_between(pattern, text, start, end, longest=len(text)) == touching
    inside = [hit for hit in every if start <= hit.start < end]
    assert count_hits(pattern, text, start, end) == len(inside)


def test_a_hit_longer_than_a_window_is_found_backwards() -> None:
    text = "x" * 9_000 + "health" + "\n" * 900 + "histories" + "x" * 9_000
    assert previous_hit(made("health histories"), text, len(text)) == Passage(9_000, 9_915)
    assert count_hits(made("health histories"), text, 0, 9_001) == 1


def test_near_hits_in_a_huge_text_are_found_at_once() -> None:
    text = "Children are safe in care. " * 400_000
    pattern = made("in care")
    started = time.perf_counter()
    for offset in range(5_000_000, 5_000_200):
        next_hit(pattern, text, offset)
        previous_hit(pattern, text, offset)
        hits_between(pattern, text, offset, offset + 4_000, 500)
    assert time.perf_counter() - started < 2.0

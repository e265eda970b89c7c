"""Finding: as a reader reads, and the same from every window."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.find import find_pattern, hits_between, query_words

TEXTS = st.text(alphabet="aAb' ’-–\n.", max_size=60)
QUERIES = st.text(alphabet="ab'- .", max_size=6)


def made(query: str) -> re.Pattern[str]:
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
    assert first_hit(made(query), f"({text})") == Passage(1, len(text) + 1)


@pytest.mark.parametrize(("query", "text"), [("a.b", "axb"), ("a b", "ab"), ("ab", "a b"), ("o'c", "oc")])
def test_finds_nothing_else(query: str, text: str) -> None:
    assert first_hit(made(query), text) is None


def test_what_exceeds_the_limit_is_not_looked_for() -> None:
    assert query_words(" in\ncare ") == ["in", "care"]
    assert query_words("a" * 1_001) == ["a" * 1_000]
    assert first_hit(made("a" * 1_001), "a" * 1_000) == Passage(0, 1_000)


def test_only_hits_that_touch_are_between() -> None:
    assert hits_between(made("ab"), "ab ab ab", 2, 6, longest=2) == [Passage(3, 5)]
    assert hits_between(made("ab"), "ab ab ab", 1, 7, longest=2) == [
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
    pattern = made(query)
    touching = [hit for hit in every_start(pattern, text) if hit.start < end and start < hit.end]
    assert hits_between(pattern, text, start, end, longest=len(text)) == touching

"""Printed paragraph numbers are told from numbers that merely begin a line, faults included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.structure.paragraphs import numbered_paragraphs, runs_on

LONG = "The local authority has made a difference to the lives of the children who live in the area"


def spans(lines: list[str]) -> list[Passage]:
    found, start = [], 0
    for line in lines:
        found.append(Passage(start, start + len(line)))
        start += len(line) + 1
    return found


def numbers(lines: list[str]) -> list[int | None]:
    places = spans(lines)
    found = numbered_paragraphs("\n".join(lines), places)
    return [found.get(place.start) for place in places]


def report(*printed: int) -> list[str]:
    return [f"{number}. Children are safe." for number in printed]


@given(st.integers(3, 99))
def test_a_clean_report(last: int) -> None:
    printed = list(range(1, last + 1))
    assert numbers(report(*printed)) == printed


@pytest.mark.parametrize(
    "printed",
    [
        [*range(1, 15), *range(16, 40)],
        [*range(1, 34), *range(35, 63)],
        [*range(1, 58), 57, *range(58, 64)],
        [*range(1, 10), *range(12, 30)],
    ],
    ids=["15 missing", "34 missing", "two 57s", "10 and 11 missing"],
)
def test_faults_of_real_reports_are_kept_as_printed(printed: list[int]) -> None:
    assert numbers(report(*printed)) == printed


def test_an_age_and_covid_19_are_no_numbers() -> None:
    lines = [*report(*range(1, 18)), f"{LONG} until they are", "18. They are then on their own.", *report(18)]
    lines += [f"{LONG} because of COVID-", "19. The services have recovered.", *report(*range(19, 25))]
    expected = [*range(1, 18), None, None, 18, None, None, *range(19, 25)]
    assert numbers(lines) == expected


def test_an_age_at_the_end_of_the_report_is_no_number() -> None:
    lines = [*report(*range(1, 18)), f"{LONG} until they are", "18. They are then on their own."]
    assert numbers(lines) == [*range(1, 18), None, None]


def test_a_number_after_a_heading_or_a_page_number_counts() -> None:
    heading = "The experiences and progress of children who need help and protection: outstanding"
    assert numbers([heading, *report(1, 2), "11", *report(3)]) == [None, 1, 2, None, 3]


def test_a_number_after_a_cut_paragraph_still_counts_where_the_report_goes_on() -> None:
    lines = [*report(1, 2), f"{LONG} and it", *report(3, 4, 5)]
    assert numbers(lines) == [1, 2, None, 3, 4, 5]


def test_a_list_in_the_summary_is_not_the_report() -> None:
    lines = [*report(1, 2, 3), "Findings", *report(*range(1, 20))]
    assert numbers(lines) == [None] * 4 + list(range(1, 20))


def test_footnotes_without_a_full_stop_are_another_series() -> None:
    lines = [*report(1, 2), "1 The term is the council’s own.", *report(3, 4), "2 Ofsted, 2022.", *report(5)]
    assert numbers(lines) == [1, 2, None, 3, 4, None, 5]
    assert numbers([*report(1), "1 The term is the council’s own.", *report(2, 3)]) == [1, None, 2, 3]


def test_numbers_whose_full_stop_or_space_was_lost() -> None:
    assert numbers(["1 Children are safe.", "2 Plans are good.", "3 Care is good."]) == [1, 2, 3]
    assert numbers(["9 Store Street", "1.Children are safe.", "2.Plans", "3.‘Care’"]) == [None, 1, 2, 3]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["27 March 2025", "1 May 2025", "2 May 2025", "3 May 2025"],
        ["1. One.", "2. Two."],
        ["1. One.", "1. One.", "1. One.", "1. One."],
        ["1. one", "2. two", "3. three"],
        ["4. Four.", "5. Five.", "6. Six.", "7. Seven."],
        ["1.5 Million", "2018. The year", "1000. Much"],
    ],
)
def test_no_chain_no_numbers(lines: list[str]) -> None:
    assert numbers(lines) == [None] * len(lines)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([". The", " The", ". the", "."])), max_size=40))
def test_numbers_never_fall_and_are_those_printed(items: list[tuple[int, str]]) -> None:
    lines = [f"{number}{rest}" for number, rest in items]
    found = numbers(lines)
    kept = [number for number in found if number is not None]
    assert kept == sorted(kept)
    assert all(number in (None, item[0]) for number, item in zip(found, items, strict=True))
    assert not kept or (kept[0] == 1 and len(set(kept)) >= 3)


def test_runs_on_looks_at_the_last_line() -> None:
    for text, expected in ((LONG, True), (f"{LONG}.", False), (f"{LONG}.\n11", False), ("COVID-", True)):
        assert runs_on(text, Passage(0, len(text))) is expected


def test_a_long_document_takes_linear_time() -> None:
    lines = ["1. The same."] * 50_000
    assert set(numbers(lines)) == {None}


def test_numbering_that_begins_again_is_read_on():
    lines = [f"{n}. Children do well here." for n in (1, 2, 3, 4, 5, 6, 1, 2, 3, 4)]
    assert found_numbers(lines) == [1, 2, 3, 4, 5, 6, 1, 2, 3, 4]


def test_a_short_list_after_the_report_does_not_begin_again():
    lines = [f"{n}. Children do well here." for n in (1, 2, 3, 4, 5, 6, 1, 2)]
    assert found_numbers(lines) == [1, 2, 3, 4, 5, 6]


def test_the_mark_of_a_footnote_does_not_run_on():
    assert not runs_on(MARKED, Passage(0, len(MARKED)))


MARKED = "Children get help soon from the workers in the family hubs of the town.1"


def found_numbers(lines):
    text, spans, start = "\n\n".join(lines), [], 0
    for line in lines:
        spans.append(Passage(start, start + len(line)))
        start += len(line) + 2
    return list(numbered_paragraphs(text, spans).values())

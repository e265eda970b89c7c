"""Alignment of words whose comparison takes long, and the lines of the page that it leaves out."""

import random

from ofsted_tui.reading.placement import alignment
from ofsted_tui.reading.placement.alignment import running_heads


def gaps(seed):
    chance = random.Random(seed)
    words = []
    for anchor in range(100, 2_100, 4):
        words += [anchor, anchor + 1, anchor + 2, anchor + 3, *(chance.randrange(2) for _ in range(190))]
    return words


def test_all_gaps_together_cost_no_more_than_is_allowed(monkeypatch):
    compared = []
    matcher = alignment.SequenceMatcher

    def counted(junk, former, later, autojunk):
        compared.append(len(former) * len(later))
        return matcher(junk, former[:1], later[:1], autojunk)

    monkeypatch.setattr(alignment, "SequenceMatcher", counted)
    found = alignment.aligned(gaps(1), gaps(2))
    assert sum(compared) <= 5_000_000
    assert found[0] == 0
    assert len(compared) > 100


def test_a_changed_word_between_others_has_no_counterpart():
    assert alignment.aligned([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9]) == [
        0,
        1,
        2,
        3,
        -1,
        5,
        6,
        7,
        8,
    ]


BODY = "Something is said here that is long enough for the better part of a page. " * 4


def found(*lines):
    text = "\n".join(lines)
    return [text[one.start : one.end] for one in running_heads(text)]


def test_numbers_that_count_on_from_page_to_page_are_furniture():
    assert found("1", BODY, "2", BODY, "3") == ["1", "2", "3"]


def test_numbers_close_together_are_a_list():
    assert found("1", "One thing", "2", "Another", "3", "More") == []


def test_numbers_that_do_not_count_on_are_figures():
    assert found("41", BODY, "6", BODY, "300") == []


def test_years_are_no_page_numbers():
    assert found("2019", BODY, "2020", BODY, "2021") == []


def test_a_number_that_comes_twice_is_left_alone():
    assert "2" not in found("1", BODY, "2", BODY, "2", BODY, "3", BODY, "4", BODY, "5")


def test_the_first_of_a_repeated_line_is_the_title():
    head = "Inspection of Anytown services"
    assert found(head, BODY, head, BODY, head) == [head, head]


def test_a_head_beside_page_numbers_needs_no_third_word():
    assert found("Ofsted", "1", BODY, "Ofsted", "2", BODY, "Ofsted", "3").count("Ofsted") == 3


def test_a_grade_is_never_furniture():
    grade = "Requires improvement to be good"
    assert found(grade, BODY, grade, BODY, grade, BODY, grade) == []


def test_a_number_too_long_to_read_is_no_page_number():
    assert found("9" * 150, BODY, "²", BODY, "٣") == []

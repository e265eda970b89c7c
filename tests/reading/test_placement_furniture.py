"""Lines of the page, and lines that only look like it."""

from ofsted_tui.reading.placement.alignment import running_heads

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

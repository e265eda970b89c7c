"""The rows of the judgement table out of lines as its cells were wrapped."""

import pytest

from ofsted_tui.reading.structure.headings import TableRows, grade_of, head_and_rows, opens_table

RI = "Requires improvement to be good"
HELP = "The experiences and progress of children who need help and protection"
BEGUN = "The experiences and progress of children"
CARE = "The experiences and progress of children in care"


def rows(*lines):
    table = TableRows()
    taken = [line for line in lines if table.takes(line)]
    assert taken == list(lines)
    return [(row.title, row.grade) for row in table.rows()]


@pytest.mark.parametrize(
    "lines",
    [
        [f"{BEGUN} Requires", "who need help and improvement to", "protection be good"],
        [BEGUN, "who need help and protection", "Requires improvement", "to be good"],
        ["Requires improvement to", f"{BEGUN} who need help and", "protection be good"],
        [BEGUN, "Requires improvement to be good", "who need help and protection"],
        [f"{HELP} {RI}"],
    ],
)
def test_a_row_however_its_cells_are_set(lines):
    assert rows(*lines, "Overall effectiveness", "Good") == [(HELP, RI), ("Overall effectiveness", "Good")]


def test_the_last_row_may_begin_with_its_grade():
    assert rows(f"{HELP} Good", "Requires Overall effectiveness", "improvement to be good") == [
        (HELP, "Good"),
        ("Overall effectiveness", RI),
    ]


def test_all_titles_then_all_grades():
    assert rows(HELP, CARE, "Overall effectiveness", "Good", "Inadequate", "Good")[1] == (CARE, "Inadequate")


def test_the_old_label_and_the_grade_of_the_next_row_are_two_grades():
    found = rows(HELP, "Requires improvement", CARE, "Good")
    assert [grade for _, grade in found] == ["Requires improvement", "Good"]


@pytest.mark.parametrize(
    "line",
    [
        "Children in the town get help soon when they need it.",
        "What needs to improve?",
        f"{HELP}: good",
        "Good practice with children is found all over the town by inspectors",
    ],
)
def test_the_table_ends_before_other_text(line):
    table = TableRows()
    assert table.takes(f"{HELP} Good")
    assert table.takes("Overall effectiveness Good")
    assert not table.takes(line)


def test_a_row_without_a_grade_takes_none_from_the_next():
    table = TableRows()
    for line in (HELP, f"{CARE} Good"):
        assert table.takes(line)
    assert [(row.title, row.grade) for row in table.rows()] == [(CARE, "Good")]


def test_the_head_of_the_table():
    assert opens_table("Judgement Grade")
    assert opens_table("Judgments")
    assert not opens_table("Judgement is good")
    assert head_and_rows(f"Judgement Grade {HELP} Good")


@pytest.mark.parametrize("words", ["Requires improvement", RI, "require improvement to be good"])
def test_old_and_new_labels_are_one_grade(words):
    assert grade_of(words).value == RI


def test_an_endless_table_ends():
    table = TableRows()
    assert sum(table.takes("good") for _ in range(5_000)) < 100

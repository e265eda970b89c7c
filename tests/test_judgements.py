"""The judgement table, from lines as different converters leave them."""

import pytest

from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.reading.structure.headings import grade_of, judgements_in, table_of

ROWS_2023 = """Judgement\tGrade
The impact of leaders on social work practice with children and families\tGood
The experiences and progress of children who need help and protection\tOutstanding
The experiences and progress of children in care\tGood
The experiences and progress of care leavers\tRequires improvement to be good
Overall effectiveness\tGood"""
AREAS_2018 = ("leaders", "help_protection", "children_in_care_and_care_leavers", "overall_effectiveness")
AREAS_2023 = ("leaders", "help_protection", "children_in_care", "care_leavers", "overall_effectiveness")


def grades(text, areas=()):
    lines = text.split("\n")
    spans, at = [], 0
    for line in lines:
        spans.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    found = judgements_in(table_of(lines), spans, areas)
    assert all(one.grade.value.split()[0].casefold() in text[one.start : one.end].casefold() for one in found)
    return {one.area: one.grade.value for one in found}


def test_rows_with_tabs():
    assert grades("Inspection of X\n\n" + ROWS_2023 + "\n\nMost children do well in X.") == {
        "leaders": "Good",
        "help_protection": "Outstanding",
        "children_in_care": "Good",
        "care_leavers": "Requires improvement to be good",
        "overall_effectiveness": "Good",
    }


def test_cells_on_lines_of_their_own():
    text = """Judgement
Grade
The impact of leaders on social work practice with
children and families
Inadequate
The experiences and progress of children who need help and
protection
Requires improvement
to be good
Overall effectiveness
Inadequate
There has been a decline in the quality of services for children here since the last inspection."""
    assert grades(text) == {
        "leaders": "Inadequate",
        "help_protection": "Requires improvement to be good",
        "overall_effectiveness": "Inadequate",
    }


def test_the_grade_in_the_line_of_the_last_words():
    text = """Judgement Grade
The impact of leaders on social work practice with children
and families Good
The experiences and progress of children in care and care
leavers Requires improvement
Overall effectiveness Requires improvement"""
    assert grades(text, AREAS_2018) == {
        "leaders": "Good",
        "children_in_care_and_care_leavers": "Requires improvement to be good",
        "overall_effectiveness": "Requires improvement to be good",
    }


@pytest.mark.parametrize(
    ("areas", "code"), [(AREAS_2018, "children_in_care_and_care_leavers"), (AREAS_2023, "care_leavers")]
)
def test_a_misprint_means_what_its_edition_judged(areas, code):
    misprint = "The experiences and progress of children care leavers"
    text = f"Judgement\tGrade\n{misprint}\tGood\nOverall effectiveness\tGood"
    assert grades(text, areas) == {code: "Good", "overall_effectiveness": "Good"}


def test_a_table_without_a_head():
    assert len(grades(ROWS_2023.partition("\n")[2])) == 5


def test_text_about_judgements_is_no_table():
    assert (
        grades(
            "Judgement\nOf the judgement we say nothing more here.\nOverall effectiveness is not good enough."
        )
        == {}
    )
    assert grades("The experiences and progress of care leavers are good.") == {}
    assert grades("") == {}


@pytest.mark.parametrize("words", ["Good ", "good", " GOOD", "Good."])
def test_grades_are_labels_whatever_their_case(words):
    assert grade_of(words).value == "Good"


@pytest.mark.parametrize("words", ["", "very good", "not good enough", "Met", "1"])
def test_other_words_are_no_grade(words):
    assert grade_of(words) is None


def test_the_head_of_the_table_at_the_end_of_the_line_with_the_inspector():
    lines = [
        "Lead inspector: A. Other Judgement Grade",
        "Overall effectiveness Good",
        "Children do well in it.",
    ]
    assert table_of(lines).lines == range(1, 2)

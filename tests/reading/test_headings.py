"""Tests of ofsted_tui/reading/structure/headings.py."""

from dataclasses import replace

import pytest

from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.structure import Grade
from ofsted_tui.reading.structure import headings
from ofsted_tui.reading.structure.headings import (
    Heading,
    HeadingKind,
    TableRows,
    area_of_title,
    grade_of,
    head_and_rows,
    heading_of,
    judgements_in,
    opens_table,
    table_of,
    without_grade,
)

HELP = "The experiences and progress of children who need help and protection"
CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"
BOTH = "The experiences and progress of children in care and care leavers"
LEADERS = "The impact of leaders on social work practice with children and families"


@pytest.mark.parametrize(
    ("title", "area"),
    [
        (HELP, "help_protection"),
        (CARE, "children_in_care"),
        (LEAVERS, "care_leavers"),
        (BOTH, "children_in_care_and_care_leavers"),
        (LEADERS, "leaders"),
        ("Overall effectiveness", "overall_effectiveness"),
        ("The experiences and progress of children care leavers", "care_leavers"),
        ("The impact of leaders on practice with children and families", "leaders"),
        ("The impact of leaders on social work practice with children", "leaders"),
        ("Experiences and progress of children looked after", "children_in_care"),
        ("The experience and progress of children who need help or protection", "help_protection"),
        ("THE EXPERIENCES AND PROGRESS OF CARE LEAVERS", "care_leavers"),
        ("Leaders", ""),
        ("Children in care", ""),
        ("Overall, children make progress", ""),
        ("The experiences and progress of care leavers was identified as an area", ""),
        ("The impact of COVID-19 on leaders", ""),
        ("", ""),
    ],
)
def test_titles_are_told_by_their_key_words(title, area):
    assert area_of_title(title) == area


@pytest.mark.parametrize(
    ("ending", "grade"),
    [
        (": good", Grade.GOOD),
        (": Good", Grade.GOOD),
        (" is good", Grade.GOOD),
        (" are good.", Grade.GOOD),
        (" – outstanding", Grade.OUTSTANDING),
        (": requires improvement to be good", Grade.REQUIRES_IMPROVEMENT),
        (" require improvement to be good", Grade.REQUIRES_IMPROVEMENT),
        (" requires improvement", Grade.REQUIRES_IMPROVEMENT),
        (" is  inadequate ", Grade.INADEQUATE),
        (" :inadequate", Grade.INADEQUATE),
        ("", None),
        (":", None),
    ],
)
@pytest.mark.parametrize("title", [HELP, BOTH, LEADERS])
def test_the_grade_at_the_end_of_a_heading(title, ending, grade):
    assert without_grade(title + ending) == (title, grade)
    found = heading_of(title + ending)
    assert (found.kind, found.grade, found.title) == (HeadingKind.AREA, grade, title)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What needs to improve?", HeadingKind.IMPROVEMENT),
        ("What needs to improve", HeadingKind.IMPROVEMENT),
        ("What needs to improve:", HeadingKind.IMPROVEMENT),
        ("What needs to improve?1", HeadingKind.IMPROVEMENT),
        ("WHAT NEEDS TO IMPROVE?", HeadingKind.IMPROVEMENT),
        ("What needs to improve in this area of social work practice?", HeadingKind.IMPROVEMENT),
        ("What does the local authority need to improve?", HeadingKind.IMPROVEMENT),
        ("Areas for priority action", HeadingKind.IMPROVEMENT),
        ("## What needs to improve?", HeadingKind.IMPROVEMENT),
        ("Overview", HeadingKind.SUMMARY),
        ("Headline findings", HeadingKind.SUMMARY),
        ("Findings", HeadingKind.FINDINGS),
        ("Main findings", HeadingKind.FINDINGS),
        ("Findings and evaluation of progress", HeadingKind.FINDINGS),
        ("Areas covered by the visit", HeadingKind.SCOPE),
    ],
)
def test_known_headings(line, kind):
    assert heading_of(line).kind is kind


@pytest.mark.parametrize(
    "line",
    [
        "What needs to improve is the quality of plans, and leaders know it.",
        "The experiences and progress of care leavers was an area that needs improvement to be good.",
        "Findings from audits are used well.",
        "Most children receive a good service.",
        "Social care",
        "x" * 500,
        "",
    ],
)
def test_other_lines_are_none(line):
    assert heading_of(line) is None


def test_hostile_lines_cost_little():
    for line in (" " * 170, "good " * 30, "the " * 40 + "good", "What needs to improve" + " " * 150):
        heading_of(line)


RI = "Requires improvement to be good"
BEGUN = "The experiences and progress of children"


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


@pytest.fixture
def codebook_of_2027(codebook, monkeypatch):
    """The codebook with an area that none of the program's words knows, as if data/ilacs.toml held it."""
    title = "The experiences and progress of unaccompanied asylum-seeking children"
    area = replace(codebook.areas[0], code="unaccompanied", title=title, digit=6, letter="U")
    monkeypatch.setattr(headings, "ilacs_codebook", lambda: replace(codebook, areas=(*codebook.areas, area)))
    for one in (headings.codes_by_title, headings.title_words):
        one.cache_clear()
    yield title
    monkeypatch.undo()
    for one in (headings.codes_by_title, headings.title_words):
        one.cache_clear()


def test_an_area_is_known_by_the_title_that_the_codebook_gives(codebook_of_2027):
    assert area_of_title(codebook_of_2027) == "unaccompanied"
    assert heading_of(f"{codebook_of_2027}: good") == Heading(
        HeadingKind.AREA, codebook_of_2027, "unaccompanied", Grade.GOOD
    )
    table = table_of(
        ["Judgement\tGrade", f"{HELP}\tGood", f"{codebook_of_2027}\tOutstanding", "They do well."]
    )
    assert [(row.title, row.grade) for row in table.rows][1:] == [(codebook_of_2027, "Outstanding")]
    assert table.lines == range(3)

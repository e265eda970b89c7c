"""Where title, table, body and end matter of a document are."""

import pytest

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.reading.structure.sections import Layout, body_of

LETTER = [
    "27 March 2025",
    "Dear Ms Daly",
    "Focused visit",
    "Findings are these.",
    "Yours sincerely",
    "A. Other",
]


def test_the_body_of_a_letter_is_between_its_greetings():
    assert body_of(LETTER, DocumentKind.FOCUSED_VISIT, range(0)) == range(2, 4)


@pytest.mark.parametrize("end", ["The Office for Standards in Education, …", "© Crown copyright 2022"])
def test_the_body_of_a_report_is_between_table_and_end_matter(end):
    lines = ["Title", "Judgement\tGrade", "Overall effectiveness\tGood", "Children do well.", end]
    assert body_of(lines, DocumentKind.STANDARD_INSPECTION, range(1, 3)) == range(3, 4)


def test_other_texts_have_no_end_matter():
    assert body_of(["© Crown copyright 2022", "Words."], DocumentKind.NEWS, range(0)) == range(2)


def test_a_title_may_stand_over_several_paragraphs():
    layout = Layout(
        DocumentKind.FOCUSED_VISIT, "Focused visit to Anytown children's services", range(0), range(1, 9)
    )
    assert layout.is_title(1, "Focused visit to Anytown")
    assert layout.is_title(2, "children's services")
    assert not layout.is_title(6, "children's services")
    assert not layout.is_title(1, "visit")

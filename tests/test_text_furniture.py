"""Running heads and page numbers within plain texts."""

from ofsted_tui.model.document import SourceText
from ofsted_tui.model.paragraph import Role
from ofsted_tui.reading.structure.assembly import structure_of
from ofsted_tui.reading.structure.paragraphs import furniture_lines

HEAD = "Inspection of Anytown local authority children's services"


def lines_found(text):
    return [text[start:].split("\n", 1)[0].strip() for start in sorted(furniture_lines(text))]


def test_a_line_that_comes_back_is_a_head_but_not_the_title():
    page = "Some words about children.\n"
    text = HEAD + "\n" + page + "".join(f"{HEAD}   {n}\n{page}" for n in (2, 3, 4))
    assert lines_found(text) == [f"{HEAD}   {n}" for n in (2, 3, 4)]


def test_lone_numbers_that_count_up_are_page_numbers():
    assert lines_found("Text a.\n 1\n\fText b.\n 2\n\fText c.\n 77\n 3\n") == ["1", "2", "3"]


def test_a_lone_number_is_none():
    assert lines_found("How many?\n12\nThat is many.\n") == []


def test_titles_and_grades_of_the_table_come_back_without_being_heads():
    assert lines_found("The experiences and progress of\nRequires improvement to be good\n" * 4) == []


def test_items_and_sentences_are_no_heads():
    assert lines_found("- The same point again\n1. The same paragraph again\nThe same sentence.\n" * 4) == []


REPORT = """Inspection of Anytown local authority children's services

Inspection dates: 12 to 23 September 2022

Judgement                                        Grade

                                                 Requires
The impact of leaders on social work
                                                 improvement
practice with children and families
                                                 to be good
The experiences and progress of
children who need help and protection            Good

Overall effectiveness                            Good

The experiences and progress of children who need help and protection: good

1.   Families are helped soon and well by those who know them and their
     children and who stay with them

Inspection of Anytown local authority children's services
12 to 23 September 2022                                                  2
\fas long as they need it.
2.   Thresholds are understood by nearly all partners.

Inspection of Anytown local authority children's services
12 to 23 September 2022                                                  3
\f3.   Strategy meetings take place when they should.

Inspection of Anytown local authority children's services
12 to 23 September 2022                                                  4
\f4.   Plans are good.
"""


def test_a_report_as_converters_leave_it(codebook):
    found = structure_of(SourceText(REPORT, "text"), codebook)
    assert [one.number for one in found.paragraphs if one.number] == [1, 2, 3, 4]
    assert {one.area: one.grade.value for one in found.judgements} == {
        "leaders": "Requires improvement to be good",
        "help_protection": "Good",
        "overall_effectiveness": "Good",
    }
    assert [one.area for one in found.sections] == ["help_protection"]
    heads = [one for one in found.paragraphs if REPORT[one.start : one.end].startswith("12 to 23")]
    assert [one.role for one in heads] == [Role.DETAIL] * 3


def test_hostile_text_takes_linear_time():
    for text in ("1\n" * 200_000, f"{HEAD} 1\n" * 20_000, "a" * 1_000_000, "- \n" * 300_000):
        furniture_lines(text)

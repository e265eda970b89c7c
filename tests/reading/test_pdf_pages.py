"""Tests of ofsted_tui/reading/formats/pdf_pages.py."""

import pytest

from ofsted_tui.reading.formats.pdf import pdf_text
from ofsted_tui.reading.formats.pdf_pages import cleaned
from tests.pdf_maker import block, line, make_pdf

AREA = "The experiences and progress of children"
SENTENCES = ["Children do well here.", "Families get help soon.", "Leaders know the service.", "Staff stay."]


def read(*pages):
    return [one for one in pdf_text(make_pdf(list(pages))).text.split("\n") if one]


def test_headings_that_begin_alike_at_the_top_of_pages_stay():
    pages = [
        [line(f"{AREA} {rest}", 748 - 3 * n, size=14), line(SENTENCES[n % 4], 700)]
        for n, rest in enumerate(["in", "with", "of", "for", "and", "to", "on", "at", "by", "as", "is"])
    ]
    for page in pages[3:]:
        page[0] = line(f"Number {page[0][3][-2:]} in words", 748)
    found = read(*pages)
    assert [one for one in found if one.startswith(AREA)] == [f"{AREA} in", f"{AREA} with", f"{AREA} of"]


def test_an_area_heading_at_a_page_s_top_is_not_the_title_come_back():
    table = [
        line("Judgement", 700),
        line("Grade", 700, x=400),
        line(f"{AREA} who need help and", 680),
        line("protection", 666),
        line("Good", 666, x=400),
        line("Overall effectiveness", 640),
        line("Good", 640, x=400),
    ]
    found = read(
        [*table, line("A summary of what inspectors found in the town and its services.", 600)],
        [line(f"{AREA} who need help and", 748), line("protection: good", 733), line(SENTENCES[0], 700)],
    )
    assert f"{AREA} who need help and protection: good" in found


def test_a_head_of_three_lines_goes():
    pages = [
        [
            *block([f"Text number {'abcd'[n]} of the report."], 748)[0],
            line("Inspection of Anytown local authority children's services", 40, size=8),
            line("11 to 22 July 2022", 30, size=8),
            line(str(n + 1), 30, x=513, size=8),
        ]
        for n in range(4)
    ]
    assert read(*pages) == [f"Text number {letter} of the report." for letter in "abcd"]


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        ("care\ufffeexperienced", "care-experienced"),
        ("a\u00a0b\u202fc  d", "a b c d"),
        ("o\ufb03ce", "office"),
        ("ass\u00adess\u200bment", "assessment"),
        ("  ", ""),
    ],
)
def test_what_is_never_seen_is_left_out(drawn, text):
    assert cleaned(drawn) == text


@pytest.mark.parametrize("before", ["the hub", "the hub.", "the ‘hub’", "the hub?"])
def test_the_raised_figure_of_a_footnote_is_left_out(before):
    drawn = [line(f"Children get help soon from {before}", 700), (300, 704, 7, "1")]
    text = pdf_text(make_pdf([drawn])).text
    assert text == f"Children get help soon from {before}\n"


def test_a_figure_of_the_text_s_own_size_stays():
    assert "There were 12" in pdf_text(make_pdf([[line("There were 12", 700)]])).text

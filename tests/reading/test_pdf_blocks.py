"""Lines of a PDF put to one paragraph."""

import pytest

from ofsted_tui.reading.formats.pdf import PdfBlock, footnote_blocks
from ofsted_tui.reading.formats.pdf_pages import Line, PageLines


def drawn(text, page=0, left=72.0):
    return Line(text, left, 500.0, 700.0, 12.0, page)


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("children in care and", "care leavers", "children in care and care leavers"),
        ("care-", "experienced people", "care-experienced people"),
        ("day-", "to-day lives", "day-to-day lives"),
        ("homeless 16-", "and 17-year-olds", "homeless 16- and 17-year-olds"),
    ],
)
def test_the_end_of_a_line(first, second, text):
    block = PdfBlock(first, 0, [drawn(first)])
    block.add(drawn(second))
    assert block.text == text


def test_where_a_page_begins_within_a_paragraph():
    block = PdfBlock("one", 0, [drawn("one")])
    block.add(drawn("two", page=1))
    assert block.breaks == [(4, 1)]
    assert block.text[4:] == "two"


def test_footnotes_are_paragraphs_of_their_own():
    page = PageLines(0, 842.0, [], [drawn("1 A first note that"), drawn("goes on."), drawn("2 A second.")])
    assert [one.text for one in footnote_blocks(page)] == ["1 A first note that goes on.", "2 A second."]

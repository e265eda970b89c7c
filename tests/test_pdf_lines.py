"""What a line of a PDF page becomes."""

import pytest

from ofsted_tui.reading.formats.pdf import pdf_text
from ofsted_tui.reading.formats.pdf_pages import cleaned
from tests.pdf_maker import line, make_pdf


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

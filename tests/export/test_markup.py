"""Markup outside of the articles: what reports have, and which elements are open."""

import pytest

from ofsted_tui.export.report.markup import Markup


def taken(*pieces):
    markup = Markup(is_open="<html>")
    return [markup.take(one) for one in pieces], markup.open


def test_what_is_open_is_kept_from_piece_to_piece():
    said, still = taken('<body><main id="main"><p>x<br>y</p>', '<div class="wide"><svg><path d="M0"/></svg>')
    assert said == ["", ""]
    assert still == ["<html>", "<body>", '<main id="main">', '<div class="wide">']


@pytest.mark.parametrize(
    "page",
    [
        "<script>",
        "<P>",
        "<p style='x'>",
        '<p style="x">',
        "<p hidden>",
        '<p a"b">',
        '<a href="http://x">',
        "</p>",
        "<p></div>",
        "<!-- x -->",
        "a < b",
        "<p",
        "<th></table>",
    ],
)
def test_what_no_report_has_is_named(page):
    assert "no report has" in taken(page)[0][0]


def test_an_element_is_not_taken_for_another_that_begins_alike():
    assert taken("<thead></th>")[0] != [""]
    assert taken("<th></th><thead></thead>")[0] == [""]

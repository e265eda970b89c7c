"""Reports in HTML taken apart: every article with its line, every cell with its text, whatever the size."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.export import verify
from ofsted_tui.export.report.markup import cell
from ofsted_tui.export.verify import cells_of, html_pieces
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError

HEAD = '<!doctype html>\n<html lang="en-GB" data-report="ofsted-tui">\n<head></head><body>'
END = "</body></html>\n"
HERE = Path("report.html")


def pieces(page):
    return list(html_pieces(HERE, io.BytesIO(page if isinstance(page, bytes) else page.encode())))


def article(*cells):
    return f'<article class="evidence">{"".join(cells)}</article>'


@pytest.mark.parametrize("size", [1, 7, 1_000_000])
def test_a_page_is_taken_apart_with_its_lines_wherever_it_is_cut(monkeypatch, size):
    monkeypatch.setattr(verify, "_CHUNK", size)
    one, two = article(cell("quote", "one\ntwo é")), article(cell("quote", "three"))
    page = f"{HEAD}\n<p>x</p>{one}\n{two}<p>y</p>{END}"
    first, second, rest = pieces(page)
    assert (first.line, first.before, first.article) == (4, f"{HEAD}\n<p>x</p>", one)
    assert (second.line, second.before, second.article) == (6, "\n", two)
    assert (rest.before, rest.article) == (f"<p>y</p>{END}", "")


def test_line_ends_and_the_mark_of_another_system_are_taken_away():
    page = f"{HEAD}{article(cell('quote', 'one'))}{END}"
    windows = b"\xef\xbb\xbf" + page.replace("\n", "\r\n").encode()
    assert pieces(windows) == pieces(page)


@given(st.text())
def test_any_text_comes_back(text):
    assert cells_of(article(cell("quote", text), cell("note", "n"))) == {"quote": text, "note": "n"}


@pytest.mark.parametrize(
    "text",
    [
        "<script>",
        "a\r\nb\rc\td",
        "\0\x1b",
        "\u202ea",
        "&amp;&#65;",
        "\"'>",
        "</article>",
        "<!--",
        " x ",
        "\ufffe",
    ],
)
def test_hostile_texts_come_back(text):
    assert cells_of(article(cell("quote", text))) == {"quote": text}


@pytest.mark.parametrize(
    "exact", ["no json", "[1]", "1", "[" * 10_000, "&quot;\\ud800&quot;", "&quot;\\ud83d&quot;"]
)
def test_what_stands_for_no_text_is_taken_as_it_is_shown(exact):
    assert cells_of(f'<p data-column="quote" data-exact="{exact}">a</p>') == {"quote": "a"}


def test_a_cell_with_markup_in_it_is_none():
    assert cells_of('<p data-column="quote">a<b>c</b></p><p hidden data-column="note">a</p>') == {}


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "", "text", "<!doctype html><html lang='en'>"]
)
def test_another_page_is_no_report(page):
    with pytest.raises(UserError, match=r"^report\.html: is no report"):
        pieces(page)


@pytest.mark.parametrize("rest", ["", "<article class='evidence'", "<p a='", "<!-- x", "</html"])
def test_a_page_that_is_cut_off_is_refused_behind_what_was_read(rest):
    found = []
    page = f"{HEAD}{article(cell('quote', 'x'))}{rest}".encode()
    with pytest.raises(UserError, match="cut off"):
        found.extend(html_pieces(HERE, io.BytesIO(page)))


def test_a_page_in_another_encoding_is_refused():
    with pytest.raises(UserError, match="UTF-8"):
        pieces((HEAD + article("é") + END).encode("latin-1"))


@pytest.mark.parametrize("name", ["HTML_REPORT_BYTES", "CSV_ROW_BYTES"])
def test_a_page_larger_than_is_read_is_refused(monkeypatch, name):
    monkeypatch.setattr(limits, name, 1_000)
    with pytest.raises(UserError, match="larger"):
        pieces(HEAD + "x" * 1_000 + END)


@given(st.binary(max_size=200), st.integers(0, 600))
def test_no_change_of_bytes_is_a_traceback(noise, at):
    page = (HEAD + article(cell("quote", "one"), cell("note", "a\rb")) + END).encode()
    with contextlib.suppress(UserError):
        for one in pieces(page[:at] + noise + page[at:]):
            cells_of(one.article)

"""Verify an HTML report: its articles, the markup around them, the pieces it is read in."""

import contextlib
import io
import json
import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.export import verify
from ofsted_tui.export.report.html import write_html
from ofsted_tui.export.report.markup import cell
from ofsted_tui.export.verify import PAGE_NOT_CHECKED, cells_of, html_pieces, verify_file
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError
from tests.report_samples import HOSTILE, hostile, reported, worked

SLOW = "The pace of change and progress for care leavers has been too slow."
MARKUP = "markup that no report has"


@pytest.fixture
def html(store, codebook, tmp_path):
    path = tmp_path / "report.html"
    write_html(reported(worked(store, codebook)), path)
    return path


@pytest.fixture
def verified(store, codebook):
    return lambda path: verify_file(path, store, codebook)


def change(path, old, new, count=1):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8", newline="")


def said(result):
    return "; ".join(one.what for one in result.differences)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (SLOW, SLOW.replace("slow", "quick"), "not the quote"),
        ("see 18122", "see nothing", "note"),
        (">Rae<", ">Kim<", "reviewer"),
        ('data-column="start">18122<', 'data-column="start">18121<', "not the quote"),
        ('data-column="direction">improvement<', 'data-column="direction">strength<', "direction"),
        (SLOW, f"<b>{SLOW}</b>", "markup"),
        ('data-column="suffix"', 'data-other="suffix"', "lacks suffix"),
        ('id="annotation-', 'id="annotation-0', "something else"),
        ("health passport", "health card", "not the quote"),
        ('data-column="status">improving<', 'data-column="status">closed<', "status"),
        ('data-column="relation">overstates<', 'data-column="relation">supports<', "relation"),
        ('data-column="thread_id">', 'data-column="thread_id">0', "thread_id"),
    ],
)
def test_a_change_in_the_page_is_named(html, verified, old, new, what):
    change(html, old, new)
    result = verified(html)
    assert not result.ok
    assert what in said(result)
    assert all(one.line > 5 for one in result.differences)


def test_a_quote_that_is_there_twice_is_named(html, verified):
    text = html.read_text("utf-8")
    articles = re.findall(r'<article class="evidence.*?</article>', text, re.DOTALL)
    article = next(one for one in articles if SLOW in one)
    change(html, article, f"{article}\n{article}")
    assert "there already" in said(verified(html))


def test_a_stand_in_that_hides_another_text_is_named(html, verified):
    cell = f'data-column="quote">{SLOW}'
    change(html, cell, f'data-column="quote" data-exact="{escape(json.dumps(SLOW))}">Pace was quick.')
    assert "something else" in said(verified(html))


ARTICLE = '<article class="evidence improvement"'
"""The beginning of an article on a finding."""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<span class="said">needs improvement</span>', '<span class="said">strengths</span>'),
        (ARTICLE, ARTICLE.replace("improvement", "strengths")),
        (ARTICLE, f"{ARTICLE} hidden"),
        ('<p class="note">Note: ', '<p class="note">Ofsted\'s note: '),
        (". Tagged by ", ". Checked by Kim. Tagged by "),
        ("</details></article>", "</details><p>All is well.</p></article>"),
        (f"{SLOW}</blockquote>", f"{SLOW}</blockquote><blockquote>All is well.</blockquote>"),
        (' <span class="said">A claim, no finding.</span>', ""),
        ('<article class="place claims"', '<article class="place"'),
        (">It overstates<", ">It supports<"),
        (" months later · ", " days later · "),
        (" · improving.", " · closed."),
        ("<p>The document does not mention it.</p>", "<p>The document praises it.</p>"),
    ],
)
def test_what_an_article_shows_besides_its_columns_is_named(html, verified, old, new):
    change(html, old, new)
    assert "something else than its columns say" in said(verified(html))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<h4>", "<blockquote>All is well.</blockquote><h4>"),
        ("<h4>", '<p data-column="quote">All is well.</p><h4>'),
        ("<h4>", '<p hidden="">x</p><h4>'),
        ("<h4>", '<p style="display:none">x</p><h4>'),
        ("<h4>", '<p onclick="x">x</p><h4>'),
        ("<h4>", '<a href="http://x">x</a><h4>'),
        ("<h4>", "<!-- <h4>"),
        ("<h4>", "<div/onclick=x><h4>"),
        ("<h4>", "<p a=b><h4>"),
        ("<h4>", "<p <h4>"),
        ("</main>", "<style>p {display: none}</style></main>"),
        ("</body>", "<script></script></body>"),
        ("</body>", "<SCRIPT></SCRIPT></body>"),
        ("</body>", "<iframe></iframe></body>"),
    ],
)
def test_markup_that_no_report_has_is_named(html, verified, old, new):
    change(html, old, new)
    assert MARKUP in said(verified(html))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<style>", "<style>blockquote {display: none}"),
        ('<meta charset="utf-8">', '<meta charset="utf-8"><meta http-equiv="refresh" content="0;http://x">'),
        ("default-src 'none'; ", ""),
    ],
)
def test_a_head_that_could_hide_or_fetch_something_is_named(html, verified, old, new):
    change(html, old, new)
    assert "head of the page" in said(verified(html))


@pytest.mark.parametrize(
    "wrap",
    [
        '<p class="skip">{}</p>',
        "<svg><desc>{}</desc></svg>",
        '<div class="steps">{}</div>',
        "</section>{}<section>",
    ],
)
def test_an_article_that_stands_elsewhere_is_named(html, verified, wrap):
    article = re.search(r'<article class="evidence.*?</article>', html.read_text("utf-8"), re.DOTALL).group()
    change(html, article, wrap.format(article))
    assert "stands where no report has it" in said(verified(html))


def test_a_place_of_a_thread_that_stands_elsewhere_is_named(html, verified):
    change(html, '<div class="steps">', '<div class="skip">')
    assert "stands where no report has it" in said(verified(html))


@pytest.mark.parametrize(("old", "new"), [("</main>", ""), ("</main>", "</div></main>"), ("<h4>", "<h3>")])
def test_elements_that_do_not_close_as_they_open_are_named(html, verified, old, new):
    change(html, old, new)
    assert MARKUP in said(verified(html))


def test_an_article_of_another_kind_is_named(html, verified):
    change(html, "</main>", '<article class="finding">All is well.</article></main>')
    assert "such as no report has" in said(verified(html))


def test_an_article_in_an_article_is_named(html, verified):
    change(html, "</details></article>", "</details><article></article></article>")
    assert "something else" in said(verified(html))


def test_an_article_that_was_taken_out_is_seen_by_the_number(html, verified):
    article = re.search(r'<article class="evidence.*?</article>', html.read_text("utf-8"), re.DOTALL).group()
    change(html, article, "")
    assert "another number than its 6 quotes" in said(verified(html))


def test_a_place_taken_out_of_a_thread_is_named(html, verified):
    article = re.search(r'<article class="place.*?</article>', html.read_text("utf-8"), re.DOTALL).group()
    change(html, article, "")
    assert "not those that the thread had" in said(verified(html))


def test_what_was_not_checked_is_said(html, verified):
    assert PAGE_NOT_CHECKED in verified(html).notes


def test_a_report_of_hostile_texts_agrees(store, codebook, add_document, add_session, tmp_path, verified):
    path = tmp_path / "hostile.html"
    write_html(reported(hostile(store, codebook, add_document, add_session)), path)
    result = verified(path)
    assert result.ok, said(result)
    assert result.rows == len(HOSTILE)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9, 0.999])
def test_a_page_that_is_cut_off_is_refused(html, verified, cut):
    data = html.read_bytes()
    html.write_bytes(data[: int(len(data) * cut)])
    with pytest.raises(UserError, match="cut off"):
        verified(html)


def test_a_page_of_someone_else_is_no_report(html, verified):
    html.write_text("<!doctype html><html><body><p>Ofsted</p></body></html>")
    with pytest.raises(UserError, match="no report of ofsted-tui"):
        verified(html)


def test_a_quote_that_is_there_twice_in_one_line_is_named(html, verified):
    article = re.search(r'<article class="evidence.*?</article>', html.read_text("utf-8"), re.DOTALL).group()
    change(html, article, article + article)
    assert "there already" in said(verified(html))


def test_a_page_with_the_line_ends_of_another_system_agrees(html, verified):
    html.write_bytes(html.read_bytes().replace(b"\n", b"\r\n"))
    assert verified(html).ok


PAGE_HEAD = '<!doctype html>\n<html lang="en-GB" data-report="ofsted-tui">\n<head></head><body>'
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
    page = f"{PAGE_HEAD}\n<p>x</p>{one}\n{two}<p>y</p>{END}"
    first, second, rest = pieces(page)
    assert (first.line, first.before, first.article) == (4, f"{PAGE_HEAD}\n<p>x</p>", one)
    assert (second.line, second.before, second.article) == (6, "\n", two)
    assert (rest.before, rest.article) == (f"<p>y</p>{END}", "")


def test_line_ends_and_the_mark_of_another_system_are_taken_away():
    page = f"{PAGE_HEAD}{article(cell('quote', 'one'))}{END}"
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
    page = f"{PAGE_HEAD}{article(cell('quote', 'x'))}{rest}".encode()
    with pytest.raises(UserError, match="cut off"):
        found.extend(html_pieces(HERE, io.BytesIO(page)))


def test_a_page_in_another_encoding_is_refused():
    with pytest.raises(UserError, match="UTF-8"):
        pieces((PAGE_HEAD + article("é") + END).encode("latin-1"))


@pytest.mark.parametrize("name", ["HTML_REPORT_BYTES", "CSV_ROW_BYTES"])
def test_a_page_larger_than_is_read_is_refused(monkeypatch, name):
    monkeypatch.setattr(limits, name, 1_000)
    with pytest.raises(UserError, match="larger"):
        pieces(PAGE_HEAD + "x" * 1_000 + END)


@given(st.binary(max_size=200), st.integers(0, 600))
def test_no_change_of_bytes_is_a_traceback(noise, at):
    page = (PAGE_HEAD + article(cell("quote", "one"), cell("note", "a\rb")) + END).encode()
    with contextlib.suppress(UserError):
        for one in pieces(page[:at] + noise + page[at:]):
            cells_of(one.article)

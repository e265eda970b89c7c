"""HTML reports checked again: whatever was changed in them, or would be shown besides, is found and named."""

import json
import re
from html import escape

import pytest

from ofsted_tui.export.report.html import write_html
from ofsted_tui.export.verify import PAGE_NOT_CHECKED, verify_file
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

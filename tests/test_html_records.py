"""Reports in HTML read back: what a browser shows is what is read, in time that grows with the file."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.export.html_records import html_records
from ofsted_tui.export.report.page_parts import cell
from ofsted_tui.model.errors import UserError

HEAD = (
    '<!doctype html>\n<html lang="en-GB" data-report="ofsted-tui">\n<head><style>a > b</style></head><body>'
)
END = "</body></html>"
HERE = Path("report.html")


def records(body, *, end=END):
    return list(html_records(HERE, io.BytesIO(f"{HEAD}{body}{end}".encode())))


def article(*cells, kind="evidence", name="annotation-1"):
    return f'<article class="{kind} strengths" id="{name}">{"".join(cells)}</article>'


def test_articles_are_read_with_their_lines():
    place = article(cell("quote", "two"), kind="place", name="place-2")
    first, second = records(
        f'\n<p>x</p>{article(cell("quote", "one"))}\n<article class="other"></article>{place}'
    )
    assert (first.line, first.kind, first.id, first.row, first.faults) == (
        4,
        "evidence",
        "1",
        {"quote": "one"},
        [],
    )
    assert (second.line, second.kind, second.id, second.row) == (5, "place", "2", {"quote": "two"})


@given(st.text())
def test_any_text_comes_back(text):
    (record,) = records(article(cell("quote", text), cell("note", "n")))
    assert (record.row, record.faults) == ({"quote": text, "note": "n"}, [])


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
        "x" * 40_000,
    ],
)
def test_hostile_texts_come_back(text):
    (record,) = records(article(cell("quote", text)))
    assert (record.row, record.faults) == ({"quote": text}, [])


def test_line_ends_of_another_system_are_those_that_a_browser_makes_of_them():
    page = (HEAD + article(cell("quote", "one\ntwo")) + END).replace("\n", "\r\n").encode()
    (record,) = html_records(HERE, io.BytesIO(page))
    assert (record.row, record.faults) == ({"quote": "one\ntwo"}, [])


@pytest.mark.parametrize(
    ("inner", "fault"),
    [
        ('<p data-column="quote">a<b>c</b></p>', "quote holds markup"),
        ('<p data-column="quote">a<img src="x"></p>', "quote holds markup"),
        ('<p data-column="quote">a<br></p>', "quote holds markup"),
        ('<p data-column="quote">a<i data-column="note">b</i></p>', "quote holds markup"),
        ('<p data-column="quote">a</p><p data-column="quote">a</p>', "quote is there twice"),
        ('<p data-column="quote" hidden>a</p>', "quote has attributes"),
        ('<p style="display:none" data-column="quote">a</p>', "quote has attributes"),
        ('<p data-column="quote">a\u202eb</p>', "quote shows another text"),
        ('<p data-column="quote" data-exact="&quot;b&quot;">a</p>', "quote shows another text"),
        ('<p data-column="quote" data-exact="no json">a</p>', "quote shows another text"),
        ('<p data-column="quote" data-exact="[1]">a</p>', "quote shows another text"),
        (f'<p data-column="quote" data-exact="{"[" * 100_000}">a</p>', "quote shows another text"),
        ('<p data-column="quote" data-exact="&quot;\\ud800&quot;">\ufffd</p>', "quote shows another text"),
        ('<article class="evidence" id="annotation-2"></article>', "another article begins"),
    ],
)
def test_what_no_report_has_is_named(inner, fault):
    first, *_ = records(article(inner))
    assert fault in "; ".join(first.faults)
    assert not any(0xD800 <= ord(one) < 0xE000 for one in first.row.get("quote", ""))


def test_of_two_attributes_of_one_name_the_first_counts_as_in_a_browser():
    (record,) = records(article('<p data-column="note" data-column="quote">a</p>'))
    assert record.row == {"note": "a"}


def test_an_article_that_is_hidden_is_named():
    (record,) = records('<article class="evidence" id="annotation-1" hidden></article>')
    assert "attributes" in record.faults[0]


def test_what_stands_in_comments_and_styles_is_no_article():
    inner = article(cell("quote", "x"))
    assert records(f"<!-- {inner} --><style>{inner}</style><!-->{inner}")[0].row == {"quote": "x"}
    assert len(records(f"<!-- {inner} --><style>{inner}</style>")) == 0


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "", "text", "<!doctype html><html lang='en'>"]
)
def test_another_page_is_no_report(page):
    with pytest.raises(UserError, match=r"^report\.html: is no report"):
        list(html_records(HERE, io.BytesIO(page.encode())))


@pytest.mark.parametrize("rest", ["", "<article class='evidence'", "<p a='", "<!-- x", "<style>", "<p"])
def test_a_page_that_is_cut_off_is_refused_behind_what_was_read(rest):
    found = []
    with pytest.raises(UserError, match="cut off"):
        found.extend(html_records(HERE, io.BytesIO(f"{HEAD}{article(cell('quote', 'x'))}{rest}".encode())))


@pytest.mark.parametrize("name", ["script", "SCRIPT", "iframe", "object", "template", "textarea"])
def test_a_page_that_could_act_is_refused(name):
    with pytest.raises(UserError, match="which no report does"):
        records(f"<{name}>")


@given(st.binary(max_size=200), st.integers(0, 600))
def test_no_change_of_bytes_is_a_traceback(noise, at):
    page = (HEAD + article(cell("quote", "one"), cell("note", "a\rb")) + END).encode()
    with contextlib.suppress(UserError):
        list(html_records(HERE, io.BytesIO(page[:at] + noise + page[at:])))

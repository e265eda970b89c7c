"""A web page gives the text that a reader sees in its main part."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.errors import ReadingError
from ofsted_tui.reading.formats.html import html_text


def text(html):
    return html_text(html.encode()).text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two", "One\n\nTwo\n"),
        ("<p>One<p>Two<div>Three</div>Four", "One\n\nTwo\n\nThree\n\nFour\n"),
        (
            "<p>care <b>leav</b>ers are\n  <a href=x>well&nbsp;supported</a></p>",
            "care leavers are well supported\n",
        ),
        ("<p>Children&rsquo;s &amp; families&#8217; &lt;b&gt;</p>", "Children’s & families’ <b>\n"),
        ("<p>one<br>two<br/>three</p>", "one two three\n"),
        ("<p>one<br><br>two</p>", "one\n\ntwo\n"),
        ("<ul><li>a<li>b</ul><p>c", "- a\n- b\n\nc\n"),
        ("<ol><li>a</li><li><p>b</p></li></ol>", "1. a\n2. b\n"),
        ("<ol start=5><li>a<li value=9>b<li>c</ol>", "5. a\n9. b\n10. c\n"),
        ("<ol><li>a<ul><li>x<li>y</ul><li>b</ol>", "1. a\n- x\n- y\n2. b\n"),
        ("<ol><li>a<ol><li>x</ol></li><li>b</ol>", "1. a\n1. x\n2. b\n"),
        ("<ul><li>- a</li><li>• b</li></ul>", "- a\n• b\n"),
        ("<ul><li>We saw <b>1. this</b></li></ul>", "- We saw 1. this\n"),
        ("<ul><li> <li>b</ul>", "- b\n"),
        ("<ul><li> </ul><p>b", "b\n"),
        ("<ul><li><div> </div>b</ul>", "- b\n"),
        ("<dl><dt>Lead<dd>Ann<dt>Date<dd>May</dl>", "Lead\n\nAnn\n\nDate\n\nMay\n"),
        ("<p>a<!-- no --><![CDATA[no]]><?php no ?>b</p>", "ab\n"),
        ("<pre>one\ntwo\n\nthree</pre>", "one two\n\nthree\n"),
        ("a&shy;b\u200bc", "abc\n"),
        ("<details><summary>More</summary>inside</details>", "More\n\ninside\n"),
        ("</p></div></table>text</li>", "text\n"),
        ("", ""),
    ],
)
def test_blocks(html, expected):
    assert text(html) == expected


def test_table_rows():
    html = """<p>Before</p><table><caption>Grades</caption><thead><tr><th>Judgement<th>Grade<tbody>
    <tr><td><p>The impact of</p><p>leaders</p></td><td> Good </td><td></td></tr>
    <tr><td>Care leavers<td>Requires <b>improvement</b></table><p>After"""
    assert text(html) == (
        "Before\n\nGrades\n\nJudgement\tGrade\nThe impact of leaders\tGood\n"
        "Care leavers\tRequires improvement\n\nAfter\n"
    )


def test_a_table_round_the_whole_page_is_no_row():
    html = "<table><tr><td><h1>Report</h1><p>One</p><ul><li>a<li>b</ul><table><tr><td>x<td>y</table></table>"
    assert text(html) == "Report\n\nOne\n\n- a\n- b\n\nx\ty\n"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>if (a < b) document.write('<p>no</p>')</script>",
        "<style>no {}</style>",
        "<noscript><p>no</p></noscript>",
        "<template><div><p>no</div></template>",
        "<svg><title>no</title><path d=x /><text>no</text></svg>",
        "<nav><ul><li><a>no</a></ul></nav>",
        "<header><p>no</p></header>",
        "<footer><div>no</div></footer>",
        "<aside>no</aside>",
        "<button>no</button><select><option>no</select><textarea>no</textarea><input value=no>",
        "<div hidden><div>no</div>no</div>",
        "<div role=navigation>no</div>",
        '<p aria-hidden="true">no</p>',
        '<span style="color: red; DISPLAY : none">no<span>no</span>no</span>',
        "<p hidden>no",
    ],
)
def test_leaves_out_what_is_no_text_of_the_page(hidden):
    assert text(f"<body><p>yes</p>{hidden}<p>and yes</p>") == "yes\n\nand yes\n"


def test_keeps_what_can_be_unfolded():
    html = '<h2><button>Care leavers</button></h2><div hidden="until-found">text</div>'
    assert text(html) == "Care leavers\n\ntext\n"


def test_takes_the_main_part_only():
    html = "<h1>Council</h1><div>menu</div><main><header><h1>Visit</h1></header><p>Text</main><p>feedback"
    source = html_text(html.encode())
    assert source.text == "Visit\n\nText\n"
    assert source.title == "Visit"


def test_takes_what_has_the_role_main():
    assert text('menu<div role="main"><div>Text</div>more</div>feedback') == "Text\n\nmore\n"


def test_takes_the_only_article_but_not_one_of_several():
    assert text("menu<article><p>Text<article>comment</article></article>end") == "Text\n\ncomment\n"
    assert text("menu<article>One</article><article>Two</article>") == "menu\n\nOne\n\nTwo\n"


def test_an_empty_main_part_is_none():
    assert text("<main><script>x</script></main><p>Text") == "Text\n"


def test_headings_and_title():
    source = html_text(b"<title>Council - News</title><h2>Care <i>leavers</i></h2><p>x<h3>More</h3>")
    found = [(source.text[start:end], level) for start, end, level in source.headings]
    assert found == [("Care leavers", 2), ("More", 3)]
    assert source.title == "Council - News"
    assert (source.format, source.lines_are_paragraphs) == ("HTML", True)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<p>Café’s".encode(), "UTF-8"),
        ("<p>Café’s".encode("utf-8-sig"), "UTF-8 with BOM"),
        ("<p>Café’s".encode("utf-16"), "UTF-16"),
        ("<p>Café’s".encode("cp1252"), "Windows-1252"),
        ('<meta charset="iso-8859-1"><p>Café’s'.encode("cp1252"), "Windows-1252"),
        ('<meta charset="utf-16"><p>Café’s'.encode(), "UTF-8"),
        ('<meta charset="unicode_escape"><p>Café’s'.encode(), "UTF-8"),
        ('<meta content="text/html; charset=windows-1250"><p>Café’s'.encode("cp1250"), "windows-1250"),
    ],
)
def test_encodings(data, encoding):
    source = html_text(data)
    assert (source.text, source.encoding) == ("Café’s\n", encoding)


def test_refuses_what_is_binary():
    with pytest.raises(ReadingError, match="is binary"):
        html_text(b"\x89PNG\0\0\0")


@given(st.text(alphabet="<>/!-abpultdh123 ='\"&;\n"))
@settings(max_examples=200)
def test_takes_whatever_comes(html):
    source = html_text(html.encode())
    assert all(0 <= start < end <= len(source.text) for start, end, _ in source.headings)
    assert "\n\n\n" not in source.text


@pytest.mark.parametrize(
    "piece", ["<div>", "<ul><li>", "</b>", "<p>", "<table><tr><td>", "<nav><a>", "<br>", "&amp;"]
)
def test_nesting_without_end_is_read_in_linear_time(piece):
    began = time.process_time()
    html_text((piece * (300_000 // len(piece)) + "end").encode())
    assert time.process_time() - began < 8

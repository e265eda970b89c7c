"""The report as Markdown, read by a CommonMark reader."""

import pytest
from markdown_it import MarkdownIt

from ofsted_tui.export.atomic_file import OtherFileError
from ofsted_tui.export.report.markdown import markdown_lines, write_markdown
from ofsted_tui.model.safe_text import visible_line
from tests.report_samples import HOSTILE, hostile, reported, worked

READER = MarkdownIt("commonmark").enable("table")


def read(text):
    return READER.parse(text)


def kinds(tokens):
    inner = [child for token in tokens for child in token.children or ()]
    return {token.type for token in (*tokens, *inner)}


def quotes(tokens):
    """Return the text of each block quote as a reader shows it."""
    found, inside = [], False
    for token in tokens:
        if token.type == "blockquote_open":
            inside = True
            found.append("")
        elif token.type == "blockquote_close":
            inside = False
        elif inside and token.type == "inline":
            found[-1] += "".join(child.content for child in token.children)
    return found


@pytest.fixture
def text(store, codebook):
    return "\n".join(markdown_lines(reported(worked(store, codebook))))


def test_headings_quotes_and_tables_stand_where_they_should(text):
    tokens = read(text)
    headings = [tokens[at + 1].content for at, one in enumerate(tokens) if one.type == "heading_open"]
    assert headings[0] == "Evidence report: Sample review"
    for words in ("Grades over time", "Threads", "Improvement plan", "Documents"):
        assert words in headings
    assert "table_open" in kinds(tokens)
    assert "The pace of change and progress for care leavers has been too slow." in quotes(tokens)


def test_hostile_texts_are_read_as_they_are(store, codebook, add_document, add_session):
    text = "\n".join(markdown_lines(reported(hostile(store, codebook, add_document, add_session))))
    tokens = read(text)
    assert not kinds(tokens) & {
        "link_open",
        "html_inline",
        "image",
        "fence",
        "code_inline",
        "list_item_open",
        "hr",
    }
    assert [one.content for one in tokens if one.type == "html_block"] == ["<!-- ofsted-tui report -->\n"]
    shown = [one.strip() for one in quotes(tokens)]
    for words in HOSTILE:
        assert visible_line(words).strip() in shown, words


def test_every_row_of_a_table_has_the_cells_of_its_head(text):
    tokens = read(text)
    cells, expected = 0, 0
    for token in tokens:
        if token.type == "th_open":
            expected += 1
        elif token.type == "td_open":
            cells += 1
        elif token.type == "tr_close" and cells:
            assert cells == expected
            cells = 0
        elif token.type == "table_open":
            expected = 0


def test_the_same_data_gives_the_same_bytes_and_other_files_stay(store, codebook, tmp_path):
    report = reported(worked(store, codebook))
    assert write_markdown(report, tmp_path / "a.md") == 7
    write_markdown(report, tmp_path / "b.md")
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()
    (tmp_path / "c.md").write_text("# mine")
    with pytest.raises(OtherFileError):
        write_markdown(report, tmp_path / "c.md")


def test_the_crosswalk_and_the_claims_are_said(text):
    assert "not a judgement then" in text
    assert "never counted as findings" in text.replace("\\", "")
    assert "overstates" in text


def test_a_claim_in_the_plan_is_named_as_one(text):
    plan = text.replace("\\", "").partition("## Improvement plan")[2]
    assert "(a claim, no finding): the development of an employment academy" in plan

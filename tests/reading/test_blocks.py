"""Blocks become lines that are whole paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.reading.formats.blocks import Block, BlockBuilder, collapsed, composed


def test_white_space_becomes_one_space():
    assert collapsed(" a\n\t b\u00a0c\u202fd\u2009e \u3000") == "a b c d e"


def test_what_has_no_width_is_dropped():
    assert collapsed("care\u00adleavers\u200b \ufeffand\u2060\x00 more") == "careleavers and more"


@given(st.text())
def test_collapsing_twice_changes_nothing_more(text):
    assert collapsed(collapsed(text)) == collapsed(text)
    assert "\n" not in collapsed(text)


def test_a_blank_line_between_blocks_but_not_within_a_group():
    blocks = [Block("One"), Block("- a", group=1), Block("- b", group=1), Block("- c", group=2), Block("Two")]
    assert composed(blocks, "HTML", "").text == "One\n\n- a\n- b\n\n- c\n\nTwo\n"


def test_headings_are_where_they_stand():
    source = composed([Block("Text"), Block("Leaders", level=2), Block("More")], "HTML", "")
    assert [(source.text[start:end], level) for start, end, level in source.headings] == [("Leaders", 2)]
    assert source.lines_are_paragraphs


@given(st.lists(st.tuples(st.text(alphabet="ab é", min_size=1).map(str.strip), st.integers(0, 2))))
def test_every_line_is_a_block(pairs):
    blocks = [Block(text, group=group) for text, group in pairs if text]
    lines = [line for line in composed(blocks, "HTML", "").text.split("\n") if line]
    assert lines == [block.text for block in blocks]


def test_nothing_gives_nothing():
    assert composed([], "HTML", "").text == ""


def build(*cells):
    builder = BlockBuilder()
    for cell in cells:
        builder.begin_cell()
        builder.text(cell)
    builder.end_row(7)
    return builder.blocks


def test_a_row_is_its_cells_with_tabs():
    assert build("Leaders", " Good\n", "") == [Block("Leaders\tGood", group=7)]
    assert build("", "Grade", "Area") == [Block("\tGrade\tArea", group=7)]


def test_a_row_with_one_filled_cell_is_a_box():
    assert build("", "Text") == [Block("Text", group=7)]
    assert build("", " ") == []


def test_a_mark_stands_once():
    builder = BlockBuilder()
    for text in ("first", "- second", "• third", "4. fourth"):
        builder.mark = "- "
        builder.text(text)
        builder.end_block()
    assert [block.text for block in builder.blocks] == ["- first", "- second", "• third", "4. fourth"]

"""What each character shows as, and where: the cells, the columns, and nothing hidden."""

import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from ofsted_tui.model.safe_text import visible
from ofsted_tui.tui.text.wrapping import TAB, RowCells, clusters, is_plain, width

ODD = "\u200d\u200c\ufe0f\ufe0e\U0001f3fd\u0301\u0327\u20e3\u1160\u3000\u00a0\u0e33\U000e0100"
WIDE = "中文か가\uff21👩👧🏳🌈🇬🇧❤☎"
characters = st.one_of(
    st.sampled_from("ab c’é—1(€\t"),
    st.sampled_from(ODD),
    st.sampled_from(WIDE),
    st.sampled_from("\x00\x1b\x07\x85\u202e\u2066\u200b\ufeff\u00ad\u2028\r\x0c"),
    st.characters(exclude_characters="\n", exclude_categories=["Cs"]),
)
lines = st.text(characters, max_size=40)
FAMILY = "👨\u200d👩\u200d👧"


@settings(deadline=None)
@given(lines.map(lambda text: visible(text).replace("\t", " ")))
@example("\u0301a")
@example("\u200da")
@example("a\u200db")
@example("\u200d\u200d\u200d")
@example("a\u200d\u3000b")
def test_clusters_partition_the_text_and_have_the_cells_they_say(shown):
    found = clusters(shown)
    assert "".join(shown[start:end] for start, end, _, _ in found) == shown
    assert [start for start, _, _, _ in found[1:]] == [end for _, end, _, _ in found[:-1]]
    for start, end, glyph, cells in found:
        assert end > start
        assert cells in (1, 2)
        assert cell_len(glyph) == cells
    assert width(shown) == sum(cells for _, _, _, cells in found)
    assert cell_len("".join(glyph for _, _, glyph, _ in found)) == width(shown)


@settings(deadline=None)
@given(lines)
@example("a\u0301b\tc")
@example("\t\t中\t")
@example(f"{FAMILY}\t{FAMILY}x")
def test_the_columns_of_a_row_are_the_cells_of_what_it_shows(text):
    row = RowCells(text)
    assert len(row.glyphs) == len(text)
    assert len(row.columns) == len(text) + 1
    assert row.columns == sorted(row.columns)
    assert row.text(0, len(text)) == "".join(row.glyphs)
    for index, glyph in enumerate(row.glyphs):
        if glyph:
            assert row.columns[index] == cell_len("".join(row.glyphs[:index]))
        else:  # within a grapheme: shares the column of its first character
            assert row.columns[index] == row.columns[index - 1]
    assert row.columns[-1] == cell_len("".join(row.glyphs))


@settings(deadline=None)
@given(lines)
def test_every_shown_column_leads_to_the_grapheme_there(text):
    row = RowCells(text)
    for column in range(row.columns[-1]):
        index = row.index_at(column)
        assert row.glyphs[index]
        assert row.columns[index] <= column < row.columns[index] + cell_len(row.glyphs[index])
    assert row.index_at(-1) == 0
    assert row.index_at(row.columns[-1] + 5) == len(text)


@settings(deadline=None)
@given(lines)
@example("a\u200db")
@example("x\u200d中")
def test_no_letter_is_hidden(text):
    letters = [one for one in visible(text) if unicodedata.category(one)[0] in "LN"]
    # vowels and consonants of Hangul that take no cell of their own join the syllable before them
    letters = [one for one in letters if get_character_cell_size(one)]
    shown = RowCells(text).text(0, len(text))
    assert [one for one in shown if one in letters] == letters


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a   b"),
        ("abcd\tb", "abcd    b"),
        ("中\tb", "中  b"),
        ("e\u0301a", "e\u0301a"),
        ("\u0301a", "·a"),
        (FAMILY, "👨"),
        ("❤\ufe0f!", "❤!"),
        ("👋🏽!", "👋!"),
        ("\x1b[31m", "␛[31m"),
        ("a\u200db", "ab"),
        ("\u200bx", "·x"),
        ("[red]", "[red]"),
    ],
)
def test_what_is_shown(text, shown):
    assert RowCells(text).text(0, len(text)) == shown


def test_a_tab_reaches_to_the_next_stop():
    for before in range(9):
        row = RowCells("x" * before + "\tz")
        assert row.columns[before + 1] == (before // TAB + 1) * TAB


def test_what_is_plain_takes_one_cell_and_shows_as_itself():
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if character != "\n" and is_plain(character):
            assert get_character_cell_size(character) == 1, hex(code)
            assert visible(character) == character
            assert character != "\t"


@settings(deadline=None)
@given(lines, st.integers(0, 40), st.integers(0, 40))
def test_a_span_is_plain_when_each_character_is(text, start, end):
    text = text.replace("\n", "")
    assert is_plain(text, start, end) == all(map(is_plain, text[start:end]))
    assert is_plain(text) == is_plain(text, 0, len(text))


def test_an_ordinary_report_is_plain():
    assert is_plain("Leaders’ “strong” plan – it’s 5% better… cost £3 — naïve café\n")
    assert not is_plain("a\tb")
    assert not is_plain("中")
    assert not is_plain("soft\u00adhyphen")

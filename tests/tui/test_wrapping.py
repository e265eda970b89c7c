"""The rows of a wrapped text: every character in just one of them, none wider than the pane."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ofsted_tui.importing.details import sample_documents
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.segmentation import grapheme_start
from ofsted_tui.tui.text import wrapping
from ofsted_tui.tui.text.wrapping import CHUNK, RowCells, WrapIndex

words = st.sampled_from(
    ["a", "care", "leavers’", "supercalifragilistic" * 3, "café", "—", " ", "  ", "   " * 9, "\n", "\n\n"]
)
odd_words = st.sampled_from(
    [
        "中文字",
        "カタカナ" * 9,
        "e\u0301e\u0301" * 12,
        "👩\u200d👩\u200d👧",
        "👋🏽",
        "❤\ufe0f",
        "\t",
        "\t\t",
        "€5",
        "a\u200db",
        "\u0301",
        "\u200d",
        "\ufe0f",
        "\u3000" * 5,
        "\u00a0",
        "\x1b[31m",
        "\u202e",
        "\r",
        "\x0c",
        "🇬🇧🇫🇷",
        "x中x中" * 8,
    ]
)
plain_texts = st.lists(words, max_size=60).map(" ".join)
odd_texts = st.lists(st.one_of(words, odd_words), max_size=60).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda glue: glue.join(parts))
)
texts = st.one_of(plain_texts, odd_texts, st.text(max_size=80))
widths = st.integers(8, 40)


def wrapped(text, cells):
    index = WrapIndex(text)
    index.set_width(cells)
    return index


def whole(text, cells):
    """Wrap everything, and return every row."""
    index = wrapped(text, cells)
    index.install({chunk: index.computed(chunk) for chunk in index.pending_chunks()})
    assert index.pending == 0
    return index, [index.span(row) for row in range(index.total)]


def shown_width(text, start, end):
    """Return the cells of a row without its newline and the white space that hangs past the edge."""
    line = text[start:end].removesuffix("\n")
    return RowCells(line).columns[len(line.rstrip())]


def check_rows(text, cells):
    _, rows = whole(text, cells)
    assert rows[0][0] == 0
    assert rows[-1][1] == len(text)
    assert [end for _, end in rows[:-1]] == [start for start, _ in rows[1:]]
    for start, end in rows:
        assert end > start or not text
        assert "\n" not in text[start : end - 1]
        assert shown_width(text, start, end) <= cells


@settings(deadline=None)
@given(texts, widths)
@example("", 10)
@example("\n", 10)
@example("\n\n", 10)
@example("中", 8)
@example("x" * 8 + " " * 20 + "\ny", 8)
@example("中" * 4 + " " * 20 + "\ny", 8)
@example("\t" * 12 + "x", 8)
def test_rows_partition_the_text_and_fit(text, cells):
    check_rows(text, cells)


@settings(max_examples=150, deadline=None)
@given(st.one_of(plain_texts, odd_texts), widths)
def test_rows_partition_the_text_and_fit_over_the_bounds_of_chunks(text, cells):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wrapping, "CHUNK", 40)
        check_rows(text, cells)


@settings(max_examples=150, deadline=None)
@given(texts, widths, st.data())
def test_wrapped_lazily_in_any_order_it_is_the_same_in_the_end(text, cells, data):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wrapping, "CHUNK", 40)
        expected, rows = whole(text, cells)
        lazy = wrapped(text, cells)
        for _ in range(data.draw(st.integers(0, 12))):
            if data.draw(st.booleans()):
                offset = data.draw(st.integers(0, len(text)))
                start, end = lazy.span(lazy.row_of(offset))
                assert start <= offset < end or offset == len(text)
                assert (start, end) in rows
            else:
                assert lazy.span(data.draw(st.integers(-2, lazy.total + 2))) in rows
        for chunk in lazy.pending_chunks():
            lazy.install({chunk: lazy.computed(chunk)})
        assert lazy.pending == 0
        assert lazy.total == expected.total
        assert [lazy.span(row) for row in range(lazy.total)] == rows


@settings(deadline=None)
@given(texts, widths)
def test_the_row_of_an_offset_and_the_span_of_a_row_are_inverse(text, cells):
    index, rows = whole(text, cells)
    for row, (start, end) in enumerate(rows):
        assert {index.row_of(offset) for offset in range(start, end)} <= {row}
    assert index.row_of(len(text)) == index.total - 1


def rows_of(text, cells):
    return [text[start:end] for start, end in whole(text, cells)[1]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [""]),
        ("one two", ["one two"]),
        ("one two three", ["one two ", "three"]),
        ("one two\n\nthree\n", ["one two\n", "\n", "three\n"]),
        ("one, two  three", ["one, two  ", "three"]),
        ("abcdefghijk", ["abcdefgh", "ijk"]),
        ("ab abcdefghijk", ["ab ", "abcdefgh", "ijk"]),
        ("€ two three", ["€ two ", "three"]),
        ("€5 naïve", ["€5 naïve"]),
        ("€55 naïve", ["€55 ", "naïve"]),
        ("€5 leavers’ plan", ["€5 ", "leavers’ ", "plan"]),
        ("€5 — “naïveté”", ["€5 — ", "“naïveté", "”"]),
        ("ab中文字典", ["ab中文字", "典"]),
        ("中文 字典典", ["中文 字", "典典"]),
        ("\tone two", ["\tone ", "two"]),
        ("12345\t9", ["12345\t", "9"]),
    ],
)
def test_rows_of_eight_cells(text, rows):
    assert rows_of(text, 8) == rows


# (an indented word as wide as the pane is one row in the one, two in the other)
@settings(deadline=None)
@given(
    st.text("ab c’—é\n", max_size=80).map(lambda text: re.sub(r"^ +", "", text, flags=re.MULTILINE)), widths
)
def test_the_fast_way_and_the_careful_way_agree_on_plain_text(text, cells):
    fast = rows_of(text, cells)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wrapping, "is_plain", lambda *_: False)
        assert rows_of(text, cells) == fast


def test_a_word_is_not_broken_because_of_an_odd_character_in_its_line():
    line = "Leaders’ “strong” plan costs naïve people’s patience, the café’s owner’s brother’s friend said"
    for cells in range(20, 60):
        for odd in ("€", "中", "\u200b", "👩"):
            rows = rows_of(f"{line} {odd}", cells)
            assert all(row.endswith(" ") for row in rows[:-1]), (cells, odd, rows)


@pytest.mark.parametrize("unit", ["word ", "x", "中", "e\u0301", "👩\u200d👧 ", "\t", "naïve€ "])
def test_a_line_of_100_000_characters(unit):
    text = unit * (100_000 // len(unit)) + "\nend\n"
    index, rows = whole(text, 92)
    assert rows[0][0] == 0
    assert [end for _, end in rows[:-1]] == [start for start, _ in rows[1:]]
    assert text[slice(*rows[-1])] == "end\n"
    assert max(shown_width(text, *row) for row in rows) <= 92
    assert index.row_of(50_000) == next(n for n, (start, end) in enumerate(rows) if start <= 50_000 < end)


@pytest.mark.parametrize("unit", ["xe\u0301", "👩\u200d👧", "👋🏽x"])
def test_no_row_begins_within_a_grapheme_however_long_the_line_is(unit):
    text = unit * 20_000
    assert {text[start] for start, _ in whole(text, 20)[1]} <= set("xe👩👋")


def test_the_first_rows_of_a_long_text_need_one_chunk():
    text = "One sentence of a letter. " * 3 + "\n"
    index = wrapped(text * 5_000, 60)
    chunks = index.pending
    assert chunks > 10
    assert [index.span(row)[0] for row in range(2)] == [0, len(rows_of(text, 60)[0])]
    assert index.pending == chunks - 1
    index.row_of(len(text) * 2_500)
    assert index.pending == chunks - 2


def test_chunks_are_of_bounded_size_and_cut_at_newlines():
    text = "".join(f"line {number} " * (number % 30) + "\n" for number in range(3_000))
    bounds = WrapIndex(text).bounds
    assert bounds[0] == 0
    assert bounds[-1] == len(text)
    assert all(text[bound - 1] == "\n" for bound in bounds[1:])
    sizes = [last - first for first, last in pairwise(bounds)]
    assert max(sizes) <= 2 * CHUNK
    assert min(sizes[:-1]) >= CHUNK


def test_another_width_wraps_anew():
    text = "one two three four five six seven eight nine ten\n" * 3
    index, narrow = whole(text, 10)
    index.set_width(30)
    assert index.pending == 1
    index.install({0: index.computed(0)})
    assert [index.span(row) for row in range(index.total)] == whole(text, 30)[1] != narrow


@settings(max_examples=60, deadline=None)
@given(texts, widths)
def test_a_character_is_found_again_at_the_column_at_which_it_is_shown(text, cells):
    index, rows = whole(text, cells)
    for row, (start, end) in enumerate(rows):
        for offset in range(start, end):
            column = index.column_of(offset)
            if text[offset] != "\n" and offset == grapheme_start(text, offset):
                found = index.offset_at(row, column)
                assert index.column_of(found) == column
                assert start <= found <= offset


def test_beside_the_text_the_nearest_character_of_the_row_is_meant():
    index, _ = whole("one two three", 8)
    assert [index.offset_at(row, column) for row, column in ((0, -3), (0, 99), (1, 99), (9, 0))] == [
        0,
        7,
        12,
        8,
    ]


@settings(max_examples=60, deadline=None)
@given(texts, widths, st.data())
def test_a_view_that_scrolls_to_a_passage_shows_it_and_stays_where_it_is_seen(text, cells, data):
    index, rows = whole(text, cells)
    start = data.draw(st.integers(0, len(text)))
    passage = Passage(start, data.draw(st.integers(start, len(text))))
    top, height = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(1, 12))
    found, own = index.top_with(passage, top, height), index.rows_of(passage)
    assert all(index.span(row) == rows[row] for row in own)
    seen = range(top, top + height)
    if own[0] in seen and own[-1] in seen:
        assert found == top
    elif len(own) <= height:
        assert found <= own[0]
        assert own[-1] < found + height
    else:
        assert found == own[0]


@pytest.mark.parametrize(
    ("rows", "top", "found"),
    [
        (range(50, 51), 0, 36),  # below: five of twenty rows are left below it
        (range(50, 51), 90, 45),  # above: five rows are left above it
        (range(50, 66), 0, 50),  # four rows are left in all
        (range(50, 80), 0, 50),
        (range(2, 3), 90, 0),
        (range(50, 51), 40, 40),
    ],
)
def test_where_a_view_of_twenty_rows_scrolls_to(rows, top, found):
    index, _ = whole("a\n" * 100, 8)
    assert index.top_with(Passage(2 * rows[0], 2 * rows[-1] + 1), top, 20) == found


def test_a_passage_stands_below_a_share_of_the_height_whole_as_far_as_it_fits():
    index, _ = whole("a\n" * 100, 8)
    tops = [
        index.top_above(Passage(2 * first, 2 * last + 1), 20, 0.3) for first, last in ((50, 52), (50, 67))
    ]
    assert tops == [44, 48]
    assert index.top_above(Passage(100, 180), 20, 0.3) == 50
    assert index.top_above(Passage(4, 5), 20, 0.3) == 0


@pytest.mark.parametrize("seconds", [0, 3600])
def test_in_slices_every_chunk_is_computed_once_and_nothing_kept(seconds):
    index = wrapped("One sentence of a letter.\n" * 5_000, 60)
    pending = index.pending_chunks()
    slices = list(index.computed_in_slices(seconds))
    assert [chunk for part in slices for chunk in part] == pending == index.pending_chunks()
    assert len(slices) == (1 if seconds else len(pending) + 1)


@pytest.mark.parametrize("number", range(5))
def test_the_samples(number):
    path = sample_documents()[number].path
    text = path.read_text(encoding="utf-8")
    for cells in (20, 69, 92):
        _, rows = whole(text, cells)
        assert "".join(text[start:end] for start, end in rows) == text
        assert max(shown_width(text, *row) for row in rows) <= cells

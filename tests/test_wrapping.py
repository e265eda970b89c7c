"""The rows of a wrapped text: every character in just one of them, none wider than the pane."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ofsted_tui.reading.samples import sample_documents
from ofsted_tui.tui.text import wrapping
from ofsted_tui.tui.text.cells import Row
from ofsted_tui.tui.text.wrapping import CHUNK, WrapIndex

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
    return Row(line).columns[len(line.rstrip())]


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


@pytest.mark.parametrize("number", range(5))
def test_the_samples(number):
    path = sample_documents()[number].path
    text = path.read_text(encoding="utf-8")
    for cells in (20, 69, 92):
        _, rows = whole(text, cells)
        assert "".join(text[start:end] for start, end in rows) == text
        assert max(shown_width(text, *row) for row in rows) <= cells

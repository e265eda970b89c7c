"""The CSV format: cells that no spreadsheet runs, quotes, records."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.export.csv_format import COLUMNS, csv_line, csv_record, escaped, quoted, unescaped, written

RISKY = "=+-@\t\r\n＝＋－＠"
TEXTS = st.text(st.one_of(st.sampled_from(f"{RISKY}' a|%"), st.characters(codec="utf-8")))


@given(TEXTS)
def test_every_text_reads_back(text):
    assert unescaped(escaped(text)) == text


@given(TEXTS)
def test_no_cell_begins_as_a_formula(text):
    assert escaped(text)[:1] not in set(RISKY)


@given(TEXTS, TEXTS)
def test_different_texts_have_different_cells(one, other):
    assert (escaped(one) == escaped(other)) == (one == other)


@pytest.mark.parametrize("text", ["", " =1", "a'b", "18 children", "|x", "’curly’"])
def test_harmless_text_stays_as_it_is(text):
    assert escaped(text) == text


@pytest.mark.parametrize("first", [*RISKY, "'"])
def test_risky_text_gets_one_quote(first):
    assert escaped(f"{first}x") == f"'{first}x"
    assert escaped(first) == f"'{first}"


@pytest.mark.parametrize("cell", ["'", "'abc", "''"])
def test_what_was_never_escaped(cell):
    assert unescaped(cell) == ("'" if cell == "''" else cell)


ANY_TEXT = st.text(
    st.one_of(st.sampled_from("=-'\"\t\r\n, \0\x1b\u202e\u2028;|"), st.characters(codec="utf-8"))
)


def by_the_csv_module(cells):
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


@given(st.lists(ANY_TEXT, min_size=2))
def test_a_record_is_that_of_the_csv_module(cells):
    assert csv_record(cells) == by_the_csv_module(cells)


@given(ANY_TEXT)
def test_a_cell_is_escaped_and_then_quoted(text):
    assert written(text) == quoted(escaped(text))


@given(st.lists(ANY_TEXT, min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_a_line_is_that_of_the_csv_module(cells):
    row = dict(zip(COLUMNS, cells, strict=True))
    numbers = ("paragraph", "page", "start", "end")
    plain = [row[name] if name in numbers else escaped(row[name]) for name in COLUMNS]
    assert csv_line(row) == by_the_csv_module(plain)


def test_what_a_cell_needs_quotes_for():
    assert csv_record(["a", "b c", 'say "so"', "x,y", "two\nlines", ""]) == (
        'a,b c,"say ""so""","x,y","two\nlines",\r\n'
    )

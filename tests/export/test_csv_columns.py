"""How a record of the CSV is written, against the csv module."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.export.csv_format import COLUMNS, csv_line, csv_record, escaped, quoted, written

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

"""Cells are never run by a spreadsheet, and always read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.export.csv_format import escaped, unescaped

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

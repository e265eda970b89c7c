"""Borders that stay within the words of the new text."""

import unicodedata

import pytest

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.placement.alignment import folded
from ofsted_tui.reading.placement.placer import Placer

LONG = "a" * 20


@pytest.mark.parametrize(
    ("former", "later", "passage"),
    [
        (f"zz {LONG} bb", "zz q bb", Passage(15, 26)),
        (f"bb {LONG} zz", "bb q zz", Passage(0, 5)),
        (f"bb {LONG} zz", "bb zz", Passage(0, 5)),
    ],
)
def test_part_of_a_long_word_is_no_place_beyond_a_short_one(former, later, passage):
    found = Placer(former, later).place(passage).passage
    assert 0 <= found.start < found.end <= len(later)
    assert "bb" in later[found.start : found.end]


def test_closing_signs_belong_to_the_passage_where_they_did():
    former, later = "They say ‘we are heard.’ And so on.", "And they say 'we are heard.' And so on."
    found = Placer(former, later).place(Passage(9, 24)).passage
    assert later[found.start : found.end] == "'we are heard.'"


def test_a_word_of_a_million_marks_is_folded_at_once():
    marks = "\u0301\u0316" * 500_000
    assert folded("a" + marks)
    assert folded("cafe\u0301") == folded("CAFÉ") == unicodedata.normalize("NFKC", "café")

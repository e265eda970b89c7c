"""Page breaks within paragraphs: left in the text, gone from what is shown and quoted."""

from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.passage import FILLER, Cuts, Passage

TEXT = "leaders have\n\nincreased the multi-\n \nagency offer."
CUTS = Cuts([Passage(12, 14), Passage(34, 37)])


def test_a_quote_has_one_space_for_a_cut_and_none_after_a_hyphen():
    assert CUTS.quote(TEXT, Passage(0, len(TEXT))) == "leaders have increased the multi-agency offer."
    assert CUTS.quote(TEXT, Passage(8, 23)) == "have increased"


def test_a_cut_at_the_edge_of_a_passage_is_no_part_of_it():
    assert CUTS.quote(TEXT, Passage(8, 13)) == "have"
    assert CUTS.quote(TEXT, Passage(13, 23)) == "increased"
    assert CUTS.quote(TEXT, Passage(12, 14)) == ""


def test_an_extract_is_quoted_by_the_offsets_of_the_whole():
    whole = Passage(8, 23)
    assert CUTS.quote(TEXT[8:23], whole, shift=8) == "have increased"


def test_what_is_drawn_is_as_long_as_the_text():
    drawn = CUTS.drawn(TEXT)
    assert len(drawn) == len(TEXT)
    assert drawn.replace(FILLER, "") == "leaders have increased the multi-agency offer."
    assert all(drawn[at] in (TEXT[at], FILLER, " ") for at in range(len(TEXT)))


def test_without_cuts_all_stays():
    assert not Cuts()
    assert Cuts().drawn(TEXT) == TEXT
    assert Cuts().quote(TEXT, Passage(3, 20)) == TEXT[3:20]


@st.composite
def cut_texts(draw):
    words = draw(st.lists(st.text("ab-", min_size=1, max_size=5), min_size=1, max_size=8))
    text, cuts = words[0], []
    for word in words[1:]:
        gap = draw(st.sampled_from(["\n\n", "\n \n", " "]))
        if gap != " ":
            cuts.append(Passage(len(text), len(text) + len(gap)))
        text += gap + word
    return text, cuts


@given(cut_texts(), st.data())
def test_quotes_hold_the_ink_and_nothing_of_a_cut(made, data):
    text, cuts = made
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = Cuts(cuts).quote(text, Passage(start, end))
    assert "\n" not in quote
    assert "".join(quote.split()) == "".join(text[start:end].split())


@given(cut_texts())
def test_what_is_drawn_reads_as_the_quote_of_all(made):
    text, cuts = made
    drawn = Cuts(cuts).drawn(text)
    assert len(drawn) == len(text)
    assert drawn.replace(FILLER, "") == Cuts(cuts).quote(text, Passage(0, len(text)))

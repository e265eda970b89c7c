"""Sentences are found from any place as they are found from the beginning."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.segmentation import sentence_at, sentences
from ofsted_tui.reading.structure.paragraphs import ParagraphRuler
from tests.folders import SEEDS, table_rows

WORDS = ["a", "The", "Dr", "J", "no", "e.g", "2018", "27", "£"]
PIECES = [*WORDS, ".", "!", "?", "…", "'", "”", "(", ")", " ", "\n"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(lambda pieces: "".join(pieces).strip())

NOT_SENTENCES = {
    "G15": "a part of its sentence",
    "G19": "its sentence is cut by a page break, and a line is a paragraph",
    "G23": "a part of its sentence",
    "G25": "a part of its sentence",
    "G27": "a part of its sentence",
    "G33": "a part of its sentence",
    "G39": "its sentence begins with the bullet, as the truth has it elsewhere",
}


def split(text: str) -> list[str]:
    return [text[found.start : found.end] for found in sentences(text, Passage(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        ["They are safe.", "In 2018, 4.5% were not.", "15 are now."],
        ["Dr. Smith met J. Brown, e.g. Tuesday, at St. Mary’s.", "Then she left."],
        ["See para. 12 and No. 5 of the plan.", "They said no.", "Is it so?", "Yes!"],
        ["Some are ‘trauma-informed.’", "Others (a few.)", "“All,” they said."],
        ["Access to training. (outcome 4, national framework)"],
        ["It costs more.", "£5 million was spent…", "Écoles too."],
        ["- care leavers' access to their health histories"],
        ["A line\nthat is wrapped.", "The next\nsentence"],
        ["They have plans, reviews etc.", "Workers see them."],
    ],
)
def test_splits_like_a_reader(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


def test_a_printed_number_is_part_of_no_sentence() -> None:
    text = "27. The pace is slow. It was slow."
    whole = Passage(0, len(text))
    assert split(text) == ["The pace is slow.", "It was slow."]
    assert {sentence_at(text, whole, offset) for offset in range(21)} == {Passage(4, 21)}
    assert split("12.Children are safe.") == ["Children are safe."]
    assert split("27.") == ["27."]
    assert split("4.5 million were spent. All gone.") == ["4.5 million were spent.", "All gone."]


def test_the_gap_belongs_to_the_next_sentence() -> None:
    text = "One.  Two."
    found = [sentence_at(text, Passage(0, 10), offset) for offset in (3, 4, 5, 6, 10, 99)]
    assert found == [Passage(0, 4), *[Passage(6, 10)] * 5]


def test_an_empty_paragraph_has_an_empty_sentence() -> None:
    assert sentence_at("text", Passage(2, 2), 2) == Passage(2, 2)
    assert list(sentences("text", Passage(2, 2))) == []


@given(TEXTS, st.sampled_from(["", "One. Ends", "Dr. ", "… \n"]), st.sampled_from(["", "\nIt. It", ". The"]))
def test_from_any_place_as_from_the_beginning(paragraph: str, before: str, after: str) -> None:
    text = before + paragraph + after
    span = Passage(len(before), len(before) + len(paragraph))
    every = list(sentences(text, span))
    for offset in range(span.start, span.end):
        expected = next((found for found in every if found.end > offset), every[-1])
        assert sentence_at(text, span, offset) == expected


@given(TEXTS)
def test_sentences_hold_all_the_text_but_the_number(text: str) -> None:
    end = 0
    for place, found in enumerate(sentences(text, Passage(0, len(text)))):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == text[found.start : found.end].strip()
        gap = text[end : found.start].strip()
        assert not gap or (place == 0 and gap.rstrip(".").isdecimal())
        end = found.end
    assert end == len(text)


def gold_rows() -> list[dict[str, str]]:
    return [row for row in table_rows("passages.csv") if row["id"] not in NOT_SENTENCES]


@pytest.mark.parametrize("row", gold_rows(), ids=lambda row: row["id"])
def test_the_quotes_of_the_truth_are_sentences(row: dict[str, str]) -> None:
    text = (SEEDS / row["file"]).read_text(encoding="utf-8")
    quote = Passage(int(row["start"]), int(row["end"]))
    paragraph = ParagraphRuler(text).at(quote.start)
    assert paragraph is not None
    assert {sentence_at(text, paragraph, offset) for offset in range(quote.start, quote.end)} == {quote}


def test_the_samples_have_the_sentences_counted_by_hand() -> None:
    """555 were counted with the 9 page cuts joined; 8 of the cuts go through a sentence."""
    count = 0
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        count += sum(1 for paragraph in ParagraphRuler(text) for _ in sentences(text, paragraph))
    assert count == 555 + 8


def test_a_huge_paragraph_is_not_read_from_its_beginning() -> None:
    text = "Children are safe in care. " * 400_000 + "It ends"
    whole = Passage(0, len(text))
    started = time.perf_counter()
    for offset in range(0, len(text), len(text) // 200):
        sentence_at(text, whole, offset)
    assert time.perf_counter() - started < 1.0


def test_a_huge_run_of_stops_takes_linear_time() -> None:
    text = "a" + "." * 1_000_000 + "b"
    assert sentence_at(text, Passage(0, len(text)), len(text) // 2) == Passage(0, len(text))

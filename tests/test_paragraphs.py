"""Paragraphs are found by place as they are found one after another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.segmentation import last_nonspace, next_nonspace
from ofsted_tui.reading.structure.paragraphs import ParagraphRuler, paragraphs
from tests.folders import gold_documents, sample_text

PIECES = ["a", "It ended.", "\n", "\n\n", "- ", "• ", "12. The", "# H", "…"]
SPACES = [" ", "\t", "\x85", "\u2028", "\xa0"]
TEXTS = st.lists(st.sampled_from(PIECES + SPACES), max_size=30).map("".join)

WRAPPED = """\
Inspection of Anytown children's services

Most children receive a good service and, for some of
them, it is outstanding. A child who is nearly of age at
18. The local authority was slow because of COVID-
19. Later it improved.

## Findings
- the quality of assessments, including those of risk for
  children who live outside the area
- care leavers' access to their health histories

1. Impressive early help services have improved since the
last inspection, and children benefit from them.
2. Thresholds are clearly understood by the partners, and
children are helped when they need it.
"""


def ruler(text: str, wrapped: bool) -> ParagraphRuler:
    made = ParagraphRuler(text)
    made.wrapped = wrapped
    return made


def quotes(text: str) -> list[str]:
    return [text[span.start : span.end] for span in ParagraphRuler(text)]


@given(TEXTS)
def test_a_paragraph_is_a_line_that_is_not_blank(text: str) -> None:
    lines = [line.strip() for line in text.split("\n")]
    found = [text[span.start : span.end] for span in ruler(text, wrapped=False)]
    assert found == [line for line in lines if line]


@given(TEXTS, st.booleans())
def test_spans_are_in_order_without_white_space_around(text: str, wrapped: bool) -> None:
    end = 0
    for span in ruler(text, wrapped):
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end
    assert not text[end:].strip()


@given(TEXTS, st.booleans(), st.data())
def test_by_place_as_one_after_another(text: str, wrapped: bool, data: st.DataObject) -> None:
    every = list(ruler(text, wrapped))
    offset = data.draw(st.integers(0, len(text) + 1))
    fresh = ruler(text, wrapped)
    last = every[-1] if every else None
    assert fresh.at(offset) == next((span for span in every if span.end > offset), last)
    assert fresh.after(offset) == next((span for span in every if span.start >= offset), None)
    before = [span for span in every if span.end <= offset]
    assert fresh.before(offset) == (before[-1] if before else None)


@given(TEXTS, st.integers(0, 60))
def test_ink(text: str, offset: int) -> None:
    inked = [place for place, character in enumerate(text) if not character.isspace()]
    assert next_nonspace(text, offset) == next((place for place in inked if place >= offset), None)
    assert last_nonspace(text, offset) == max((place for place in inked if place < offset), default=None)


def test_hard_wrapped_text_is_read_in_blocks() -> None:
    assert ParagraphRuler(WRAPPED).wrapped
    starts = [quote.split("\n")[0] for quote in quotes(WRAPPED)]
    assert starts == [
        "Inspection of Anytown children's services",
        "Most children receive a good service and, for some of",
        "## Findings",
        "- the quality of assessments, including those of risk for",
        "- care leavers' access to their health histories",
        "1. Impressive early help services have improved since the",
        "2. Thresholds are clearly understood by the partners, and",
    ]
    assert quotes(WRAPPED)[1].endswith("COVID-\n19. Later it improved.")
    assert [found.number for found in paragraphs(WRAPPED)] == [None] * 7


def test_lines_of_words_are_no_wrapped_text() -> None:
    assert not ParagraphRuler("word\n" * 1_000).wrapped
    assert not ParagraphRuler("").wrapped
    assert not ParagraphRuler("One paragraph stands on one line here.\n" * 100).wrapped


def test_the_mode_is_told_from_the_beginning_alone() -> None:
    line = "a line that runs on to the next one without any stop\n"
    assert ParagraphRuler(line * 10_000 + "x" * 1_000_000).wrapped
    assert not ParagraphRuler("x" * 1_000_000 + "\n" + line * 10_000).wrapped


def test_no_text_no_paragraph() -> None:
    for text in ("", " \n\t\n"):
        empty = ParagraphRuler(text)
        assert (empty.at(0), empty.after(0), empty.before(9), list(empty)) == (None, None, None, [])


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        ("What needs to improve?", False),
        ("What needs to improve in this area of social work practice?", False),
        ("The experiences and progress of children in care: good", False),
        ("The experiences and progress of children who need help: requires improvement to be good", False),
        ("Overall effectiveness\tGood", False),
        ("## A heading of Markdown that goes on for many more words than usual.", False),
        ("Director Children, Families and Education", False),
        ("- access to their health histories", True),
        ("◼ \tThe quality of plans.", True),
        ("- training", False),
        ("12. Children are safe.", True),
        ("by senior managers, who complete their work promptly", True),
        ("Children in care are visited regularly by social workers.", True),
        ("児童は安全です。", True),
    ],
)
def test_prose(line: str, prose: bool) -> None:
    assert [found.carries_findings for found in paragraphs(line)] == [prose]


def test_the_sample_report_has_the_numbered_paragraphs_of_the_truth() -> None:
    truth = gold_documents()["001"]
    text = sample_text("001")
    found = {item.start: item for item in paragraphs(text) if item.number is not None}
    assert {start: item.number for start, item in found.items()} == {
        item["start"]: item["n"] for item in truth["paragraphs"]
    }
    for item in truth["paragraphs"]:
        whole = item["text"].split("\n")[0]
        assert found[item["start"]].passage == Passage(item["start"], item["start"] + len(whole))
        assert found[item["start"]].carries_findings


@pytest.mark.parametrize("key", ["000", "001", "002", "003", "004"])
def test_headings_of_the_samples_are_no_prose_and_improvement_points_are(key: str) -> None:
    truth = gold_documents()[key]
    text = sample_text(key)
    prose = {item.start: item.carries_findings for item in paragraphs(text)}
    assert not any(prose[item["start"]] for item in truth["headings"])
    assert all(prose[item["start"]] for item in truth["improvement_points"])

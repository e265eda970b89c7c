"""A direction is suggested only where the words are clear."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.language.cues import suggested_direction
from tests.folders import SEEDS, table_rows


def direction(text):
    suggestion = suggested_direction(text, Passage(0, len(text)), is_claim=False)
    return suggestion.direction if suggestion else None


@pytest.mark.parametrize(
    "text",
    [
        "Impressive early help services are a strength.",
        "Assessments are comprehensive, informative and timely.",
        "Children benefit from an improved early help offer.",
        "Personal advisers know young people well and see them regularly.",
        "Children's risks are well managed.",
        "Children do not experience delay, and the response is timely.",
        "Care proceedings work is completed promptly, preventing delay for children.",
        "When children's circumstances do not improve, managers take effective action.",
        "Services have improved since the last inspection and are good.",
    ],
)
def test_strengths(text):
    assert direction(text) is Direction.STRENGTH


@pytest.mark.parametrize(
    "text",
    [
        "The pace of change has been too slow.",
        "There is variability in the quality of supervision.",
        "This is not always proportionate to the presenting risks.",
        "Some records lack detail and analysis.",
        "The offer for young parents is underdeveloped.",
        "Not all young people are aware of their entitlements.",
        "The response is not strong enough.",
        "Children experience drift and\ndelay.",
        "Understanding of risk is limited.",
        "Evidence of their challenge and curiosity is limited and oversight is variable.",
        "Services are less well developed.",
        "Plans are not written well enough.",
        "There is an over-reliance on agency staff.",
        "Leaders know that more work is required.",
        "Practice has deteriorated.",
    ],
)
def test_improvements(text):
    assert direction(text) is Direction.IMPROVEMENT


@pytest.mark.parametrize(
    "text",
    [
        "Plans are thorough, but visits are often delayed.",
        "Despite this strong start, progress has been too slow.",
        "The experiences and progress of care leavers: requires improvement to be good",
        "The experiences and progress of children in care\tOutstanding",
        "It was judged to be inadequate.",
        "It is too early to see the impact.",
        "Leaders plan to introduce a robust framework.",
        "Leaders have recognised this shortfall and are undertaking a comprehensive review.",
        "Planning is effective for most children, although plans too often overlook families.",
        "The service is on the second floor.",
        "",
    ],
)
def test_what_is_not_clear_suggests_nothing(text):
    assert direction(text) is None


def test_a_shortcoming_denied_is_none():
    assert direction("No services have deteriorated.") is not Direction.IMPROVEMENT
    assert direction("There are no delays.") is not Direction.IMPROVEMENT
    assert direction("Children are helped without delay.") is not Direction.IMPROVEMENT
    assert direction("This has reduced drift.") is not Direction.IMPROVEMENT
    assert direction("Practice is not inconsistent.") is not Direction.IMPROVEMENT


def test_a_claim_is_a_claim_whatever_its_words():
    text = "You consider the quality of assessments is too variable."
    suggestion = suggested_direction(text, Passage(0, len(text)), is_claim=True, in_improvement=True)
    assert suggestion is not None
    assert suggestion.direction is Direction.CLAIM


def test_an_improvement_point_needs_improvement_whatever_its_words():
    text = "the quality of effective support"
    suggestion = suggested_direction(text, Passage(0, len(text)), is_claim=False, in_improvement=True)
    assert suggestion is not None
    assert suggestion.direction is Direction.IMPROVEMENT
    assert suggestion.because == "What needs to improve"


def test_the_words_that_led_to_it_are_named():
    text = "Support is Timely and\nwell  managed."
    suggestion = suggested_direction(text, Passage(0, len(text)), is_claim=False)
    assert suggestion is not None
    assert suggestion.because == "timely, well managed"


def test_only_the_passage_is_read():
    text = "Too slow. Support is timely."
    assert suggested_direction(text, Passage(10, 28), is_claim=False).direction is Direction.STRENGTH


def test_no_suggestion_for_a_gold_passage_is_wrong():
    expected = {"strength": Direction.STRENGTH, "improve": Direction.IMPROVEMENT, "la_claim": Direction.CLAIM}
    suggested = 0
    for row in table_rows("passages.csv"):
        text = (SEEDS / row["file"]).read_text(encoding="utf-8")
        passage = Passage(int(row["start"]), int(row["end"]))
        found = suggested_direction(text, passage, is_claim=row["kind"] == "la_claim")
        if found is not None:
            suggested += 1
            assert found.direction is expected.get(row["kind"]), row["id"]
    assert suggested >= 13


@given(st.text(st.sampled_from("not too slowtimely .,\n"), max_size=80))
def test_a_suggestion_always_names_words(text):
    suggestion = suggested_direction(text, Passage(0, len(text)), is_claim=False)
    assert suggestion is None or suggestion.because


@pytest.mark.parametrize("piece", ["not ", "if ", "judged ", "too ", "know a ", " ", "x", "never well "])
def test_a_hostile_text_takes_little_time(piece):
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    suggested_direction(text, Passage(0, len(text)), is_claim=False)
    suggested_direction(text, Passage(0, 20_000), is_claim=False)
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize("text", ["not reliable but strong practice", "No plans and strong support"])
def test_capitals_make_no_difference(text):
    found = [
        suggested_direction(one, Passage(0, len(one)), is_claim=False)
        for one in (text, text.upper(), text.title())
    ]
    assert [one.direction for one in found] == [Direction.STRENGTH] * 3

"""Sentences about earlier inspections of the authority are found, with the year they name."""

import time

import pytest

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.language.mentions import earlier_mentions
from ofsted_tui.reading.structure.paragraphs import paragraphs
from tests.folders import sample_text


def years(text, event_year=2024):
    return [mention.year for mention in earlier_mentions(text, [Passage(0, len(text))], event_year)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Services have improved since the last inspection in 2018.", 2018),
        ("This was identified in the 2018 inspection and remains a concern.", 2018),
        ("This was raised at the previous inspection.", None),
        ("Services have improved since the ILACS inspection in 2023.", 2023),
        ("The Ofsted single inspection in 2014 found that services required improvement.", 2014),
        ("Much has changed since the focused visit in July 2021.", 2021),
        ("Since the last full inspection, plans are better.", None),
        ("At the last inspection, in May 2019, it was judged to be ‘requires improvement to be good’.", 2019),
        ("Leaders acted on recommendations from the previous inspection.", None),
        ("It has improved since the last\n\ninspection in 2018.", 2018),
        ("caseloads seen at the last inspection and the subsequent monitoring visits", None),
        ("It addressed issues raised in previous inspections.", None),
        ("Since the inspection of school improvement services in 2016 you have reorganised.", 2016),
        ("Services have been inadequate since they were judged inadequate in June 2018.", 2018),
        ("Practice is better since the second monitoring visit.", None),
    ],
)
def test_sentences_that_look_back(text, year):
    assert years(text) == [year]


@pytest.mark.parametrize(
    "text",
    [
        "During the inspection, leaders acted.",
        "Inspectors saw good practice.",
        "Leaders knew this prior to this inspection.",
        "Leaders knew this prior to the inspection.",
        "Ofsted will plan the next inspection or visit.",
        "This visit was carried out in line with the inspection framework.",
        "The schools' last inspection was good.",
        "In the last inspection of the school, leaders were praised.",
        "Two homes were recently inspected with positive outcomes.",
        "The last inspection of the children's homes was good.",
        "The previous fostering agency inspection was good.",
        "The pandemic began in 2020.",
        "Action followed the inspection in December 2024.",
        "An inspection is due, by the plan for the inspection in 2026.",
        "",
    ],
)
def test_sentences_that_do_not(text):
    assert years(text) == []


def test_the_year_of_the_event_itself_counts_only_looking_back():
    assert years("It changed since the focused visit in January 2024.") == [2024]
    assert years("emerging findings during the inspection in December 2024") == []


def test_a_mention_is_its_sentence():
    text = "Plans are good. They have improved since the last inspection. Staff stay."
    (mention,) = earlier_mentions(text, [Passage(0, len(text))])
    assert text[mention.start : mention.end] == "They have improved since the last inspection."


def mentions_of(name, event_year):
    text = sample_text(name)
    found = earlier_mentions(text, [one.passage for one in paragraphs(text)], event_year)
    return [(text.count("\n", 0, one.start) + 1, one.year) for one in found]


@pytest.mark.parametrize(
    ("name", "event_year", "expected"),
    [
        ("000", 2025, [(30, 2023)]),
        ("001", 2023, [(36, 2018), (40, None), (82, 2018), (94, 2018), (96, 2018)]),
        ("002", 2023, []),
        ("003", 2018, [(45, None), (55, 2016)]),
        ("004", 2018, [(30, 2014), (46, None)]),
    ],
)
def test_the_samples_refer_to_what_their_readers_noted(name, event_year, expected):
    assert mentions_of(name, event_year) == expected


@pytest.mark.parametrize(
    "piece", ["Since the last. ", "last ", "since judged ", "2018 ", "the last a ", "in May and ", " ", "A. "]
)
def test_a_hostile_text_takes_linear_time(piece):
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    earlier_mentions(text, [Passage(0, len(text))], 2024)
    assert time.perf_counter() - started < 20

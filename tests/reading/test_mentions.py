"""Topics, earlier inspections and the national framework, found where a text mentions them."""

import time

import pytest

from ofsted_tui.model.codebook import Topic
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.language.mentions import earlier_mentions, framework_reference, mentioned_topics
from ofsted_tui.reading.structure.paragraphs import paragraphs
from tests.folders import sample_text

TOPICS = (
    Topic("c.health", "c", "health histories", "", ("health passport", "My Health Story")),
    Topic("h.door", "h", "front door / MASH / contacts & referrals", "", ()),
    Topic("c.eet", "c", "EET", "", ("education, employment and training",)),
    Topic("h.voice", "h", "direct work", "", ("child's voice", "lived experience")),
    Topic("h.prevent", "h", "radicalisation / Prevent", "", ()),
    Topic("h.disabled", "h", "disabled children", "", ("SEND", "children with disabilities")),
    Topic("h.hours", "h", "out-of-hours / EDT", "", ()),
)


def codes(text):
    return mentioned_topics(text, TOPICS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("access to HEALTH HISTORIES", "c.health"),
        ("their health history", "c.health"),
        ("'My Health Story' remains underdeveloped", "c.health"),
        ("the health\npassports", "c.health"),
        ("referred to the MASH.", "h.door"),
        ("decisions in the mash", "h.door"),
        ("the front-door service", "h.door"),
        ("a referral", "h.door"),
        ("education, employment and training", "c.eet"),
        ("education employment, and training", "c.eet"),
        ("the child’s voice", "h.voice"),
        ("children's voices", "h.voice"),
        ("a young person's lived experiences", "h.voice"),
        ("The Prevent duty", "h.prevent"),
        ("pupils with SEND", "h.disabled"),
        ("disabled children’s needs", "h.disabled"),
        ("the out of hours service", "h.hours"),
        ("the out‑of‑hours service", "h.hours"),
    ],
)
def test_a_mention(text, code):
    assert codes(text) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "to prevent harm and send letters",
        "meet, smashed, preferrals",
        "a healthy history",
        "The front. Door to door visits",
        "children live well",
    ],
)
def test_no_mention(text):
    assert codes(text) == set()


def test_several_at_one_place():
    assert codes("disabled children's direct work with contacts") == {"h.disabled", "h.voice", "h.door"}


def test_other_topics_are_read_anew():
    assert mentioned_topics("front door", TOPICS[:1]) == set()
    assert mentioned_topics("front door", TOPICS) == {"h.door"}
    assert mentioned_topics("front door", ()) == set()


def test_what_sample_001_covers_and_what_it_is_silent_on(codebook):
    text = sample_text("001")
    found = mentioned_topics(text, codebook.topics)
    assert {"help_protection.early_help", "care_leavers.eet", "children_in_care.adoption"} <= found
    silent = {
        "help_protection.lado",
        "help_protection.private_fostering",
        "help_protection.young_carers",
        "help_protection.radicalisation",
        "help_protection.unborn",
        "children_in_care.kinship",
        "leaders.caseloads",
        "leaders.edi",
    }
    assert not silent & found


def test_a_megabyte_is_read_at_once(codebook):
    for piece in ("care leavers ", "x", "'", "a-", "s’s ", ". "):
        text = piece * (1_000_000 // len(piece))
        started = time.perf_counter()
        mentioned_topics(text, codebook.topics)
        assert time.perf_counter() - started < 5


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
def test_earlier_mentions_of_a_hostile_text_take_linear_time(piece):
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    earlier_mentions(text, [Passage(0, len(text))], 2024)
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    ("point", "reference"),
    [
        ("The quality of plans. (outcome 4, national framework)", "outcome 4"),
        ("The quality of plans (Enabler two)", "enabler 2"),
        ("The plans (outcome 1 and enabler 3, national framework).", "outcome 1, enabler 3"),
        ("The plans (outcomes 1, 2 and 4, national framework)", "outcome 1, outcome 2, outcome 4"),
        ("The plans (outcomes 1–3, national framework)", "outcome 1, outcome 2, outcome 3"),
        ("The plans (outcome\n4,\n national framework);", "outcome 4"),
        ("The plans [Principle 3]", "principle 3"),
        ("The plans, outcome three, national framework.", "outcome 3"),
        ("The plans – enabler 2.", "enabler 2"),
        ("The plans (IROs) for children (OUTCOME 2, National Framework)", "outcome 2"),
        ("The plans (outcome 4 and outcome 4, national framework)", "outcome 4"),
    ],
)
def test_a_citation(point, reference):
    assert framework_reference(point) == reference


@pytest.mark.parametrize(
    "point",
    [
        "",
        "Outcomes for children.",
        "The outcomes of 4 children",
        "Plans with one outcome 3 weeks after the visit",
        "Outcome 12 (national framework)",
        "The national framework for plans",
        "An enabler for two teams",
    ],
)
def test_no_citation(point):
    assert framework_reference(point) == ""


@pytest.mark.parametrize("piece", ["(", "outcome 1, ", " ", "(outcome", "outcome 1 to ", "1 and "])
def test_references_of_a_hostile_text_take_linear_time(piece):
    started = time.perf_counter()
    framework_reference(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - started < 5

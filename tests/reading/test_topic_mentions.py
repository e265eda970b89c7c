"""Topics are mentioned by their titles and synonyms, as whole words."""

import time

import pytest

from ofsted_tui.model.codebook import Topic
from ofsted_tui.reading.language.mentions import mentioned_topics
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

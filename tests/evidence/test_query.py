"""What is typed, taken literally."""

import pytest

from ofsted_tui.evidence.search import query_like, query_of, topics_in, with_synonyms


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("health histories", ("health", "histories")),
        ('"health histories" care', ("health histories", "care")),
        ("“health histories”", ("health histories",)),
        ('an open "quote here', ("quote here", "open")),
        ("care care", ("care",)),
        ("the children of the", ("children",)),
        ("to be", ("to", "be")),
        ('"to be"', ("to be",)),
        ("NEAR(a -b) *", ("NEAR(a", "-b)")),
        ("", ()),
        ('" " - ""', ()),
    ],
)
def test_words_and_phrases(typed, parts):
    assert query_of(typed).parts == parts


def test_nothing_typed_is_no_query():
    assert not query_of("  ")
    assert query_of("x")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("education employment training", ["care_leavers.eet"]),
        ("employment, education", ["children_in_care.education"]),
        ("Health Histories", ["care_leavers.health_and_health_histories_passports"]),
        ("accommodation", ["care_leavers.accommodation"]),
        ("the zebra", []),
    ],
)
def test_the_topic_with_most_words_in_common_is_named(typed, codes, codebook):
    assert [topic.code for topic in topics_in(typed, codebook)] == codes


def test_topics_that_share_the_words_are_all_named(codebook):
    assert len(topics_in("return home interviews", codebook)) == 3


def test_synonyms_are_other_words_for_it(codebook):
    query = with_synonyms(query_of("health histories"), topics_in("health histories", codebook))
    assert "My Health Story" in query.others
    assert query.parts == ("health", "histories")


def test_a_passage_asks_for_any_of_its_telling_words():
    query = query_like("- The take-up of return home interviews, of interviews.")
    assert query.parts == ()
    assert query.others == ("take-up", "return", "home", "interviews")
    assert len(query_like(" ".join(f"word{at}" for at in range(500))).others) == 60

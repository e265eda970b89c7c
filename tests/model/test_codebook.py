"""What the codebook answers, checked with the facts of ILACS."""

from datetime import date

import pytest

from ofsted_tui.model.errors import CodebookError
from ofsted_tui.reading.codebook_file import ilacs_codebook


@pytest.fixture
def codebook():
    return ilacs_codebook()


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2017, 12, 31), None),
        (date(2018, 1, 1), "2018"),
        (date(2022, 12, 31), "2018"),
        (date(2023, 1, 1), "2023"),
        (date(2026, 3, 31), "2023"),
        (date(2026, 4, 1), "2026"),
        (date(2031, 1, 1), "2026"),
    ],
)
def test_the_day_it_started_decides_the_edition(codebook, day, code):
    edition = codebook.edition_on(day)
    assert (edition.code if edition else None) == code


def test_the_newest_edition_is_that_of_2026(codebook):
    assert codebook.newest_edition.code == "2026"


@pytest.mark.parametrize(
    ("edition", "codes"),
    [
        (
            "2018",
            ["help_protection", "children_in_care_and_care_leavers", "leaders", "overall_effectiveness"],
        ),
        ("2023", ["help_protection", "children_in_care", "care_leavers", "leaders", "overall_effectiveness"]),
        ("2026", ["help_protection", "children_in_care", "care_leavers", "leaders"]),
    ],
)
def test_areas_come_by_digit(codebook, edition, codes):
    assert [area.code for area in codebook.areas_of(codebook.edition(edition))] == codes


@pytest.mark.parametrize(
    ("edition", "digit", "code"),
    [
        ("2018", 1, "help_protection"),
        ("2018", 2, "children_in_care_and_care_leavers"),
        ("2023", 2, "children_in_care"),
        ("2023", 3, "care_leavers"),
        ("2018", 4, "leaders"),
        ("2026", 4, "leaders"),
        ("2018", 5, "overall_effectiveness"),
        ("2023", 5, "overall_effectiveness"),
    ],
)
def test_a_digit_tags_with_its_area(codebook, edition, digit, code):
    assert codebook.area_for_digit(codebook.edition(edition), digit).code == code


@pytest.mark.parametrize(
    ("edition", "digit", "reason"),
    [
        ("2018", 3, "Care leavers were not a judgement of their own before 2023"),
        ("2026", 5, "Overall effectiveness is no longer a judgement"),
        ("2023", 6, r"ILACS 2023 has no judgement area 6\."),
        ("2018", 9, r"ILACS 2018 has no judgement area 9\."),
    ],
)
def test_a_digit_without_area_says_why(codebook, edition, digit, reason):
    with pytest.raises(CodebookError, match=f"^{reason}"):
        codebook.area_for_digit(codebook.edition(edition), digit)


def test_an_area_of_the_edition_is_returned(codebook):
    assert codebook.area_in(codebook.edition("2023"), "care_leavers") == codebook.area("care_leavers")


@pytest.mark.parametrize(
    ("edition", "code", "reason"),
    [
        ("2018", "care_leavers", r"^care_leavers: Care leavers were not a judgement of their own"),
        ("2026", "overall_effectiveness", r"^overall_effectiveness: .* no longer a judgement"),
        ("2018", "children_in_care", r"is not a judgement of ILACS 2018 .*children_in_care_and_care_leavers"),
        ("2023", "children_in_care_and_care_leavers", r"is not a judgement of ILACS 2023"),
        ("2023", "schools", r"There is no judgement area 'schools'; there are help_protection, "),
    ],
)
def test_an_area_of_another_edition_is_refused_with_the_reason(codebook, edition, code, reason):
    with pytest.raises(CodebookError, match=reason):
        codebook.area_in(codebook.edition(edition), code)


def test_unknown_codes_are_named(codebook):
    with pytest.raises(CodebookError, match=r"no ILACS edition '2020'; there are 2018, 2023, 2026\.$"):
        codebook.edition("2020")
    with pytest.raises(CodebookError, match=r"^There is no topic 'leaders\.magic'\.$"):
        codebook.topic("leaders.magic")


def test_topics_of_the_combined_area_are_those_of_the_two_it_became(codebook):
    combined = codebook.topics_of("children_in_care_and_care_leavers")
    assert combined == codebook.topics_of("children_in_care") + codebook.topics_of("care_leavers")
    assert {topic.area for topic in combined} == {"children_in_care", "care_leavers"}


def test_topics_of_one_area_are_its_own(codebook):
    counts = {area.code: len(codebook.topics_of(area.code)) for area in codebook.areas}
    assert counts == {
        "help_protection": 23,
        "children_in_care": 24,
        "children_in_care_and_care_leavers": 41,
        "care_leavers": 17,
        "leaders": 19,
        "overall_effectiveness": 0,
    }


def test_a_topic_is_found_by_its_code(codebook):
    assert codebook.topic("care_leavers.eet").title == "EET"

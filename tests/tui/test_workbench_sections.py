"""Going and tagging by section, on the sample corpus."""

import pytest

from tests.workbench_driver import driven, sample_app

PORTSMOUTH_2025 = "Focused visit to Portsmouth"
SOUTHAMPTON_2018 = "Focused visit to Southampton"
CONVERSATION = "Annual Conversation"


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


def open_sample(driver, store, title: str) -> None:
    driver.bench.open_document(next(one.id for one in store.documents.all() if one.title.startswith(title)))


def where(driver) -> str:
    return driver.app.screen.query_one("#where-line").text


def to_number(driver, number: int) -> None:
    driver.pane.go_to(driver.review.paragraphs.numbered(number).start)


async def test_where_line_names_paragraph_section_and_grade(app):
    async with driven(app) as d:
        to_number(d, 30)
        assert where(d).startswith("¶30 · care leavers: requires improvement to be good")


async def test_brace_goes_to_the_first_finding_of_the_next_section_and_back(app):
    async with driven(app) as d:
        to_number(d, 1)
        seen = []
        for key in ("}", "}", "}", "{", "{"):
            await d.press(key)
            seen.append(d.review.paragraphs.at(d.passage.start).number)
        assert seen == [11, 27, 41, 27, 11]


async def test_no_section_below_or_above_is_said(app):
    async with driven(app) as d:
        to_number(d, 53)
        await d.press("}")
        assert d.status == "There is no section below."
        await d.press("g", "{")
        assert d.status == "There is no section above."


@pytest.mark.parametrize(("number", "letter"), [(10, "H"), (26, "C"), (27, "V"), (53, "L")])
async def test_enter_tags_with_the_area_of_the_section_and_moves_on(app, number, letter):
    async with driven(app) as d:
        to_number(d, number)
        sentence, here = d.quote, d.passage
        await d.press("enter")
        assert d.tags() == [(letter, sentence)]
        if number < 53:
            assert d.passage.start > here.end
            assert d.review.paragraphs.at(d.passage.start).number == number + 1


async def test_enter_on_a_heading_tags_nothing_and_moves_on(app):
    async with driven(app) as d:
        d.go_to("The experiences and progress of care leavers: ")
        await d.press("enter")
        assert d.tags() == []
        assert d.review.paragraphs.at(d.passage.start).number == 27


async def test_enter_before_the_sections_says_why_it_tags_nothing(app):
    async with driven(app) as d:
        d.go_to("Most children in Portsmouth")
        await d.press("enter")
        assert d.tags() == []
        assert d.status.startswith("Not tagged: ")


@pytest.mark.parametrize(
    ("title", "area"),
    [
        (PORTSMOUTH_2025, "care leavers"),
        (SOUTHAMPTON_2018, "children in care and care leavers"),
    ],
)
async def test_a_letter_suggests_the_area_that_the_visit_looked_at(app, store, title, area):
    async with driven(app, (200, 40)) as d:
        open_sample(d, store, title)
        finding = next(one for one in d.review.paragraphs.paragraphs if one.carries_findings)
        d.pane.go_to(finding.start)
        await d.press("enter")
        assert f" {area} (the visit looked at " in d.status
        (tag,) = d.review.annotations
        assert d.review.codebook.area(tag.area).short_title == area


async def test_an_annual_conversation_suggests_nothing_and_says_why(app, store):
    async with driven(app, (200, 40)) as d:
        open_sample(d, store, CONVERSATION)
        finding = next(one for one in d.review.paragraphs.paragraphs if one.carries_findings)
        d.pane.go_to(finding.start)
        assert "enter:" not in d.status
        await d.press("enter")
        assert d.tags() == []
        assert d.status.startswith("Not tagged: this document has no sections by area")


async def test_the_report_is_accounted_for_in_seventy_keys(app):
    """From opening to 100 %, each numbered paragraph tagged with its section's area (ilacs.md)."""
    truth = {"H": range(1, 11), "C": range(11, 27), "V": range(27, 41), "L": range(41, 54)}
    async with driven(app) as d:
        keys = 0
        while "100 % accounted for" not in d.screen_text():
            paragraph = d.review.paragraphs.at(d.passage.start)
            await d.press("enter" if paragraph.number else "space")
            keys += 1
            assert keys <= 70
        table = d.review.paragraphs
        letters = {
            table.at(one.start).number: d.review.codebook.area(one.area).letter
            for one in d.review.annotations
        }
        assert letters == {number: letter for letter, numbers in truth.items() for number in numbers}


async def test_a_tag_against_its_section_is_marked_and_can_be_listed(app):
    async with driven(app) as d:
        to_number(d, 30)
        await d.press("enter")
        to_number(d, 31)
        await d.press("4")
        assert "≠ its section" in d.status
        assert "¶31≠" in d.screen_text()
        assert "¶30≠" not in d.screen_text()
        await d.press("tab", "/", "shift+tab", "space", "enter")
        assert [one.area for one in d.listed.annotations] == ["leaders"]
        assert "1 of 2 annotations" in d.screen_text()
        await d.press("/")
        assert "[x] Only tags against their section's area" in d.screen_text()
        await d.press("shift+tab", "space")
        assert "[ ] Only tags against their section's area" in d.screen_text()
        await d.press("enter")
        assert len(d.listed) == 2

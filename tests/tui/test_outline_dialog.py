"""The outline."""

import time
from dataclasses import replace

import pytest

from ofsted_tui.model.paragraph import Role
from ofsted_tui.model.structure import Section, Structure
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens.outline_dialog import OutlineDialog
from tests.workbench_driver import driven, sample_app

CARE = "V care leavers: requires improvement to be good"


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


def row_with(driver, words: str) -> str:
    return next(row for row in driver.rows() if words in row)


def to_number(driver, number: int) -> None:
    driver.pane.go_to(driver.review.paragraphs.numbered(number).start)


async def test_sections_with_letter_grade_and_progress(app):
    async with driven(app) as d:
        await d.press("O")
        assert isinstance(d.app.screen, OutlineDialog)
        for words, total in (
            ("H help and protection: outstanding", 10),
            ("C children in care: good", 16),
            (CARE, 14),
            ("L leaders: good", 13),
        ):
            assert f" 0/{total} " in row_with(d, words)
        assert "0/5" in row_with(d, "Summary")


async def test_the_section_with_the_cursor_is_unfolded_and_marked_the_others_folded(app):
    async with driven(app) as d:
        to_number(d, 30)
        await d.press("O")
        assert "← here" in row_with(d, CARE)
        assert "¶30" in d.screen_text()
        assert "¶11 " not in d.screen_text()
        assert d.screen_text().count("← here") == 1


async def test_paragraphs_say_open_tagged_or_read(app):
    async with driven(app) as d:
        to_number(d, 27)
        await d.press("3", "4")
        to_number(d, 28)
        await d.press("space", "O")
        assert "VL  ¶27 " in row_with(d, "¶27 ")
        assert "✓   ¶28 " in row_with(d, "¶28 ")
        assert "○   ¶29 " in row_with(d, "¶29 ")
        assert "2/14" in row_with(d, CARE)


async def test_a_section_that_is_done_says_so_without_colour(app):
    async with driven(app) as d:
        for number in range(1, 11):
            d.review.mark_read(d.review.paragraphs.numbered(number).passage)
        await d.press("O")
        assert "✓ 10/10" in row_with(d, "H help and protection")
        assert "✓" not in row_with(d, CARE)


async def test_enter_goes_to_the_paragraph_or_to_where_the_section_begins(app):
    async with driven(app) as d:
        to_number(d, 30)
        await d.press("O", "j", "enter")
        assert d.review.paragraphs.at(d.passage.start).number == 31
        assert d.app.screen is d.bench
        await d.press("O", "h", "enter")
        assert d.review.paragraphs.at(d.passage.start).number == 27


async def test_folding_and_unfolding_by_key(app):
    async with driven(app) as d:
        to_number(d, 30)
        await d.press("O", "h", "h")
        assert "○   ¶30" not in d.screen_text()
        await d.press("right", "right", "enter")
        assert d.review.paragraphs.at(d.passage.start).number == 27


async def test_escape_leaves_the_cursor_alone(app):
    async with driven(app) as d:
        to_number(d, 30)
        before = d.pane.place
        await d.press("O", "j", "j", "escape")
        assert d.pane.place == before


async def test_a_digit_sets_the_area_of_a_section_at_once_and_zero_takes_it_away(app):
    async with driven(app) as d:
        to_number(d, 30)
        before = d.pane.place
        await d.press("3", "O", "h", "4")
        assert "L leaders: requires improvement to be good" in d.screen_text()
        assert "Kept: “" in d.screen_text()
        documents = d.review.store.documents
        kept = documents.structures.sections(d.review.document.id)
        at = d.review.paragraphs.numbered(30).section
        assert kept[at].area == "leaders"
        assert d.review.opened.is_against_section(next(iter(d.review.annotations)))
        await d.press("0")
        assert d.review.opened.sections[at].area == ""
        assert "belongs to no area" in d.screen_text()
        await d.press("escape")
        assert d.pane.place == before
        assert documents.details(d.review.document.id).corrected == {f"section:{kept[at].start}="}


async def test_a_digit_that_is_no_area_or_no_section_is_a_fault_and_changes_nothing(app):
    async with driven(app) as d:
        to_number(d, 30)
        before = d.review.opened.sections
        await d.press("O", "3")
        assert "Only a section has an area" in d.screen_text()
        await d.press("h", "9")
        assert "has no judgement area 9" in d.screen_text()
        assert d.review.opened.sections == before


async def test_corrected_area_is_what_enter_tags_with(app):
    async with driven(app) as d:
        to_number(d, 30)
        await d.press("O", "h", "4", "escape", "enter")
        assert [letter for letter, _ in d.tags()] == ["L"]


async def test_hostile_titles_are_shown_as_they_are(store, codebook, add_document, open_review):
    hostile = "[/nope] \x1b[2J \u202eevil"
    text = f"{hostile}\n\n1. {hostile} one.\n\n2. Two."
    document = add_document(text, title=hostile)
    with store.action():
        found = Structure(sections=(Section(0, len(hostile), hostile, len(text)),))
        store.documents.structures.put_sections(document.id, found.sections)
    async with driven(WorkbenchApp(store, codebook, open_review(document))) as d:
        for keys in (("O",), ("escape", "i"), ("escape", "C")):
            await d.press(*keys)
            assert "\x1b" not in d.screen_text()
            assert "\u202e" not in d.screen_text()
            assert "[/nope] ␛[2J �evil" in d.screen_text()


async def test_a_thousand_paragraphs_open_without_a_stall(store, codebook, add_document, open_review):
    text = "\n\n".join(f"{number}. Sentence of {number}." for number in range(1, 1001))
    document = add_document(text)
    found = store.documents.structures.paragraphs(document.id)
    with store.action():
        findings = tuple(replace(one, role=Role.FINDING) for one in found)
        store.documents.structures.put(document.id, Structure(paragraphs=findings))
    review = open_review(document)
    async with driven(WorkbenchApp(store, codebook, review)) as d:
        d.go_to("Sentence of 900.")
        began = time.perf_counter()
        await d.press("O")
        assert time.perf_counter() - began < 1.5
        assert "○   ¶900 Sentence of 900." in d.screen_text()

"""What is open, what is silent, and the sign-off."""

import pytest

from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.structure import Structure
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens.coverage_dialog import CoverageDialog
from ofsted_tui.tui.screens.dialog import ConfirmDialog
from tests.workbench_driver import driven, sample_app

SOUTHAMPTON = "Focused visit to Southampton"


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


@pytest.fixture
def small(store, codebook, add_document, open_review):
    text = "1. One thing.\n\n2. Another thing."
    document = add_document(text, title="Small letter")
    spans = (0, 13, 1), (15, len(text), 2)
    findings = tuple(Paragraph(start, end, number, Role.FINDING) for start, end, number in spans)
    with store.action():
        store.documents.structures.put(document.id, Structure(paragraphs=findings))
    return WorkbenchApp(store, codebook, open_review(document))


def row_with(driver, words: str) -> str:
    return next(row for row in driver.rows() if words in row)


def signed(driver) -> str | None:
    return driver.review.store.sessions.get(driver.review.session.id).signed_off_at


async def test_lists_every_document_with_its_share_and_the_sections_of_the_open_one(app):
    async with driven(app) as d:
        d.go_to("Most children in Portsmouth")
        await d.press("space", "C")
        assert isinstance(d.app.screen, CoverageDialog)
        for title in ("Focused visit to Portsmouth", SOUTHAMPTON, "Annual Conversation", "rated 'good'"):
            assert "0 %" in row_with(d, title)
        assert "Inspection of Portsmouth City Council" in row_with(d, "1/61 ")
        assert "0/14" in row_with(d, "V care leavers: requires improvement to be good")


async def test_enter_on_an_open_paragraph_goes_there(app):
    async with driven(app) as d:
        await d.press("C", "j", "j", "j", "l", "j", "j")
        assert "○ ¶2 " in d.screen_text()
        await d.press("enter")
        assert d.review.paragraphs.at(d.passage.start).number == 2


async def test_enter_opens_another_document(app):
    async with driven(app) as d:
        await d.press("C", "G", "k", "l", "j", "l", "j")
        await d.press("enter")
        assert d.review.document.title.startswith(SOUTHAMPTON)
        found = d.review.paragraphs.at(d.passage.start)
        assert found.carries_findings


async def test_topics_without_a_tag_are_divided_into_mentioned_and_silent(app):
    async with driven(app) as d:
        await d.press("C", "G", "l", "l")
        assert "No tag on these topics" in d.screen_text()
        assert "mentioned in the text (" in d.screen_text()
        assert "silent: not mentioned either (" in d.screen_text()
        await d.press("h", "enter")
        assert isinstance(d.app.screen, CoverageDialog)


async def test_sign_off_asks_once_more_while_something_is_open(small):
    async with driven(small) as d:
        await d.press("C", "s")
        assert isinstance(d.app.screen, ConfirmDialog)
        assert "2 paragraphs are open. Sign off anyway?" in d.screen_text()
        await d.press("n")
        assert isinstance(d.app.screen, CoverageDialog)
        assert signed(d) is None
        await d.press("s", "y")
        assert d.status == "Signed off: 0 of 2 paragraphs accounted for, 2 open."
        assert signed(d) is not None


async def test_sign_off_with_nothing_open_and_a_later_change_lifts_it(small):
    async with driven(small) as d:
        await d.press("space", "space", "C")
        assert "✓ nothing open" in d.screen_text()
        await d.press("s")
        assert d.status == "Signed off: 2 of 2 paragraphs accounted for."
        await d.press("C")
        assert "signed off 2026-01-05" in d.screen_text()
        await d.press("escape", "1")
        assert signed(d) is None


async def test_the_start_screen_says_what_is_signed_off(small):
    async with driven(small) as d:
        await d.press("S")
        assert "signed off" not in d.screen_text()
        await d.press("enter", "C", "s", "y", "S")
        assert "signed off 2026-01-0" in d.screen_text()


async def test_one_open_paragraph_is_one(small):
    async with driven(small) as d:
        await d.press("space", "C", "s")
        assert "1 paragraph is open." in d.screen_text()

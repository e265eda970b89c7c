"""New versions in the workbench: offered, linked, said, undone."""

from datetime import date

import pytest

from ofsted_tui.importing.versions import replace
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.passage import Passage
from ofsted_tui.review.placing import Placing
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens.dialog import VersionDialog
from ofsted_tui.tui.screens.placing_screen import PlacingScreen
from tests.workbench_driver import driven

LINES = [f"Leaders of service {name} know what children there need." for name in ("one", "two", "three")]
FORMER = "\n\n".join(LINES)
LATER = "\n\n".join(["A page that is new in this version.", *LINES])
FACTS = {
    "title": "Visit to York",
    "kind": DocumentKind.FOCUSED_VISIT,
    "local_authority": "York",
    "event_start": date(2024, 5, 1),
}


@pytest.fixture
def former(add_document):
    return add_document(FORMER, source="old.pdf", format="PDF", **FACTS)


@pytest.fixture
def later(add_document):
    return add_document(LATER, source="new.txt", **FACTS)


@pytest.fixture
def review(store, codebook, open_review, former):
    """A session with two tags in the former version, open there."""
    review = open_review(former)
    for words in LINES[:2]:
        start = FORMER.index(words)
        review.tag(Passage(start, start + len(words)), codebook.area("leaders"))
    return review


@pytest.fixture
def app(store, codebook, review):
    return WorkbenchApp(store, codebook, review)


async def placing_shown(d):
    await d.until(lambda: isinstance(d.app.screen, PlacingScreen) and d.app.screen.placing.items)


def count(store, review, document):
    return len(store.annotations.of(review.session.id, document.id))


async def test_p_without_another_version_says_how_one_comes_in(app):
    async with driven(app) as d:
        await d.press("P")
        assert "No other version of this document is known: I imports one" in d.status
        assert d.app.screen is d.bench


async def test_p_asks_naming_both_and_nothing_moves_before_the_answer(app, store, review, former, later):
    async with driven(app) as d:
        await d.press("P")
        assert isinstance(d.app.screen, VersionDialog)
        shown = d.screen_text()
        assert "new version of a document" in shown
        assert "new.txt · no tag of this session" in shown
        assert "PDF · old.pdf · 2 tags" in shown
        assert "nothing moves before you say so" in shown
        await d.press("n")
        assert store.documents.details(later.id).replaces is None
        assert count(store, review, former) == 2
        await d.press("P", "escape")
        assert store.documents.replacing(former.id) == []


async def test_yes_links_them_and_places(app, store, review, former, later):
    async with driven(app) as d:
        await d.press("P", "y")
        await placing_shown(d)
        assert store.documents.details(later.id).replaces == former.id
        assert review.document.id == later.id
        assert count(store, review, former) == 2
        assert "0 of 2 decided · 2 same" in d.screen_text()


async def test_from_the_new_version_it_is_the_same(store, codebook, review, former, later):
    review.open_document(later.id)
    async with driven(WorkbenchApp(store, codebook, review)) as d:
        await d.press("P", "y")
        await placing_shown(d)
        assert store.documents.details(later.id).replaces == former.id


async def test_p_on_a_replaced_document_opens_the_newest_version(app, store, review, former, later):
    replace(store, later.id, former.id)
    async with driven(app) as d:
        await d.press("P")
        await placing_shown(d)
        assert review.document.id == later.id
        assert later.id in store.sessions.get(review.session.id).document_ids


async def test_the_former_version_says_that_a_new_one_is_here(app, store, former, later):
    replace(store, later.id, former.id)
    async with driven(app) as d:
        assert d.status == "A new version of this document is here: P places your tags in it."


async def test_the_new_version_says_how_many_wait(app, store, former, later):
    replace(store, later.id, former.id)
    async with driven(app) as d:
        d.bench.open_document(later.id)
        assert d.status == "2 tags of the former version wait to be placed: P."
        await d.press("j")
        assert "wait" not in d.status


async def test_the_list_of_documents_names_the_former_version(app, store, former, later):
    replace(store, later.id, former.id)
    async with driven(app) as d:
        await d.press("o")
        (row,) = [row for row in d.rows()[1:] if "old.pdf" in row]
        assert "former version" in row
        (row,) = [row for row in d.rows()[1:] if "new.txt" in row]
        assert "new version" in row


async def test_an_import_offers_each_new_version(app, store, review, former, later):
    async with driven(app) as d:
        d.bench.versions.offer([later.details])
        await d.settle()
        assert isinstance(d.app.screen, VersionDialog)
        await d.press("n")
        assert store.documents.details(later.id).replaces is None
        await d.press("P")
        assert isinstance(d.app.screen, VersionDialog)


async def test_undo_in_the_workbench_shows_the_former_version_again(app, store, review, former, later):
    replace(store, later.id, former.id)
    async with driven(app) as d:
        d.bench.open_document(later.id)
        placing = Placing(review)
        placing.place()
        placing.accept(placing.items[1])
        await d.press("u")
        assert review.document.id == former.id
        assert d.status.startswith("Undone: plac")
        assert d.quote == LINES[1]
        assert len(d.listed) == 2


async def test_many_changes_at_once_are_all_shown(app, store, review, former, later):
    replace(store, later.id, former.id)
    async with driven(app) as d:
        d.bench.open_document(later.id)
        placing = Placing(review)
        placing.place()
        assert placing.accept_certain() == 2
        await d.press("u")
        assert len(d.listed) == 2
        assert len(d.tags()) == 2
        await d.press("ctrl+r")
        assert review.document.id == later.id
        assert len(d.listed) == 2
        assert [one[1] for one in d.tags()] == LINES[:2]
        assert len(list(d.pane.shown.annotations)) == 2


async def test_many_changes_in_the_document_that_is_open_are_all_shown(app, store, review, former, later):
    replace(store, later.id, former.id)
    async with driven(app) as d:
        review.open_document(later.id)
        placing = Placing(review)
        placing.place()
        placing.accept_certain()
        d.bench.open_document(former.id)
        assert len(d.listed) == 0
        await d.press("u")
        assert review.document.id == former.id
        assert len(d.listed) == 2
        assert len(list(d.pane.shown.annotations)) == 2


async def test_hostile_names_are_shown_as_they_are(store, codebook, add_document, open_review):
    hostile = "[/nope] \x1b[2J \u202eevil"
    facts = {**FACTS, "title": hostile}
    former = add_document(f"{hostile} {FORMER}", source=hostile, **facts)
    add_document(f"{hostile} {LATER}", source=hostile, **facts)
    review = open_review(former)
    review.tag(Passage(0, 20), codebook.area("leaders"), note=hostile)
    async with driven(WorkbenchApp(store, codebook, review)) as d:
        await d.press("P")
        assert "New: [/nope] ␛[2J �evil" in d.screen_text()
        await d.press("y")
        await placing_shown(d)
        assert "\x1b" not in d.screen_text()
        assert "\u202e" not in d.screen_text()
        assert "New version of [/nope] ␛[2J �evil" in d.screen_text()


async def test_the_title_says_which_version_is_open(app, store, former, later):
    replace(store, later.id, former.id)
    async with driven(app) as d:
        assert d.rows()[0].strip().startswith("FORMER VERSION (old.pdf)")
        d.bench.open_document(later.id)
        await d.settle()
        assert d.rows()[0].strip().startswith("new version (new.txt)")

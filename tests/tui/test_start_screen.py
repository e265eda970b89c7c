"""Tests of ofsted_tui/tui/screens/start_screen.py."""

import sqlite3

import pytest
from textual.widgets import Input

from ofsted_tui.importing.opening import begin
from ofsted_tui.model.paragraph import Share
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens.dialog import ConfirmDialog, FormDialog
from ofsted_tui.tui.screens.start_screen import StartScreen, shares_of
from tests.workbench_driver import driven, sample_app

LETTER = (
    "Social workers know the children well.\n\nPlans for some children are late.\n\n"
    "Leaders have a clear plan to improve.\n"
)


async def shares(store) -> dict[str, Share]:
    return {name: share async for name, share in shares_of(store, store.sessions.all())}


async def test_a_session_begins_with_nothing_accounted_for(store, add_document, add_session):
    session = add_session(add_document(LETTER))
    assert await shares(store) == {session: Share(0, 3)}


async def test_what_is_tagged_counts_and_the_documents_of_a_session_are_summed(
    add_document, open_review, codebook, store
):
    note = add_document("Most children are safe and well.\n", "Note")
    review = open_review(add_document(LETTER), note)
    review.tag(Passage(0, 6), codebook.areas[0])
    review.open_document(note.id)
    review.tag(Passage(0, 6), codebook.areas[0])
    assert await shares(store) == {review.session.id: Share(2, 4)}


async def test_each_session_by_itself(add_document, open_review, codebook, store):
    letter = add_document(LETTER)
    one, other = open_review(letter, name="One"), open_review(letter, name="Other")
    one.tag(Passage(0, 6), codebook.areas[0])
    assert await shares(store) == {one.session.id: Share(1, 3), other.session.id: Share(0, 3)}


async def test_no_session_no_share(store):
    assert await shares(store) == {}


@pytest.fixture
def app(store, codebook):
    for name in ("First", "Second"):
        begin(store, codebook, "Rae", name)
    return WorkbenchApp(store, codebook)


def listed(driver) -> list[list[str]]:
    """Return the cells of the table, row by row."""
    table = driver.app.screen.query_one("DataTable")
    return [[str(cell) for cell in table.get_row_at(index)] for index in range(table.row_count)]


def names(driver) -> list[str]:
    return [row[0] for row in listed(driver)]


async def test_lists_newest_first_with_reviewer_documents_and_share(app):
    async with driven(app) as d:
        assert isinstance(d.app.screen, StartScreen)
        assert names(d) == ["Second", "First"]
        assert listed(d)[0][1:4] == ["Rae", "5", "0 %"]


async def test_share_counts_what_is_accounted_for(app, store, codebook):
    review = Review(store, codebook, store.sessions.all()[1].id)
    for paragraph in review.paragraphs.paragraphs:
        if not review.opened.is_read(paragraph.passage):
            review.mark_read(paragraph.passage)
    async with driven(app) as d:
        (share,) = [row[3] for row in listed(d) if row[0] == "First"]
        assert share not in ("0 %", "100 %")


async def test_opening_makes_a_session_the_newest(app):
    async with driven(app) as d:
        await d.press("down", "enter")
        assert d.review.session.name == "First"
        await d.press("S")
        assert names(d) == ["First", "Second"]


async def test_reopens_at_the_same_document_cursor_unit_scroll_and_pane(store, codebook):
    async with driven(sample_app(store, codebook)) as d:
        await d.press("o", *"southampton", "enter")
        await d.press("w", "pagedown", "pagedown", "J", "J", "1", "tab")
        document, place = d.review.document.id, d.pane.place
        assert place.top > 0
        await d.press("q")
    async with driven(WorkbenchApp(store, codebook)) as d:
        await d.press("enter")
        assert d.review.document.id == document
        assert d.pane.place == place
        assert d.app.focused is d.listed
        assert d.listed.marked is not None
        await d.press("u")
        assert d.status == "Undone: tag"


async def test_new_session_asks_for_name_and_reviewer(app, store):
    async with driven(app) as d:
        await d.press("n", *"Third", "enter")
        assert d.review.session.name == "Third"
        assert d.review.session.reviewer.name == "Rae"
        assert len(d.review.session.document_ids) == 5


async def test_new_session_without_a_name_or_with_one_that_is_taken(app, store):
    async with driven(app) as d:
        await d.press("n", "enter")
        assert isinstance(d.app.screen, FormDialog)
        assert "Fill in every line." in d.screen_text()
        await d.press(*"First", "enter")
        assert "There is a session “First” already" in d.screen_text()
        await d.press("escape")
        assert len(store.sessions.all()) == 2


async def test_rename(app):
    async with driven(app) as d:
        await d.press("r")
        assert d.app.screen.query_one(Input).value == "Second"
        await d.press("end", *" b", "enter")
        assert names(d) == ["Second b", "First"]
        await d.press("r", "escape")
        assert names(d) == ["Second b", "First"]


@pytest.mark.parametrize("answer", ["n", "escape"])
async def test_delete_asks_and_no_is_no(app, answer):
    async with driven(app) as d:
        await d.press("d")
        assert isinstance(d.app.screen, ConfirmDialog)
        assert "Delete the session “Second”?" in d.screen_text()
        await d.press("x", "enter", "space")
        assert isinstance(d.app.screen, ConfirmDialog)
        await d.press(answer)
        assert names(d) == ["Second", "First"]


async def test_delete_and_undo_the_deletions_one_by_one(app):
    async with driven(app) as d:
        await d.press("d", "y", "d", "y")
        assert names(d) == []
        assert "No sessions. n makes a new one" in d.screen_text()
        await d.press("enter", "r", "d")
        assert isinstance(d.app.screen, StartScreen)
        await d.press("u")
        assert names(d) == ["First"]
        await d.press("u")
        assert names(d) == ["Second", "First"]
        await d.press("u")
        assert d.status == "No session was deleted since the program was started."


async def test_deletion_can_be_undone_after_another_session_was_open(app):
    async with driven(app) as d:
        await d.press("d", "y", "enter", "S", "u")
        assert sorted(names(d)) == ["First", "Second"]


async def test_hostile_names_are_shown_as_they_are(store, codebook):
    hostile = "[red]x[/nope] \x1b]52;c;Y3VybA==\x07 \u202eevil"
    begin(store, codebook, hostile, hostile)
    async with driven(WorkbenchApp(store, codebook), (200, 40)) as d:
        for keys in ((), ("r",), ("escape", "d"), ("n", "enter", "S")):
            await d.press(*keys)
            assert "\x1b" not in d.screen_text()
            assert "\u202e" not in d.screen_text()
        assert "[red]x[/nope] ␛]52;c;Y3VybA==␇ �evil" in d.screen_text()


async def test_locked_database_is_waited_for(tmp_path, codebook):
    with Store(tmp_path / "reviews.db", create=True) as store:
        async with driven(sample_app(store, codebook)) as d:
            other = sqlite3.connect(store.path, isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
            await d.press("S")
            assert isinstance(d.app.screen, StartScreen)
            for key in ("enter", "n", "d", "u"):
                await d.press(key)
                assert isinstance(d.app.screen, StartScreen)
            assert d.is_alarm or d.status
            other.execute("ROLLBACK")
            other.close()
            await d.until(lambda: names(d) == ["Sample review"])
            assert not d.is_alarm
            await d.press("enter")
            assert d.review.session.name == "Sample review"

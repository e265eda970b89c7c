"""The screen that places the tags of a former version: keys in, store and screen out."""

import pytest
from textual.widgets import Markdown

from ofsted_tui.importing.versions import replace
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.passage import Decision, Passage, Placement, PlacementState
from ofsted_tui.review import Change, Review
from ofsted_tui.review.placing import Placing
from ofsted_tui.tui import keys
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens import placing_screen
from ofsted_tui.tui.screens.annotation_dialogs import HistoryDialog
from ofsted_tui.tui.screens.placing_screen import PlacingScreen, difference_text, is_placing
from tests.document_versions import at
from tests.workbench_driver import driven

SAME, MOVED, REWORDED, GONE = PlacementState
QUOTES = (
    "Leaders know their services well.",
    "Children are safe.",
    "The council has not a plan.",
    "Audits are weak.",
)
REWRITTEN = "The council had no plan."
NEW = "A page that is new here."
FORMER = "\n\n".join(QUOTES)
LATER = "\n\n".join([NEW, QUOTES[0], REWRITTEN, QUOTES[1], "The end of it."])


PLACEMENTS = {
    at(FORMER, QUOTES[0]): Placement(SAME, at(LATER, QUOTES[0]), 1.0),
    at(FORMER, QUOTES[1]): Placement(MOVED, at(LATER, QUOTES[1]), 1.0),
    at(FORMER, QUOTES[2]): Placement(REWORDED, at(LATER, REWRITTEN), 0.5),
    at(FORMER, QUOTES[3]): Placement(GONE, None, 0.2),
}


@pytest.fixture
def placements(monkeypatch):
    """What the program finds: said here, so that the screen alone is tested."""
    found = dict(PLACEMENTS)
    monkeypatch.setattr(
        placing_screen, "place_all", lambda _former, _text, wanted: {one: found[one] for one in wanted}
    )
    return found


@pytest.fixture
def documents(store, add_document):
    former, later = add_document(FORMER, "Visit"), add_document(LATER, "Visit anew")
    replace(store, later.id, former.id)
    return former, later


@pytest.fixture
def review(store, codebook, add_session, documents, placements):
    review = Review(store, codebook, add_session(documents[0]))
    for words in QUOTES:
        review.tag(
            at(FORMER, words), codebook.area("leaders"), note=f"on {words}", direction=Direction.STRENGTH
        )
    review.open_document(documents[1].id)
    return review


@pytest.fixture
def app(store, codebook, review):
    return WorkbenchApp(store, codebook, review)


async def begun(d):
    await d.press("P")
    await d.until(lambda: isinstance(d.app.screen, PlacingScreen) and d.app.screen.item)
    return d.app.screen


def quotes(store, review, document):
    found = store.annotations.of(review.session.id, document.id)
    return [one.quote for one in sorted(found, key=lambda one: one.start)]


def line(screen, name):
    return screen.query_one(f"#{name}-line").text


def marked(view):
    return view.shown.text[view.passage.start : view.passage.end]


async def test_the_queue_and_the_first_tag_are_shown_in_words(app):
    async with driven(app) as d:
        screen = await begun(d)
        assert "New version of Visit" in d.rows()[0]
        assert "0 of 4 decided · 1 same · 1 moved · 1 reworded · 1 gone" in d.rows()[0]
        assert (
            line(screen, "item") == "1 of 4 · L leaders · strength · * on Leaders know their services well."
        )
        assert "waits for you" in d.screen_text()
        assert marked(screen.former_view) == marked(screen.pane) == QUOTES[0]


async def test_help_tells_of_the_new_version(app):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("?")
        assert "is where enter places the tag" in screen.query_one("#widget-help", Markdown).source


async def test_enter_places_and_goes_to_the_next(app, store, review, documents):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("enter")
        assert quotes(store, review, documents[1]) == [QUOTES[0]]
        assert quotes(store, review, documents[0]) == list(QUOTES[1:])
        assert "1 of 4 decided" in d.rows()[0]
        assert line(screen, "state") == "moved: the same words, in another place"
        assert marked(screen.pane) == QUOTES[1]
        assert [one.quote for one in screen.pane.shown.annotations] == [QUOTES[0]]
        assert len(list(screen.former_view.shown.annotations)) == 3


async def test_what_differs_is_said_in_signs(app):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("n", "n")
        assert line(screen, "state") == "reworded: 50 % of the words are there"
        assert line(screen, "difference") == "−has not a +had no"


async def test_the_keys_for_passages_redraw_it(app, store, review, documents):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("n", "n", "w", "J", "J")
        assert marked(screen.pane) == "The council had"
        assert "Your passage" in d.status
        await d.press("enter")
        assert quotes(store, review, documents[1]) == ["The council had"]
        kept = store.placements.of(review.session.id, documents[1].id)
        assert [one.decision for one in kept.values()] == [Decision.REDRAWN]


async def test_escape_shows_again_what_was_proposed_then_goes_back(app):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("j", "v", "j", "escape")
        assert d.app.screen is screen
        assert marked(screen.pane) == QUOTES[0]
        await d.press("escape")
        assert d.app.screen is d.bench


async def test_labels_choose_a_passage(app):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("a")
        first = screen.pane.labels[0]
        await d.press(*first)
        last = screen.pane.labels[LATER.index("page")]
        await d.press(*last)
        assert marked(screen.pane) == "A page"


async def test_all_certain_at_once_and_how_many_are_left(app, store, review, documents):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("A")
        assert quotes(store, review, documents[1]) == [QUOTES[0], QUOTES[1]]
        assert d.status == "2 placed: word for word there. 2 left to look at."
        assert marked(screen.pane) == REWRITTEN
        await d.press("A")
        assert d.status == "Nothing more is certain. 2 left to look at."


async def test_what_is_gone_needs_a_passage(app, store, review, documents):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("N")
        assert line(screen, "state").startswith("gone: ")
        assert marked(screen.pane) == ""
        await d.press("enter")
        assert d.is_alarm
        assert "choose a passage" in d.status
        assert quotes(store, review, documents[1]) == []
        await d.press("j", "enter")
        # the nearest earlier tag ends before the tag that moved to the end
        assert quotes(store, review, documents[1]) == [QUOTES[1]]


async def test_find_chooses_the_hit(app, store, review, documents):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("N", "/", *"new here", "enter")
        assert marked(screen.pane) == "new here"
        await d.press("enter")
        assert quotes(store, review, documents[1]) == ["new here"]


async def test_x_leaves_it_and_the_end_is_said(app, store, review, documents):
    async with driven(app) as d:
        await begun(d)
        await d.press("A", "enter", "x")
        assert d.status == "All is decided: 3 placed, 1 stays with the former version. esc goes back."
        assert quotes(store, review, documents[0]) == [QUOTES[3]]
        assert "4 of 4 decided" in d.rows()[0]
        assert "left with the former version" in d.screen_text()


async def test_undo_and_redo_show_the_tag_they_are_about(app, store, review, documents):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("enter", "enter", "u")
        await d.until(lambda: screen.item.former == at(FORMER, QUOTES[1]))
        assert quotes(store, review, documents[1]) == [QUOTES[0]]
        assert d.status.startswith("Undone: plac")
        assert screen.item.decision is None
        await d.press("ctrl+r")
        await d.until(lambda: "Done again" in d.status)
        assert "older change" not in d.status
        assert quotes(store, review, documents[1]) == [QUOTES[0], QUOTES[1]]
        assert screen.item.decision is Decision.ACCEPTED


async def test_undo_leaves_what_was_no_placing_to_the_workbench(app, store, review, documents):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("u")
        assert "was no placing" in d.status
        assert len(screen.placing.items) == 4
        assert len(store.annotations.of(review.session.id, documents[0].id)) == 4


async def test_redo_of_an_older_change_says_where_it_was(app, store, review, documents):
    review.undo()
    async with driven(app) as d:
        await begun(d)
        await d.press("ctrl+r")
        await d.until(lambda: "Done again" in d.status)
        assert d.status == "Done again: tag, in “Visit” (an older change, no placing: u takes it back)."
        assert len(store.annotations.of(review.session.id, documents[0].id)) == 4
        await d.press("ctrl+r")
        assert d.status == "Nothing to do again."


def test_only_decisions_on_these_two_documents_are_placings_of_this_queue(review, documents):
    placing = Placing(review)
    former, later = (one.id for one in documents)

    def is_of_it(verb, document_id):
        return is_placing(placing, Change(verb, document_id, Passage(0, 1)))

    for verb in ("place", "place all", "leave"):
        assert is_of_it(verb, former)
        assert is_of_it(verb, later)
        assert not is_of_it(verb, "another document")
    assert not is_of_it("tag", former)


async def test_coming_back_shows_the_same_and_undo_reaches_what_was_done_before(
    app, store, review, documents
):
    async with driven(app) as d:
        await begun(d)
        await d.press("enter", "q")
        assert d.app.screen is d.bench
        assert review.document.id == documents[1].id
        assert d.tags() == [("L", QUOTES[0])]
        assert len(d.listed) == 1
        screen = await begun(d)
        assert "1 of 4 decided" in d.rows()[0]
        assert marked(screen.pane) == QUOTES[1]
        await d.press("u")
        await d.until(lambda: screen.item.former == at(FORMER, QUOTES[0]))
        assert screen.item.decision is None
        assert marked(screen.pane) == QUOTES[0]


async def test_no_key_tags(app, store, review, documents):
    async with driven(app) as d:
        await begun(d)
        before = store.sessions.last_entry(review.session.id)
        await d.press(*"123456789", "space", "t", "c", "+", "-", "=", "~", "#", ".")
        assert store.sessions.last_entry(review.session.id) == before
        assert isinstance(d.app.screen, PlacingScreen)


async def test_the_same_tag_there_is_said_and_changes_nothing(app, store, codebook, review, documents):
    review.tag(at(LATER, QUOTES[0]), codebook.area("leaders"))
    async with driven(app) as d:
        screen = await begun(d)
        before = store.sessions.last_entry(review.session.id)
        await d.press("enter")
        assert d.is_alarm
        assert "this tag on that passage already" in d.status
        assert store.sessions.last_entry(review.session.id) == before
        assert marked(screen.pane) == QUOTES[0]


async def test_what_another_window_removed_is_said_and_gone_from_the_queue(
    app, store, codebook, review, documents
):
    async with driven(app) as d:
        screen = await begun(d)
        other = Review(store, codebook, review.session.id)
        other.open_document(documents[0].id)
        other.untag(screen.item.annotation.id)
        await d.press("enter")
        assert d.is_alarm
        assert len(screen.placing.items) == 3
        await d.press("n", "enter")
        assert len(quotes(store, review, documents[1])) == 1


async def test_doubt_is_said(app, placements):
    passage = at(FORMER, QUOTES[0])
    placements[passage] = Placement(SAME, at(LATER, QUOTES[0]), 1.0, "two places are equally close")
    async with driven(app) as d:
        screen = await begun(d)
        assert line(screen, "state").endswith(", but two places are equally close: look")


async def test_small_screens_stand_them_above_each_other(app):
    async with driven(app, (80, 24)) as d:
        screen = await begun(d)
        former, later = screen.former_view.region, screen.pane.region
        assert former.width == later.width == 80
        assert former.bottom < later.y
        assert min(former.height, later.height) >= 7
        assert "accept" in d.rows()[-1]
        assert "back" in d.rows()[-1]


async def test_large_screens_stand_them_beside_each_other(app):
    async with driven(app, (100, 30)) as d:
        screen = await begun(d)
        assert screen.former_view.region.y == screen.pane.region.y
        assert screen.former_view.region.right <= screen.pane.region.x
        await d.pilot.resize_terminal(80, 24)
        await d.settle()
        assert any(QUOTES[0] in row for row in d.rows())


async def test_the_history_of_the_tag(app):
    async with driven(app) as d:
        screen = await begun(d)
        await d.press("enter", "N", "H")
        assert isinstance(d.app.screen, HistoryDialog)
        await d.press("escape")
        assert d.app.screen is screen


async def test_help_shows_the_keys_of_placing_and_none_of_tagging(app):
    async with driven(app, (160, 50)) as d:
        await begun(d)
        await d.press("?")
        shown = d.screen_text()
        assert "Leave the tag with the" in shown
        assert "Tag with judgement area" not in shown


async def test_every_verb_is_in_the_palette(app):
    async with driven(app) as d:
        screen = await begun(d)
        commands = {one.title.rpartition(" (")[0] for one in app.get_system_commands(screen)}
        assert {one.description for one in keys.PLACING} <= commands


async def test_a_faulty_store_read_leaves_what_is_shown(app):
    async with driven(app) as d:
        screen = await begun(d)
        screen.show_kept()
        assert marked(screen.pane) == QUOTES[0]


@pytest.mark.parametrize(
    ("former", "later", "said"),
    [
        ("It has not a plan.", "It had no plan.", "−has not a +had no"),
        ("It is  so.", "It\nis so.", ""),
        ("the ‘plan’ – so", "the 'plan' - so", ""),
        ("One two.", "One more two.", "+more"),
        ("One more two.", "One two.", "−more"),
        ("a b c d", "x b c y", "−a +x · −d +y"),
        ("a b a b", "x b x b", "−a +x"),
    ],
)
def test_difference_in_words(former, later, said):
    assert difference_text(former, later) == said

"""Threads by keyboard: begun, linked, judged, related; at every step what the file holds."""

import pytest

from ofsted_tui.evidence.threads import threads_in_time
from ofsted_tui.model.thread import Relation, ThreadStatus
from ofsted_tui.tui.screens.thread_screen import ThreadScreen
from ofsted_tui.tui.screens.threads_screen import ThreadsScreen
from tests.workbench_driver import driven, sample_app


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


def kept(d):
    store = d.review.store
    return threads_in_time(store.threads.of(d.review.session.id), store.documents.all())


async def opened(d, *keys):
    """Open the threads, press keys, and wait until passages are proposed."""
    await d.press("f", *keys)
    screen = d.app.screen
    assert isinstance(screen, ThreadScreen)
    await d.until(lambda: screen.proposals.is_ready and len(screen.list) > 8)
    return screen


async def test_health_histories_from_003_through_001_to_000_in_few_keys(app):
    async with driven(app) as d:
        keys = ["f", "j", "enter"]
        await opened(d, *keys[1:])
        more = ["enter", "}", "}", "enter"]
        await d.press(*more)
        assert len(keys) + len(more) <= 12
        (found,) = kept(d)
        assert [step.details.source[:3] for step in found.steps] == ["003", "001", "000"]
        assert "health passport" in found.steps[0].place.quote
        assert "health histories" in found.steps[1].place.quote
        assert "health histories" in found.steps[2].place.quote
        assert [step.months for step in found.steps] == [None, 64, 21]


async def test_the_article_overstates_paragraph_40(app):
    async with driven(app, (100, 40)) as d:
        article = next(one for one in d.review.store.documents.all() if one.source.startswith("002"))
        d.bench.open_document(article.id)
        d.go_to("the development of an employment academy")
        screen = await opened(d, "enter")
        await d.press("}", "p")
        assert screen.marked.place.quote.startswith("40. The number of care-experienced young people")
        await d.press("l", "r")
        await d.type("overstates")
        await d.press("enter")
        (found,) = kept(d)
        report, claim = found.steps
        assert (report.details.source[:3], claim.details.source[:3]) == ("001", "002")
        assert (claim.place.relation, claim.place.related_id) == (Relation.OVERSTATES, report.place.id)
        assert claim.is_claim
        assert "overstates 15 May 2023" in d.screen_text()


async def test_a_status_with_one_key(app):
    async with driven(app) as d:
        await opened(d, "j", "enter")
        await d.press("enter", "2")
        (found,) = kept(d)
        assert [step.place.status for step in found.steps] == [ThreadStatus.REPEATED, ThreadStatus.RAISED]
        await d.press("2")
        assert kept(d)[0].steps[0].place.status is None
        await d.press("l", "4")
        assert kept(d)[0].status is ThreadStatus.CLOSED
        assert "closed" in d.rows()[0]


async def test_a_document_that_says_nothing_of_it(app):
    async with driven(app) as d:
        await opened(d, "j", "j", "enter")
        await d.press("}", "}", "5")
        (found,) = kept(d)
        assert [(step.details.source[:3], step.place.status) for step in found.steps] == [
            ("001", ThreadStatus.RAISED),
            ("000", ThreadStatus.NOT_MENTIONED),
        ]
        await d.press("3")
        assert d.is_alarm
        assert kept(d)[0].steps[1].place.status is ThreadStatus.NOT_MENTIONED


async def test_places_are_taken_out_and_put_back(app):
    async with driven(app) as d:
        screen = await opened(d, "j", "enter")
        await d.press("enter", "x")
        assert len(kept(d)[0].steps) == 1
        await d.press("u")
        assert len(kept(d)[0].steps) == 2
        await d.press("u", "u")
        assert kept(d) == []
        assert d.app.screen is not screen


async def test_what_is_linked_is_proposed_no_more(app):
    async with driven(app) as d:
        screen = await opened(d, "j", "enter")
        first = screen.list.marked.hit.passage
        await d.press("enter")
        values = [item.value for item in screen.list._items if item.value is not None]
        assert all(one.hit.passage != first for one in values if hasattr(one, "hit"))


async def test_other_words_and_all_authorities(app):
    async with driven(app) as d:
        screen = await opened(d, "j", "enter")
        await d.press("/")
        await d.type("supervision")
        await d.press("enter")
        quotes = [item.value.hit.words for item in screen.list._items if hasattr(item.value, "hit")]
        assert quotes
        assert all("upervision" in words for words in quotes)
        await d.press("a")
        titles = {
            item.value.hit.details.local_authority
            for item in screen.list._items
            if hasattr(item.value, "hit")
        }
        assert titles == {"Portsmouth", "Southampton"}


async def test_a_note_on_a_place(app):
    async with driven(app) as d:
        await opened(d, "j", "enter")
        await d.press("c")
        await d.type("see the plan")
        await d.press("ctrl+s")
        assert kept(d)[0].steps[0].place.note == "see the plan"
        assert "* see the plan" in d.screen_text()


async def test_a_proposal_is_opened_in_the_workbench(app):
    async with driven(app) as d:
        screen = await opened(d, "j", "enter")
        hit = screen.list.marked.hit
        await d.press("o")
        assert d.review.document.id == hit.details.id
        assert d.passage == hit.passage


async def test_the_threads_are_listed_with_status_and_years(app):
    async with driven(app) as d:
        await opened(d, "j", "enter")
        await d.press("enter", "escape")
        screen = d.app.screen
        assert isinstance(screen, ThreadsScreen)
        assert "raised" in d.screen_text()
        assert "2018 2023" in d.screen_text()
        await d.press("escape", "f")
        assert "1 thread" in d.rows()[0]


async def test_a_point_that_is_followed_is_no_longer_offered(app):
    async with driven(app) as d:
        await opened(d, "j", "enter")
        await d.press("escape")
        points = [row for row in d.rows() if "15 May 2023" in row and "Foster carers" not in row]
        assert sum("The quality of services" in row for row in points) == 0


async def test_the_thread_at_the_passage_is_marked(app):
    async with driven(app) as d:
        d.go_to("The recording of the rationale for decision-making")
        await d.press("f")
        assert d.app.screen.list.marked.quote.startswith("- The recording of the rationale")
        await opened_here(d)
        await d.press("escape", "escape", "f")
        assert d.app.screen.list.marked.thread.title.startswith("The recording of the rationale")


async def opened_here(d):
    await d.press("enter")
    assert isinstance(d.app.screen, ThreadScreen)


async def test_the_passage_of_the_workbench_joins_a_thread(app):
    async with driven(app) as d:
        await opened(d, "j", "enter")
        await d.press("escape", "escape")
        d.go_to("Progress has been too slow in ensuring")
        quote = d.quote
        await d.press("f", "k", "g", "a")
        (found,) = kept(d)
        assert [step.place.quote for step in found.steps][1] == quote


async def test_a_title_is_given_and_a_thread_removed(app):
    async with driven(app) as d:
        await opened(d, "j", "enter")
        await d.press("escape", "t")
        field = d.app.screen.query_one("#title")
        field.value = "Health histories"
        await d.press("enter")
        assert kept(d)[0].thread.title == "Health histories"
        await d.press("x")
        assert kept(d) == []
        await d.press("u")
        assert kept(d)[0].thread.title == "Health histories"


async def test_undo_in_the_workbench_takes_a_link_back_and_stays_where_it_is(app):
    async with driven(app) as d:
        await opened(d, "j", "enter")
        await d.press("enter", "escape", "escape")
        place = d.passage
        await d.press("u")
        assert len(kept(d)[0].steps) == 1
        assert d.passage == place
        assert "link to a thread" in d.status


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (200, 60)])
async def test_it_fits_the_terminal(app, size):
    async with driven(app, size) as d:
        await opened(d, "j", "enter")
        await d.press("enter")
        rows = d.rows()
        assert len(rows) == size[1]
        assert rows[0].startswith(" Thread: ")
        assert "11 Jan 2018" in d.screen_text()
        assert "link" in rows[-1]


async def test_the_text_of_a_document_is_never_markup(app, add_document):
    hostile = add_document(
        "What [bold]needs[/bold] \x1b[31m to improve is said here in many words of care leavers."
    )
    async with driven(app) as d:
        d.bench.open_document(hostile.id)
        await d.press("f", "enter")
        assert "[bold]needs[/bold]" in d.screen_text()
        assert "\x1b" not in d.screen_text()


async def test_before_all_documents_are_indexed_nothing_is_said_of_them(app, monkeypatch):
    import asyncio

    from ofsted_tui.tui.screens.search_screen import SearchIndex

    may_go_on = asyncio.Event()
    catch_up = SearchIndex.catch_up

    async def held(self, tell):
        await may_go_on.wait()
        await catch_up(self, tell)

    monkeypatch.setattr(SearchIndex, "catch_up", held)
    async with driven(app) as d:
        await d.press("f", "j", "enter")
        screen = d.app.screen
        assert "Looking for passages" in d.status
        assert len(screen.list) == 0
        await d.press("enter")
        assert "Still looking" in d.status
        may_go_on.set()
        await d.until(lambda: len(screen.list) > 8)
        assert len(kept(d)[0].steps) == 1

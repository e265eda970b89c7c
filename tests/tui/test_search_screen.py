"""Tests of ofsted_tui/tui/screens/search_screen.py."""

from threading import Event

import pytest

from ofsted_tui.evidence.search import ALL_WORDS, OTHER_WORDS, SOME_WORDS, Hit, Results
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.passage import Passage
from ofsted_tui.store.search_index import FullText, IndexedPassage
from ofsted_tui.tui.screens.filter_dialog import SearchFilterDialog, years_of
from ofsted_tui.tui.screens.search_screen import SearchScreen, results_text
from tests.workbench_driver import driven, sample_app


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


async def searched(d, words):
    """Open the search, wait until all is indexed, and search for words."""
    await d.press("ctrl+f")
    screen = d.app.screen
    assert isinstance(screen, SearchScreen)
    await d.until(lambda: not screen._index.left and screen._index.total)
    await d.type(words)
    await d.press("enter")
    return screen


def kept(d):
    return [
        one
        for name in d.review.session.document_ids
        for one in d.review.store.annotations.of(d.review.session.id, name)
    ]


async def test_words_are_typed_and_the_best_place_is_marked(app):
    async with driven(app) as d:
        screen = await searched(d, "health histories")
        assert screen.list.marked.words == "- care leavers' access to their health histories"
        assert "with all words" in d.status
        assert "Focused visit to Southampton" in d.screen_text()
        assert "22 May 2018 · focused visit" in d.screen_text()


async def test_enter_opens_the_document_at_the_place(app):
    async with driven(app) as d:
        screen = await searched(d, "health histories")
        wanted = screen.list.marked
        await d.press("enter")
        assert d.review.document.id == wanted.details.id
        assert d.passage == wanted.passage


async def test_the_search_opens_as_it_was_left(app):
    async with driven(app) as d:
        await searched(d, "health histories")
        await d.press("j", "j", "escape", "ctrl+f")
        screen = d.app.screen
        assert screen.asked.typed == "health histories"
        assert len(screen.results.hits) > 5
        assert screen.focused is screen.list


async def test_a_digit_tags_the_sentence_and_again_untags_it(app):
    async with driven(app) as d:
        screen = await searched(d, "employment academy")
        hit = next(one for one in screen.results.hits if one.place.number == 40)
        while screen.list.marked is not hit:
            await d.press("j")
        await d.press("3")
        (tag,) = kept(d)
        assert (tag.document_id, tag.passage, tag.area) == (hit.details.id, hit.passage, "care_leavers")
        assert screen.list.marked.passage == hit.passage
        assert "■V" in d.screen_text()
        await d.press("3")
        assert kept(d) == []


async def test_a_tag_in_another_document_is_undone_and_done_again(app):
    async with driven(app) as d:
        before = d.review.document.id
        screen = await searched(d, '"health passport"')
        assert screen.list.marked.details.id != before
        await d.press("2")
        assert [one.direction for one in kept(d)] == ["claim"]
        await d.press("u")
        assert kept(d) == []
        await d.press("ctrl+r")
        assert len(kept(d)) == 1
        await d.press("q")
        assert d.review.document.id == before


async def test_a_tag_in_the_open_document_shows_in_the_workbench(app):
    async with driven(app) as d:
        await searched(d, "employment academy")
        screen = d.app.screen
        while screen.list.marked.details.id != d.review.document.id:
            await d.press("j")
        quote = screen.list.marked.words
        await d.press("4", "enter")
        assert d.tags() == [("L", quote)]
        assert len(d.listed) == 1


async def test_an_area_that_was_not_judged_is_refused_in_words(app):
    async with driven(app) as d:
        await searched(d, '"health passport"')
        await d.press("3")
        assert d.is_alarm
        assert "before 2023" in d.status
        assert kept(d) == []


async def test_other_words_come_alongside_with_one_key(app):
    async with driven(app) as d:
        screen = await searched(d, "accommodation")
        before = screen.results.total
        await d.press("s")
        assert screen.results.total > before
        await d.press("s")
        assert screen.results.total == before


async def test_words_without_a_topic_say_so(app):
    async with driven(app) as d:
        await searched(d, "Portsmouth")
        await d.press("s")
        assert "no topic" in d.status


async def test_more_like_this(app):
    async with driven(app) as d:
        screen = await searched(d, '"return home interviews"')
        first = screen.list.marked
        await d.press("*")
        assert screen.asked.like.place.passage == first.passage
        assert all(hit.passage != first.passage for hit in screen.results.hits)
        assert any(hit.place.number == 22 for hit in screen.results.hits)


async def test_more_like_the_passage_in_the_workbench(app):
    async with driven(app) as d:
        d.go_to("Progress has been too slow in ensuring")
        await d.press("*")
        screen = d.app.screen
        await d.until(lambda: screen.results.hits)
        assert any("health histories" in hit.words for hit in screen.results.hits[:5])


async def test_only_some_documents(app):
    async with driven(app) as d:
        screen = await searched(d, "supervision")
        await d.press("w")
        assert isinstance(d.app.screen, SearchFilterDialog)
        d.app.screen.query_one("#years").value = "2025"
        d.app.screen.query_one("#years").focus()
        await d.press("enter")
        assert {hit.details.source[:3] for hit in screen.results.hits} == {"000"}
        assert "only 2025 to 2025" in d.screen_text()


async def test_years_that_are_none_are_refused(app):
    async with driven(app) as d:
        await searched(d, "supervision")
        await d.press("w")
        dialog = d.app.screen
        dialog.query_one("#years").value = "last year"
        dialog.query_one("#years").focus()
        await d.press("enter")
        assert d.app.screen is dialog
        assert "four figures" in d.screen_text()


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("", (None, None)),
        ("2018", (2018, 2018)),
        ("2018-2023", (2018, 2023)),
        ("2018 – 2023", (2018, 2023)),
        ("2018-", (2018, None)),
        ("-2023", (None, 2023)),
    ],
)
def test_years(typed, years):
    assert years_of(typed) == years


@pytest.mark.parametrize("typed", ["18", "2023-2018", "x", "2018-2020-2022", "２０１８"])
def test_no_years(typed):
    with pytest.raises(ValueError, match="year"):
        years_of(typed)


async def test_more_results_are_shown_on_demand(store, codebook, app, add_document):
    text = "\n\n".join(f"Zebra number {at} stands here with some more words around it." for at in range(150))
    add_document(text, "Zoo")
    async with driven(app) as d:
        screen = await searched(d, "zebra")
        assert len(screen.results.hits) == 50
        assert "150" in d.status
        await d.press("m")
        assert len(screen.results.hits) == 100
        await d.press("m", "m", "m")
        assert len(screen.results.hits) == 150
        assert "all" in d.status


async def test_what_a_document_holds_is_never_markup_and_never_reaches_the_terminal(app, add_document):
    add_document(
        "Zebra [bold]x[/bold] \x1b[31m red \x07 bell and enough words to be a paragraph of text.", "[red]T"
    )
    async with driven(app) as d:
        await searched(d, "zebra")
        assert "[bold]x[/bold]" in d.screen_text()
        assert "[red]T" in d.screen_text()
        assert "\x1b" not in d.screen_text()
        assert "\x07" not in d.screen_text()


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (200, 60)])
async def test_it_fits_the_terminal(app, size):
    async with driven(app, size) as d:
        await searched(d, "health histories")
        rows = d.rows()
        assert len(rows) == size[1]
        assert "Search in all documents" in rows[0]
        assert "enter open" in rows[-1].replace("⏎", "enter")


async def test_nothing_found_is_said(app):
    async with driven(app) as d:
        await searched(d, "zebra")
        assert "Nothing found" in d.status
        await d.press("escape")
        assert not isinstance(d.app.screen, SearchScreen)


async def test_a_failing_index_is_said_and_the_workbench_stays(app, monkeypatch):
    from ofsted_tui.store import search_index

    monkeypatch.setattr(
        search_index, "INDEX_SCHEMA", ("CREATE VIRTUAL TABLE passages USING no_such_module(words)",)
    )
    async with driven(app) as d:
        await d.press("ctrl+f")
        assert not isinstance(d.app.screen, SearchScreen)
        assert "FTS5" in d.status


@pytest.fixture
def held_up(monkeypatch):
    """Hold up what puts documents into the index until the event is set."""
    going_on, whole = Event(), FullText._put_some

    def some(*given):
        assert going_on.wait(60)
        return whole(*given)

    monkeypatch.setattr(FullText, "_put_some", some)
    return going_on


async def test_the_search_is_left_and_opened_again_while_documents_are_indexed(app, held_up):
    async with driven(app) as d:
        await d.press("ctrl+f")
        await d.type("health histories")
        await d.press("enter")
        assert "Nothing found" in d.status or "indexed" in d.screen_text()
        await d.press("escape", "ctrl+f")
        held_up.set()
        screen = d.app.screen
        await d.until(lambda: not screen._index.left)
        await d.until(lambda: screen.results is not None and len(screen.results.hits) > 5)


async def test_the_program_is_left_while_documents_are_indexed(app, held_up):
    async with driven(app) as d:
        await d.press("ctrl+f")
        index = d.app.screen._index
        await d.until(lambda: index.left)
    held_up.set()
    await index._task
    with pytest.raises(StoreError):
        index.index.missing({})


def hits(**numbers):
    details = DocumentDetails("a", "", "Letter", 9)
    ways = {"every": ALL_WORDS, "other": OTHER_WORDS, "some": SOME_WORDS}
    return tuple(
        Hit(details, Passage(0, 4), "Care", (), Passage(0, 4), IndexedPassage(0, "Care"), ways[name])
        for name, number in numbers.items()
        for _ in range(number)
    )


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (Results((), 0), "Nothing found."),
        (Results(hits(every=3), 3), "3 shown: 3 with all words"),
        (Results(hits(every=2), 1200), "2 shown: 2 of 1,200 with all words"),
        (Results(hits(every=2), None), "2 shown: the first 2 with all words"),
        (
            Results(hits(every=1, other=2, some=3), 1),
            "6 shown: 1 with all words, 2 with other words for it, 3 with some words",
        ),
        (Results(hits(some=2), 5, SOME_WORDS), "2 shown: 2 of 5 with some words"),
        (Results(hits(some=2), 0), "2 shown: 2 with some words"),
    ],
)
def test_how_many_are_shown_and_of_how_many(results, said):
    assert results_text(results) == said

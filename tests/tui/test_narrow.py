import pytest

from tests.workbench_driver import driven, sample_app

HEADING = "The pace of change"


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


async def test_small_terminal_shows_the_document_alone(app):
    async with driven(app, (80, 24)) as d:
        assert not d.bench.annotation_pane.display
        assert d.pane.region.width == 80
        d.go_to(HEADING)
        await d.press("3")
        assert "V care leavers" in d.rows()[-2]
        assert [letter for letter, _ in d.tags()] == ["V"]


async def test_tab_shows_the_list_and_back_at_the_same_row(app):
    async with driven(app, (80, 24)) as d:
        d.go_to(HEADING)
        await d.press("3")
        top = d.pane.scroll_offset.y
        await d.press("tab")
        assert not d.pane.display
        assert d.bench.annotation_pane.region.width == 80
        assert d.app.focused is d.listed
        assert "¶27 The pace of change" in d.screen_text()
        await d.press("tab")
        assert not d.bench.annotation_pane.display
        assert d.app.focused is d.pane
        assert d.pane.scroll_offset.y == top
        assert d.document_row(HEADING)


async def test_enter_in_the_list_shows_the_passage(app):
    async with driven(app, (80, 24)) as d:
        d.go_to(HEADING)
        await d.press("3", "g", "1", "tab", "G", "enter")
        assert d.app.focused is d.pane
        assert d.quote.startswith(HEADING)
        assert d.document_row(HEADING).startswith("▌   V")


async def test_a_search_from_the_list_shows_the_document(app):
    async with driven(app, (80, 24)) as d:
        await d.press("1", "tab", ":", "2", "7", "enter")
        assert d.app.focused is d.pane
        assert d.document_row(HEADING)
        await d.press("tab", "n", *"Ofsted", "enter")
        assert d.app.focused is d.pane
        assert d.quote == "Ofsted"


async def test_escape_in_the_list_goes_back(app):
    async with driven(app, (80, 24)) as d:
        await d.press("tab", "escape")
        assert d.app.focused is d.pane
        assert d.pane.display


@pytest.mark.parametrize("help_key", ["?", None])
async def test_focus_is_never_left_in_a_pane_that_was_folded_away(app, help_key):
    async with driven(app, (120, 40)) as d:
        d.go_to(HEADING)
        await d.press("3")
        d.listed.focus()
        await d.settle()
        if help_key:
            await d.press(help_key)
        else:
            await d.pilot.resize_terminal(80, 24)
        await d.until(lambda: d.app.focused is d.pane)
        before = d.passage
        await d.press("j")
        assert d.passage != before


async def test_widening_shows_both_panes(app):
    async with driven(app, (80, 24)) as d:
        await d.press("1", "tab")
        await d.pilot.resize_terminal(120, 40)
        await d.settle()
        assert d.pane.display
        assert d.bench.annotation_pane.display
        assert d.app.focused is d.listed
        await d.pilot.resize_terminal(80, 24)
        await d.settle()
        assert d.app.focused is d.listed
        assert d.bench.annotation_pane.display


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (20, 6), (40, 12), (300, 100)])
async def test_any_size_works(app, size):
    async with driven(app, size) as d:
        await d.press(
            "j",
            "1",
            "tab",
            "tab",
            "?",
            "?",
            "o",
            "escape",
            "c",
            "escape",
            "e",
            "escape",
            "S",
            "n",
            "escape",
            "enter",
            "tab",
            "/",
            "escape",
            "tab",
        )
        await d.pilot.resize_terminal(100, 30)
        await d.settle()
        assert len(d.tags()) == 1
        assert d.app.focused is d.pane


async def test_resize_while_a_dialog_is_open(app):
    async with driven(app, (120, 40)) as d:
        await d.press("1", "c", *"note")
        for size in ((80, 24), (10, 5), (200, 60)):
            await d.pilot.resize_terminal(*size)
            await d.settle()
        await d.press(*" kept", "ctrl+s")
        assert next(iter(d.review.annotations)).note == "note kept"


async def test_a_small_screen_is_reopened_at_the_same_rows(store, codebook):
    app = sample_app(store, codebook)
    async with driven(app, size=(80, 24)) as d:
        d.go_to("The pace of change")
        await d.press("3", "J", "4")
        before = d.pane.place
        assert before.top > 0
        d.bench.leave()
    async with driven(sample_app(store, codebook), size=(80, 24)) as d:
        assert d.pane.place == before

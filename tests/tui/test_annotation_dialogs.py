"""The window on the history of one annotation."""

import pytest

from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.passage import Passage
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens.annotation_dialogs import HistoryDialog, HistoryView
from ofsted_tui.tui.screens.workbench import Workbench
from tests.workbench_driver import driven

TEXT = "Leaders know their service well.\n\nChildren wait too long.\n"
MANY = " ".join(f"<word{number}>" for number in range(60))


@pytest.fixture
def review(add_document, open_review):
    return open_review(add_document(TEXT))


@pytest.fixture
def app(store, codebook, review):
    return WorkbenchApp(store, codebook, review)


@pytest.fixture
def tagged(review):
    return review.tag(Passage(0, 32), review.codebook.area("leaders")).after.id


def shown(d) -> str:
    return "\n".join(row.strip("│ ") for row in d.rows())


async def test_lists_each_step_oldest_first(app, review, tagged):
    review.set_direction(tagged, Direction.IMPROVEMENT)
    review.set_note(tagged, "to discuss")
    review.undo()
    async with driven(app, (80, 24)) as d:
        await d.press("H")
        assert isinstance(d.app.screen, HistoryDialog)
        words = shown(d)
        assert "History of L “Leaders know their service well.”" in words
        steps = (
            "tagged with L leaders",
            "direction: none → needs improvement",
            "note: none → to discuss",
            "undone: note",
        )
        places = [words.index(one) for one in steps]
        assert places == sorted(places)
        assert words.count("(2026-01-05 UTC) · Rae") == 4
        await d.press("escape")
        assert isinstance(d.app.screen, Workbench)


async def test_works_in_the_list(app, tagged):
    async with driven(app, (120, 40)) as d:
        await d.press("tab", "H")
        assert "tagged with L leaders" in shown(d)
        await d.press("escape")
        assert d.app.focused is d.listed


async def test_where_nothing_is_tagged_it_says_so(app):
    async with driven(app) as d:
        await d.press("H")
        assert "no tag here" in d.status
        assert isinstance(d.app.screen, Workbench)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_scrolls_with_the_usual_keys(app, review, tagged, size):
    for number in range(40):
        review.set_note(tagged, f"note {number}")
    async with driven(app, size) as d:
        await d.press("H")
        view = d.app.screen.query_one(HistoryView)
        assert view.scroll_offset.y == 0
        await d.press("G")
        assert "note 38 → note 39" in shown(d)
        end = view.scroll_offset.y
        await d.press("k")
        assert view.scroll_offset.y == end - 1
        await d.press("pageup")
        assert view.scroll_offset.y <= end - 2
        await d.press("g", "j", "down")
        assert view.scroll_offset.y == 2
        await d.press("home", "ctrl+d", "pagedown")
        assert view.scroll_offset.y == 2 * (view.size.height - 1)
        assert "esc back" in shown(d)


async def test_hostile_notes_are_inert(app, review, tagged):
    review.set_note(tagged, "\x1b]0;x\x07 [@click=app.quit]x[/] [/nope] \u202e")
    async with driven(app, (100, 30)) as d:
        await d.press("H")
        words = shown(d)
        assert "[@click=app.quit]x[/] [/nope]" in words
        assert not {"\x1b", "\x07", "\u202e"} & set(words)
        await d.pilot.click(HistoryView, offset=(20, 5))
        assert not app._exit


async def test_long_notes_are_wrapped_and_keep_their_lines(app, review, tagged):
    review.set_note(tagged, f"first line\n{MANY}")
    async with driven(app, (80, 24)) as d:
        await d.press("H")
        words = shown(d)
        assert "before: none" in words
        assert "after:  first line" in words
        await d.press("G")
        words += shown(d)
        assert [one for one in MANY.split() if one not in words] == []


async def test_a_thousand_steps_open_at_once(app, review, tagged):
    for number in range(500):
        review.set_direction(tagged, Direction.STRENGTH if number % 2 else Direction.NEUTRAL)
    async with driven(app) as d:
        await d.press("H", "G")
        assert "direction: neutral → strength" in shown(d)


async def test_is_the_same_after_a_resize(app, review, tagged):
    review.set_note(tagged, MANY)
    async with driven(app, (120, 40)) as d:
        await d.press("H")
        await d.pilot.resize_terminal(60, 30)
        await d.settle()
        assert [one for one in MANY.split() if one not in shown(d)] == []

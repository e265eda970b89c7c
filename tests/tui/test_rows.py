"""The list of rows under headings, by keys."""

import pytest
from textual.app import App

from ofsted_tui.tui.widgets.rows import ListItem, RowList, StyledText

ROWS = [None, None, "a", "b", None, "c", None, None, "d", "e", "f"]
"""None: a heading."""


@pytest.fixture
def listed(codebook):
    heard = []

    class Listing(App):
        def compose(self):
            self.rows = RowList(codebook, lambda: heard.append(self.rows.marked))
            yield self.rows

    app = Listing()
    app.heard = heard
    return app


def items(rows=ROWS):
    return [ListItem(value, lambda _width, value=value: [StyledText(str(value))]) for value in rows]


@pytest.mark.parametrize(
    ("steps", "marked"),
    [
        ([], "a"),
        ([("move", 1)], "b"),
        ([("move", 1), ("move", 1)], "c"),
        ([("move", 1), ("move", 1), ("move", -1)], "b"),
        ([("move", -1)], "a"),
        ([("move", 1_000_000)], "f"),
        ([("move", 1_000_000), ("move", -1_000_000)], "a"),
        ([("group", 1)], "c"),
        ([("group", 1), ("group", 1)], "d"),
        ([("group", 1), ("group", 1), ("group", 1)], "d"),
        ([("move", 1_000_000), ("group", -1)], "c"),
        ([("move", 1_000_000), ("group", -1), ("group", -1), ("group", -1)], "a"),
        ([("page", 1)], "f"),
    ],
)
async def test_headings_are_never_marked(listed, steps, marked):
    async with listed.run_test(size=(40, 20)) as pilot:
        listed.rows.fill(items())
        for name, step in steps:
            getattr(listed.rows, f"action_{name}")(step)
        await pilot.pause()
        assert listed.rows.marked == marked
        assert listed.heard[-1:] in ([], [marked])


async def test_what_was_marked_is_found_again(listed):
    async with listed.run_test(size=(40, 20)):
        listed.rows.fill(items(), "d")
        assert (listed.rows.marked, listed.rows.position, len(listed.rows)) == ("d", 3, 6)
        listed.rows.mark_at(1)
        assert listed.rows.marked == "b"
        listed.rows.mark_at(99)
        assert listed.rows.marked == "f"
        listed.rows.fill([])
        assert listed.rows.marked is None
        listed.rows.action_move(1)
        listed.rows.action_group(1)


async def test_the_marked_row_is_on_the_screen_with_its_heading(listed):
    async with listed.run_test(size=(40, 4)):
        listed.rows.fill(items())
        listed.rows.action_move(1_000_000)
        assert listed.rows.scroll_offset.y == len(ROWS) - 4
        listed.rows.action_move(-1_000_000)
        assert listed.rows.scroll_offset.y <= 1


async def test_a_click_marks(listed):
    async with listed.run_test(size=(40, 20)) as pilot:
        listed.rows.fill(items())
        await pilot.click(RowList, offset=(3, 5))
        assert listed.rows.marked == "c"
        await pilot.click(RowList, offset=(3, 4))
        assert listed.rows.marked == "c"

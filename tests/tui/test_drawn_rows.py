"""Widgets that draw their rows themselves: what they let through without a filter, and how much they draw."""

from unittest import mock

import pytest
from textual.app import App

from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui.widgets.bars import StatusLine
from ofsted_tui.tui.widgets.document_view import _NOTHING, DocumentView
from ofsted_tui.tui.widgets.grid_view import GridCell, GridView
from ofsted_tui.tui.widgets.rows import DetailView, ListItem, RowList, StyledText
from ofsted_tui.tui.widgets.side_by_side import Panel, SideBySide

HOSTILE = "a\x1b]0;b\x07c\x9b31m\u202ed"


class Cells:
    headings = (HOSTILE, HOSTILE)

    def __init__(self, rows=3):
        self.rows = rows

    def __len__(self):
        return self.rows

    def label(self, row, width):
        return GridCell(HOSTILE, HOSTILE)

    def cell(self, row, column, width):
        return GridCell(HOSTILE, HOSTILE)


def nothing():
    pass


def listed(codebook, count=3):
    return RowList(codebook, nothing), lambda view: view.fill(
        [
            ListItem(number, lambda _width: [StyledText(HOSTILE), StyledText(HOSTILE, "hit")])
            for number in range(count)
        ]
    )


def grid(_codebook, count=3):
    return GridView(nothing), lambda view: view.show(Cells(count))


def document(_codebook, count=3):
    text = f"{HOSTILE}\n" * count
    return DocumentView(), lambda view: view.show(_NOTHING._replace(text=text, drawn=text), 0)


WIDGETS = {
    "list": listed,
    "grid": grid,
    "document": document,
    "detail": lambda _: (DetailView(), lambda view: view.show(HOSTILE, HOSTILE, HOSTILE)),
    "panels": lambda _: (
        SideBySide(),
        lambda view: view.show([Panel(HOSTILE, HOSTILE, HOSTILE, HOSTILE)], 0),
    ),
    "status": lambda _: (StatusLine(), lambda view: view.say(HOSTILE, HOSTILE)),
}


def shown(view) -> App:
    class Shown(App):
        def compose(self):
            yield view

    return Shown()


@pytest.mark.parametrize("name", WIDGETS)
async def test_what_acts_on_a_terminal_never_enters_a_row(codebook, name):
    view, fill = WIDGETS[name](codebook)
    async with shown(view).run_test(size=(80, 12)) as pilot:
        fill(view)
        await pilot.pause()
        text = "".join(strip.text for strip in view.render_lines(view.size.region))
        assert "a␛]0;b␇c�31m�d" in text
        assert text == visible_line(text)


@pytest.mark.parametrize(("name", "rows"), [("list", 2), ("grid", 4)])
@pytest.mark.parametrize("count", [50, 5_000])
async def test_a_move_draws_what_was_marked_and_what_is_marked_now(codebook, name, rows, count, monkeypatch):
    view, fill = WIDGETS[name](codebook, count)
    async with shown(view).run_test(size=(80, 12)) as pilot:
        fill(view)
        await pilot.pause()
        drawn = mock.Mock(wraps=view.render_line)
        monkeypatch.setattr(view, "render_line", drawn)
        view.action_move(1)
        await pilot.pause()
        assert drawn.call_count == rows


@pytest.mark.parametrize("count", [3, 11, 12, 13, 500, 90_000])
async def test_a_bar_looks_as_it_would_if_it_was_drawn_for_every_row(codebook, count):
    view, fill = listed(codebook, count)
    async with shown(view).run_test(size=(80, 12)) as pilot:
        fill(view)
        bar = view.vertical_scrollbar
        for step in (1, 3, 11, 40, 300, 20_000, -7, -90_000):
            view.action_move(step)
            await pilot.pause()
            shown_now = bar.render_lines(bar.size.region)
            bar.refresh()
            await pilot.pause()
            assert bar.render_lines(bar.size.region) == shown_now

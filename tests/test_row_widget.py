"""Rows are drawn as they are now, through whatever filters there are."""

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip

from ofsted_tui.tui.safe_filter import SafeFilter
from ofsted_tui.tui.widgets.row_widget import RowWidget


class Rows(RowWidget):
    words = "one"

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(f"{y} {self.words}", Style(color="#ff0000", bgcolor="#0000ff"))])


class Shown(App[None]):
    def compose(self):
        yield Rows()

    def on_mount(self) -> None:
        self._filters.append(SafeFilter())


WHOLE = Region(0, 0, 20, 2)


async def drawn(words: str, crop: Region = WHOLE) -> list[Strip]:
    app = Shown()
    async with app.run_test(size=(20, 4)):
        rows = app.query_one(Rows)
        rows.render_lines(crop)
        rows.words = words
        return rows.render_lines(crop)


@pytest.fixture(params=["colour", "no colour"])
def is_grey(request, monkeypatch) -> bool:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if request.param == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    return request.param == "no colour"


async def test_a_row_is_drawn_as_it_is_now(is_grey):
    assert [strip.text for strip in await drawn("two")] == ["0 two", "1 two"]


async def test_part_of_a_row(is_grey):
    assert [strip.text for strip in await drawn("two", Region(1, 1, 3, 1))] == [" tw"]


async def test_what_acts_on_a_terminal_is_shown_by_stand_ins(is_grey):
    first, _ = await drawn("a\x1b]0;b\x07c")
    assert "\x1b" not in first.text
    assert "\x07" not in first.text
    assert first.text.startswith("0 a")


async def test_no_colour_is_left_where_none_is_wanted(is_grey):
    first, _ = await drawn("two")
    colours = [first._segments[0].style.color, first._segments[0].style.bgcolor]
    greys = [colour.triplet.red == colour.triplet.green == colour.triplet.blue for colour in colours]
    assert greys == [is_grey, is_grey]

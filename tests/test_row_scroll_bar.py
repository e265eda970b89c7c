"""The bar looks as Textual's own at every place, and only rows that look otherwise are drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.app import App
from textual.containers import Vertical
from textual.geometry import Region
from textual.scrollbar import ScrollBar

from ofsted_tui.tui.safe_filter import SafeFilter
from ofsted_tui.tui.widgets.row_scroll_bar import Look, RowScrollBar

HEIGHT = 12
WHOLE = Region(0, 0, 1, HEIGHT)


class Bars(App[None]):
    """Textual's bar beside ours."""

    CSS = f"Vertical {{ height: {HEIGHT}; }} ScrollBar {{ width: 1; height: {HEIGHT}; }}"

    def __init__(self, *, no_colour: bool) -> None:
        super().__init__()
        self.wants_no_colour = no_colour

    def compose(self):
        with Vertical():
            yield ScrollBar(vertical=True, name="vertical")
        with Vertical():
            yield RowScrollBar(vertical=True, name="vertical")

    def on_mount(self) -> None:
        self._filters.append(SafeFilter())

    @property
    def bars(self) -> tuple[ScrollBar, RowScrollBar]:
        ours = self.query_one(RowScrollBar)
        return next(one for one in self.query(ScrollBar) if one is not ours), ours

    def set(self, **state) -> None:
        for bar in self.bars:
            for name, value in state.items():
                setattr(bar, name, value)

    def looks(self) -> list[list[tuple]]:
        return [[seen(one) for strip in bar.render_lines(WHOLE) for one in strip] for bar in self.bars]


def seen(segment: Segment) -> tuple:
    """Return what a terminal shows of a segment: of a blank the ground alone, reversed its colour."""
    style = segment.style
    ink, ground = (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
    return segment.text, ground, None if segment.text.isspace() else ink, style.meta


@pytest.fixture(params=["colour", "no colour"])
async def bars(request, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    if request.param == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    app = Bars(no_colour=request.param == "no colour")
    async with app.run_test(size=(10, 2 * HEIGHT)) as pilot:
        app.settle = pilot.pause
        yield app


@pytest.mark.parametrize(
    ("window", "rows"), [(12, 13), (12, 24), (12, 100), (12, 60_000), (12, 12), (12, 3), (12, 0)]
)
async def test_the_same_picture_at_every_place(bars, window, rows):
    bars.set(window_size=window, window_virtual_size=rows)
    for place in sorted({0, 1, 2, rows // 3, rows // 2, max(0, rows - window - 1), max(0, rows - window)}):
        bars.set(position=place)
        textual, ours = bars.looks()
        assert ours == textual, place


async def test_the_same_picture_under_the_mouse_and_grabbed(bars):
    bars.set(window_size=12, window_virtual_size=90, position=30)
    for state in ({"mouse_over": True}, {"mouse_over": False}):
        bars.set(**state)
        textual, ours = bars.looks()
        assert ours == textual, state


async def test_the_same_picture_in_another_theme(bars):
    bars.set(window_size=12, window_virtual_size=90, position=30)
    before = bars.looks()[1]
    bars.theme = "textual-light"
    await bars.settle()
    textual, ours = bars.looks()
    assert ours == textual
    assert ours != before or bars.wants_no_colour


@given(
    st.integers(1, 60),
    st.lists(st.integers(0, 480), min_size=2, max_size=2),
    st.lists(st.integers(0, 480), min_size=2, max_size=2),
)
def test_every_row_in_which_a_bar_begins_or_ends_otherwise_is_drawn(size, one, two):
    looks = [Look(size, False, False, min(ends), max(ends)) for ends in (one, two)]
    changed = set(looks[0].changed_rows(looks[1]))

    def filled(look: Look, row: int) -> tuple[int, int]:
        return max(look.start, row * 8), min(look.end, row * 8 + 8)

    def drawn(look: Look, row: int) -> tuple[int, int]:
        first, last = filled(look, row)
        return (first, last) if first < last else (0, 0)

    assert {row for row in range(size) if drawn(looks[0], row) != drawn(looks[1], row)} <= changed


def test_a_bar_that_is_grabbed_is_drawn_as_a_whole():
    still = Look(5, False, False, 0, 9)
    assert still.changed_rows(still._replace(is_grabbed=True)) == [0, 1, 2, 3, 4]
    assert still.changed_rows(still) == []

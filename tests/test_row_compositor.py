"""What the terminal shows after many small updates is what one anew would show."""

import random

import pytest
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from ofsted_tui.tui.app import WorkbenchApp
from tests.workbench_driver import driven, sample_app

KEYS = (
    *"jkJKlhwsp1234uUgGxX.+-][}{vaFtz>)<(",
    *("tab", "enter", "escape", "space", "pagedown", "pageup", "ctrl+r", "ctrl+d", "ctrl+u", "shift+tab"),
)
DIALOGS = (("?", "escape"), ("o", "escape"), ("e", "escape"), ("c", "x", "escape"), ("/", "c", "a", "enter"))
ROUNDS = 14

Cell = tuple[str, object]


class Shown(dict[tuple[int, int], Cell]):
    """A terminal: the cells that it was told to show, by row and column."""

    def take(self, update: object) -> None:
        """Take what is written of the screen, all of it or parts."""
        if isinstance(update, LayoutUpdate):
            for y, pieces in enumerate(update.strips, update.region.y):
                self._put(y, update.region.x, Strip.join(pieces))
        elif isinstance(update, ChopsUpdate):
            for y, first, last in update.spans:
                for x, piece in update.chops[y].items():
                    if piece is not None and x < last and x + piece.cell_length > first:
                        self._put(y, max(x, first), piece.crop(max(0, first - x), last - x))

    def _put(self, y: int, x: int, strip: Strip) -> None:
        for one in cells(strip):
            self[y, x] = one
            x += 1


def cells(strip: Strip) -> list[Cell]:
    """Return what stands in each cell; of a wide character the second one is empty."""
    found: list[Cell] = []
    for segment in strip:
        for character in segment.text:
            width = Segment(character).cell_length
            if width:
                found += [(character, segment.style), *[("", segment.style)] * (width - 1)]
            elif found:
                found[-1] = (found[-1][0] + character, segment.style)
    return found


@pytest.fixture
def shown(monkeypatch) -> Shown:
    """Return the terminal of the app that is started then."""
    terminal, display = Shown(), WorkbenchApp._display

    def watched(app, screen, renderable):
        terminal.take(renderable)
        display(app, screen, renderable)

    monkeypatch.setattr(WorkbenchApp, "_display", watched)
    return terminal


def anew(app: WorkbenchApp) -> dict[tuple[int, int], Cell]:
    """Return what every widget draws when it has forgotten all that it drew before."""
    for widget in app.screen.walk_children():
        widget._styles_cache.clear()
        widget.notify_style_update()
    strips = app.screen._compositor.render_strips()
    return {(y, x): one for y, strip in enumerate(strips) for x, one in enumerate(cells(strip))}


def differing(app: WorkbenchApp, shown: Shown) -> list[int]:
    """Return the rows that look otherwise than they would anew."""
    return sorted({y for (y, x), one in anew(app).items() if shown.get((y, x)) != one})


def is_drawn(app: WorkbenchApp) -> bool:
    """Tell whether nothing is to be drawn any more."""
    screen = app.screen
    widgets = (screen, *screen.walk_children())
    asked = any(one._repaint_required or one._layout_required or one._scroll_required for one in widgets)
    return not (asked or screen._dirty_widgets or screen._compositor._dirty_regions)


@pytest.mark.parametrize("colour", ["colour", "no colour"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (100, 30)])
async def test_the_terminal_shows_what_a_drawing_anew_would_show(
    store, codebook, monkeypatch, shown, size, colour
):
    if colour == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    chance = random.Random(f"{size} {colour}")
    async with driven(sample_app(store, codebook), size) as d:
        for _ in range(ROUNDS):
            pressed = [
                *chance.choices(KEYS, k=12),
                "escape",
                *chance.choice(DIALOGS),
                *chance.choices(KEYS, k=3),
            ]
            await d.press(*pressed)
            await d.until(lambda: is_drawn(d.app))
            assert not differing(d.app, shown), pressed

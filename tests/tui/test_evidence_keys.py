"""Keys pressed by chance in the screens over many documents: nothing faults, and the file stays whole."""

import random

import pytest

from ofsted_tui.store.integrity import check
from ofsted_tui.tui.screens.dialog import Dialog
from tests.workbench_driver import driven, sample_app

LETTERS = "jklhgGmfr12345cxuabtpoOnws/}{?<>*"
KEYS = [*LETTERS, "enter", "escape", "ctrl+f", "ctrl+r", "pagedown", "tab"]
OPENS = ("f", "m", "r", "ctrl+f")


SIZES = [(80, 24), (60, 16), (120, 40)]


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_pressed(store, codebook, tmp_path, monkeypatch, seed):
    monkeypatch.chdir(tmp_path)
    if seed == 2:
        monkeypatch.setenv("NO_COLOR", "1")
    chance = random.Random(seed)
    async with driven(sample_app(store, codebook), SIZES[seed % 3]) as d:
        for number in range(50):
            in_dialog = isinstance(d.app.screen, Dialog)
            key = "escape" if in_dialog and chance.random() < 0.5 else chance.choice(KEYS)
            await d.press(chance.choice(OPENS) if number % 20 == 0 else key)
            assert not d.app.fault
    assert check(store).findings == ()


@pytest.mark.parametrize("key", [*OPENS, "I", "O", "?", "i", "e", "H"])
async def test_every_screen_is_drawn_without_colour(store, codebook, monkeypatch, key):
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven(sample_app(store, codebook)) as d:
        await d.press("3", key)
        await d.type("care")
        await d.press("enter", "j")
        assert not d.app.fault

"""Keys that come all at once do what they do one by one."""

import contextlib
import random
from tempfile import TemporaryDirectory

import pytest

from ofsted_tui.store import Store
from tests.workbench_driver import driven, sample_app

CHUNKS = (
    *("j", "k", "J", "K", "l", "h", "w", "s", "p", "1", "2", "3", "4", "u", "ctrl+r", "g", "G", "x", "."),
    *("}", "{", "+", "-", "tab", "enter", "pagedown", "pageup", "escape", "n"),
    ("/", "c", "a", "r", "e", "enter", "2"),
    (":", "1", "2", "enter", "1"),
    ("c", "m", "i", "n", "e", "ctrl+s"),
    ("c", "n", "o", "escape", "escape"),
    ("?", "escape", "1"),
    ("O", "j", "enter"),
    ("o", "escape"),
    ("t", "enter"),
    ("F", "escape"),
    ("a", "a", "a", "a", "c"),
    ("tab", "j", "enter", "3"),
)


def keys_of(seed: int) -> list[str]:
    chance = random.Random(seed)
    return [key for _ in range(18) for key in chance.choice(CHUNKS)]


async def outcome(codebook, clock, batches: list[list[str]]) -> dict[str, object]:
    """Return what is kept and shown after batches of keys, each sent at one go, in a folder of their own."""
    with TemporaryDirectory(dir=".") as folder, contextlib.chdir(folder), Store(None, clock=clock) as store:
        async with driven(sample_app(store, codebook)) as d:
            for batch in batches:
                await d.press(*batch)
            await d.press("escape", "escape", "escape")
            kept = store.annotations.of(d.review.session.id, d.review.document.id)
            return {
                "annotations": sorted((one.start, one.end, one.area, one.note, one.topic) for one in kept),
                "screen": type(d.app.screen).__name__,
                "document": d.review.document.id,
                "cursor": d.pane.cursor,
                "focus": type(d.app.focused).__name__,
                "tags": d.tags(),
            }


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Stand in a folder of its own: keys at random may name a file to export to."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def still():
    """Return a clock that stands: how many looks a batch takes must not matter."""
    return lambda: "2026-01-05T09:00:00.000Z"


@pytest.mark.parametrize("seed", range(4))
async def test_all_at_once_does_what_one_by_one_does(codebook, still, seed):
    keys = keys_of(seed)
    together = await outcome(codebook, still, [keys])
    apart = await outcome(codebook, still, [[key] for key in keys])
    assert together == apart, keys


async def test_a_paste_of_keys_loses_none_and_keeps_their_order(codebook, still):
    with Store(None, clock=still) as store:
        async with driven(sample_app(store, codebook)) as d:
            await d.press("s", *"j1j2j3j4j5" * 6)
            letters = [letter for letter, _ in d.tags()]
    assert letters == [*"HCVLO"] * 6


async def test_letters_for_a_line_to_type_in_go_there_from_the_first_on(codebook, still):
    with Store(None, clock=still) as store:
        async with driven(sample_app(store, codebook)) as d:
            await d.press("1", "c", *"1j2u", "space", "q", "ctrl+s")
            (kept,) = store.annotations.of(d.review.session.id, d.review.document.id)
    assert kept.note == "1j2u q"


async def test_a_handler_that_fails_holds_up_no_later_key(codebook, still, monkeypatch):
    with Store(None, clock=still) as store:
        async with driven(sample_app(store, codebook)) as d:
            monkeypatch.setattr(type(d.pane), "action_page", lambda _pane, _step: 1 / 0)
            await d.press("s", "pagedown", "j", "1")
            assert [letter for letter, _ in d.tags()] == ["H"]

"""Garbage is looked for between keys, and never for long while one is answered."""

import asyncio
import gc

import pytest

from ofsted_tui.tui import garbage as module
from ofsted_tui.tui.garbage import Garbage


@pytest.fixture
def looks(monkeypatch) -> list[int]:
    """Return the generations that were looked through, as they come; what Python is told is put back."""
    found: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation=2: found.append(generation) or 0)
    monkeypatch.setattr(gc, "freeze", lambda: found.append(-1))
    monkeypatch.setattr(module, "_PAUSE", 0.0)
    before, was_enabled = gc.get_threshold(), gc.isenabled()
    yield found
    gc.set_threshold(*before)
    (gc.enable if was_enabled else gc.disable)()


async def pause() -> None:
    """Let what is due be done."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_what_the_start_left_is_collected_and_what_is_alive_is_kept(looks):
    gc.disable()
    Garbage().begin()
    assert looks == [2, -1]
    assert gc.isenabled()
    assert gc.get_threshold()[0] == 20_000


async def test_the_young_are_looked_through_when_a_key_is_done(looks):
    garbage = Garbage()
    garbage.begin()
    garbage.key_begins()
    garbage.key_done()
    assert looks == [2, -1]
    await pause()
    assert looks == [2, -1, 1]


async def test_a_key_that_comes_at_once_puts_the_look_off(looks):
    garbage = Garbage()
    garbage.begin()
    for _ in range(5):
        garbage.key_done()
        garbage.key_begins()
    await pause()
    assert looks == [2, -1]


async def test_a_key_done_twice_leads_to_one_look(looks):
    garbage = Garbage()
    garbage.begin()
    garbage.key_done()
    garbage.key_done()
    await pause()
    assert looks == [2, -1, 1]


async def test_now_and_then_the_old_are_looked_through_too(looks):
    garbage = Garbage()
    garbage.begin()
    for _ in range(200):
        garbage.key_done()
        await pause()
    assert looks[2:].count(2) == 2
    assert looks[2:].count(1) == 198


async def test_before_the_first_screen_is_settled_nothing_is_looked_for(looks):
    garbage = Garbage()
    garbage.key_begins()
    garbage.key_done()
    await pause()
    assert looks == []

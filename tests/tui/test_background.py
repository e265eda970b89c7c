"""Tests of ofsted_tui/tui/background.py."""

import asyncio
import threading

import pytest

import ofsted_tui.store.backups as copies
import ofsted_tui.store.store as store_module
from ofsted_tui.importing.opening import begin
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.background import DayBackup, in_background
from tests.workbench_driver import driven


async def test_what_it_returns_and_raises_is_handed_back():
    assert await in_background(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await in_background(lambda: 1 // 0)


async def test_it_runs_in_another_thread():
    assert await in_background(threading.current_thread) is not threading.current_thread()


@pytest.mark.parametrize("may_be_dropped", [True, False])
async def test_the_program_waits_only_for_what_may_not_be_dropped(may_be_dropped):
    thread = await in_background(threading.current_thread, may_be_dropped=may_be_dropped)
    assert thread.daemon == may_be_dropped


async def test_a_future_that_was_given_up_takes_nothing_more():
    go_on = threading.Event()
    future = in_background(lambda: go_on.wait(10))
    future.set_result(False)
    go_on.set()
    await asyncio.sleep(0)
    assert await future is False


@pytest.fixture
def path(tmp_path, codebook):
    """Return a database of years ago."""
    with Store(tmp_path / "reviews.db", create=True, clock=lambda: "2020-01-01T00:00:00.000Z") as store:
        begin(store, codebook, "Rae")
    return tmp_path / "reviews.db"


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch):
    monkeypatch.setattr(store_module, "_COPIED_AT_ONCE_BYTES", 1)
    monkeypatch.setattr(copies, "_PAGES", 1)


async def done(store: Store) -> list[str]:
    """Wait for the backup; return the reasons of all of them."""
    while not store.backups.list():
        await asyncio.sleep(0.001)
    return [one.why for one in store.backups.list()]


async def test_tags_made_while_the_file_is_copied_are_in_the_copy_or_not_but_whole(path, clock, codebook):
    with Store(path, clock=clock) as store:
        session = store.sessions.all()[0].id
        app = WorkbenchApp(store, codebook, Review(store, codebook, session))
        async with driven(app) as d:
            for _ in range(10):
                await d.press("j", "2")
            assert await done(store) == ["while working on 2026-01-05"]
            await d.press("j", "2")
            assert len(d.tags()) == 11
        copy = store.backups.list()[0].path
        made = list(store.annotations.in_context())
    with Store(copy, clock=clock) as kept:
        copied = list(kept.annotations.in_context())
        assert copied == made[: len(copied)]
        assert kept.connection.raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


async def test_to_leave_while_the_file_is_copied_leaves_no_half_copy(path, clock, codebook, monkeypatch):
    monkeypatch.setattr(copies, "_PAUSE", 0.05)
    with Store(path, clock=clock) as store:
        session = store.sessions.all()[0].id
        app = WorkbenchApp(store, codebook, Review(store, codebook, session))
        async with driven(app) as d:
            await d.press("2")
            while not store.connection.in_use.locked():
                await asyncio.sleep(0.001)
            app.day_backup.stop()
        store.close()
    folder = path.with_name("reviews.db.backups")
    while any(".part" in one.name for one in folder.iterdir()):
        await asyncio.sleep(0.001)
    assert list(folder.iterdir()) == []


async def test_a_copy_begun_when_the_file_is_closed_already_says_nothing(path, clock):
    warnings: list[str] = []
    store = Store(path, clock=clock)
    backup = DayBackup(store, warnings.append)
    backup.stop()
    store.close()
    backup.begin(clock())
    folder = path.with_name("reviews.db.backups")
    while not folder.exists() or list(folder.iterdir()):
        await asyncio.sleep(0.001)
    assert warnings == []


async def test_where_no_copy_can_be_made_that_is_said(path, clock):
    warnings: list[str] = []
    path.with_name("reviews.db.backups").write_text("in the way", encoding="utf-8")
    with Store(path, clock=clock) as store:
        store.warn = warnings.append
        DayBackup(store, warnings.append).begin(clock())
        while not warnings:
            await asyncio.sleep(0.001)
    assert "ofsted-tui backup" in warnings[0]

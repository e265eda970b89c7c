"""Whatever goes wrong in the app shows in the app, which keeps the last state and goes on."""

import asyncio
import logging
import os
import subprocess
import sys
from unittest import mock

import pytest
from textual import events, screen
from textual.keys import _character_to_key
from textual.widgets import Input, Label, TextArea

from ofsted_tui.model.errors import StoreError
from ofsted_tui.review import Review
from ofsted_tui.review.open_document import OpenDocument
from ofsted_tui.store import Store
from ofsted_tui.store.sessions import Settings
from ofsted_tui.tui import keys
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens import import_dialog, workbench_state
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.screens.filter_dialog import FilterDialog
from ofsted_tui.tui.screens.import_dialog import ImportProgress
from ofsted_tui.tui.screens.start_screen import StartScreen
from ofsted_tui.tui.screens.workbench import Workbench
from ofsted_tui.tui.widgets.annotation_pane import AnnotationPane
from tests.fault_injection import (
    HOSTILE,
    REFUSALS,
    SECRET,
    in_actions,
    in_calls,
    in_statements,
    sqlite_fault,
    unforeseen,
)
from tests.workbench_driver import NAMED, driven

TEXT = (
    "Findings\n\n1. Children get help early.\n\n2. Leaders know this well. They act.\n\n3. Care leavers wait."
)
SQLITE = ("full", "locked", "ioerr", "corrupt", "moved", "readonly")
TRAPS = {"statements": in_statements, "actions": in_actions, "calls": in_calls}
DOCUMENT = (
    *("Moving", "Choosing a passage", "Tagging", "The tag here"),
    *("Sections", "Finding", "The workbench"),
)
LISTED = ("The list of annotations", "The tag here")
ALONE = {"leave", "sessions"}
"""They leave the workbench: they have tests of their own."""
SUPPRESSED = {"document.import"}
"""The folder to begin in is a convenience, nothing to fail for."""


def faults(kind: str) -> list[tuple[Exception, bool]]:
    """Return the faults of a kind, each with whether it lasts until it is lifted."""
    if kind == "statements":
        return [(sqlite_fault(name), number % 2 == 0) for number, name in enumerate(SQLITE)]
    if kind == "actions":
        return [(one, True) for one in REFUSALS]
    return [(unforeseen(), False)]


@pytest.fixture
def trap(request, monkeypatch):
    """Set a trap; before the store is opened, for connections have it from the beginning."""
    return TRAPS[getattr(request, "param", "actions")](monkeypatch)


every_trap = pytest.mark.parametrize(
    ("trap", "kind"), [(name, name) for name in TRAPS], indirect=["trap"], ids=list(TRAPS)
)
below_or_above = pytest.mark.parametrize(
    ("trap", "kind"), [(name, name) for name in ("statements", "calls")], indirect=["trap"]
)
"""Faults of the file and faults of the program: what an action refuses comes from a statement in it."""
only_calls = pytest.mark.parametrize("trap", ["calls"], indirect=True)


@pytest.fixture
def review(trap, store, codebook, add_document, open_review):
    return open_review(add_document(TEXT, title="One"), add_document("1. More.\n\n2. Yet more.", title="Two"))


@pytest.fixture
def app(trap, store, codebook, review, monkeypatch):
    # what is kept a while after a key would get in the way of the next: it has a test of its own
    monkeypatch.setattr(workbench_state, "_PLACE_SECONDS", 3600.0)
    monkeypatch.setattr(screen, "UPDATE_PERIOD", 0.001)
    return WorkbenchApp(store, codebook, review)


async def press(d, *names):
    """Send keys, and wait until all that they lead to is done: painting as well, as it comes by itself.

    What was said of a fault meanwhile is in `heard`, for the same key may go on to say something else.
    """
    d.heard = ""
    for name in names:
        character = NAMED.get(name) or (name if len(name) == 1 else None)
        d.app.post_message(events.Key(_character_to_key(name) if len(name) == 1 else name, character))
    calm = 0
    for _ in range(5000):
        await asyncio.sleep(0.001)
        if not d.app.is_running or d.app._exit:
            return
        pumps = [d.app, *d.app.screen.walk_children(with_self=True)]
        waits = any(one._message_queue.qsize() or one._next_callbacks for one in pumps)
        waits = waits or not d.app.key_queue.is_idle or d.app.screen._callbacks
        waits = waits or d.app.screen._dirty_widgets or d.app.screen._layout_required
        d.heard = d.heard or said(d)
        calm = 0 if waits else calm + 1
        if calm == 3:
            return
    raise AssertionError(f"stuck in {d.app.screen}")


async def ready(d, in_list):
    """Stand on a tag of the first document, in the document or in the list."""
    for _ in range(5):
        if isinstance(d.app.screen, Workbench) and d.app.focused in (d.pane, d.listed):
            break
        await press(d, "escape")
    assert isinstance(d.app.screen, Workbench)
    if d.review.document.title != "One":
        await press(d, "o", "O", "n", "e", "enter")
    d.bench._to_document()
    d.pane.leave_labels()
    d.pane.drop()
    d.pane.action_unit("sentence")
    d.bench.annotation_pane.filter and d.bench.action_clear_filter()
    d.go_to("Leaders")
    if not d.bench.target.tags:
        await press(d, "1")
    assert d.bench.target.tags, "the next key works"
    if in_list:
        d.bench.action_other_pane()
    d.app.clear_notifications()
    await press(d)


def said(d) -> str:
    """Return the faults that stand on the screen."""
    lines = [one.message for one in d.app._notifications]
    for one in d.app.screen_stack:
        lines += [str(label.render()) for label in one.query(".fault").results(Label)]
        lines += [line.text for line in one.query("#status-line") if line._is_alarm]
    return " ".join(lines)


def check_alive(d):
    """Check that the app goes on, shows what the store holds, and nothing of what the fault said."""
    assert not d.app._exit, d.app.fault
    assert not d.app.fault
    seen = d.screen_text() + said(d)
    assert SECRET not in seen
    assert "\x1b" not in seen
    if d.app.workbench is not None:
        kept = d.review.store.annotations.of(d.review.session.id, d.review.document.id)
        assert set(kept) == set(d.pane.shown.annotations) == set(d.review.annotations)


@pytest.mark.parametrize("place", ["document", "list"])
@every_trap
async def test_every_key_of_the_workbench(app, trap, kind, place):
    groups = DOCUMENT if place == "document" else LISTED
    bindings = [one for group in groups for one in keys.GROUPS[group] if one.id not in ALONE]
    # with OFSTED_TUI_ALL_FAULTS at each statement and call, else at the first
    numbers = range(1, 60) if os.environ.get("OFSTED_TUI_ALL_FAULTS") else (1,)
    sprung = 0
    async with driven(app, (80, 24)) as d:
        for index, binding in enumerate(bindings):
            for number in numbers:
                await ready(d, place == "list")
                fault, lasts = faults(kind)[(index + number) % len(faults(kind))]
                trap.set(number or 2 + index % 7, fault, lasting=lasts)
                await press(d, binding.key.split(",")[0])
                was_sprung = trap.went_off
                sprung += bool(was_sprung)
                trap.lift()
                check_alive(d)
                assert d.heard or not was_sprung or binding.id in SUPPRESSED, (binding.id, number)
                if not was_sprung:
                    break
        assert sprung >= (20 if place == "document" and kind != "actions" else 5)
        await press(d, "q")
        assert app._exit
    assert app.return_code == 0


@below_or_above
async def test_the_place_that_is_kept_a_while_after_a_key(app, trap, kind):
    async with driven(app) as d:
        for number in range(1, 30):
            await press(d, "escape")
            await ready(d, False)
            trap.set(number, faults(kind)[number % len(faults(kind))][0])
            app.screen.set_timer(0.001, d.bench.keep_place)
            await asyncio.sleep(0.02)
            await press(d)
            trap.lift()
            check_alive(d)
            assert bool(said(d)) == bool(trap.went_off)
            if not trap.went_off:
                break


# dialogs


async def again_and_again(d, trap, kind, key, typed):
    """Press a key at a fault in its first, second, … call until none is in its way; check what was typed."""
    for number in range(1, 80):
        fault, lasts = faults(kind)[number % len(faults(kind))]
        dialog = d.app.screen
        trap.set(number, fault, lasting=lasts)
        await press(d, key)
        was_sprung = trap.went_off
        trap.lift()
        check_alive(d)
        if d.app.screen is not dialog:
            return
        assert was_sprung
        assert said(d)
        assert typed() == "kept words"
    raise AssertionError("it never came to an end")


@every_trap
async def test_a_note_is_not_lost(app, trap, kind):
    async with driven(app) as d:
        await ready(d, False)
        await press(d, "c", *"kept words")
        await again_and_again(d, trap, kind, "ctrl+s", lambda: d.app.screen.query_one(TextArea).text)
        await press(d)
        assert [one.note for one in d.review.annotations] == ["kept words"]


@every_trap
async def test_a_title_is_not_lost(app, trap, kind):
    async with driven(app) as d:
        await press(d, "i", *["backspace"] * 3, *"kept words")
        title = "#title"
        await again_and_again(d, trap, kind, "enter", lambda: d.app.screen.query_one(title, Input).value)
        assert d.review.document.title == "kept words"


@pytest.mark.parametrize("key", ["n", "r"])
@every_trap
async def test_the_name_of_a_session_is_not_lost(app, store, trap, kind, key):
    async with driven(app) as d:
        await press(d, "S", key, *["backspace"] * 6, *"kept words")
        name = "#name"
        await again_and_again(d, trap, kind, "enter", lambda: d.app.screen.query_one(name, Input).value)
        trap.lift()
        assert [one.name for one in store.sessions.all()].count("kept words") == 1


DIALOGS = {
    "topic": ("t", "enter"),
    "quantifier": ("#", "enter"),
    "documents": ("o", "down", "enter"),
    "outline": ("O", "l", "1", "0", "enter"),
    "coverage": ("C", "l", "j", "l", "s", "y"),
    "find": ("/", "e", "enter", "n", "N"),
    "paragraph": (":", "3", "enter"),
    "export": ("e", "enter"),
    "history": ("H", "j", "G"),
}


@below_or_above
async def test_the_keys_of_every_dialog(app, trap, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with driven(app, (80, 24)) as d:
        for name, key, before in (
            (one, all[at], all[:at]) for one, all in DIALOGS.items() for at in range(len(all))
        ):
            await ready(d, False)
            await press(d, *before)
            fault, lasts = faults(kind)[len(before) % len(faults(kind))]
            trap.set(1 + len(before) % 2, fault, lasting=lasts)
            await press(d, key)
            trap.lift()
            check_alive(d)
            assert d.heard or not trap.went_off, (name, key)


@every_trap
async def test_leaving(app, trap, kind):
    async with driven(app) as d:
        await ready(d, False)
        trap.set(1, faults(kind)[0][0], lasting=True)
        await press(d, "q")
        assert app._exit
        assert trap.went_off
    assert (app.return_code, app.fault) == (0, "")


@only_calls
async def test_a_dialog_that_cannot_be_built_is_taken_away(app, trap, monkeypatch):
    def broken(*_):
        raise unforeseen()

    async with driven(app) as d:
        for name in ("content", "on_mount"):
            with monkeypatch.context() as patch:
                patch.setattr(FilterDialog, name, broken)
                await press(d, "tab", "/")
                check_alive(d)
                assert isinstance(app.screen, Workbench)
                assert "A fault of the program" in said(d)
            await press(d, "/")
            assert isinstance(app.screen, FilterDialog)
            await press(d, "escape", "tab")


# the start screen


@below_or_above
async def test_every_key_of_the_start_screen(app, store, trap, kind):
    bindings = [*keys.SESSION_TABLE, *keys.START]
    async with driven(app, (80, 24)) as d:
        for index, binding in enumerate(one for one in bindings if one.id != "leave"):
            for number in (1, 2 + index % 3) if kind == "statements" else (1,):
                while not isinstance(app.screen, StartScreen):
                    await press(d, *(["escape"] if isinstance(app.screen, Dialog) else ["escape", "S"]))
                await d.until(lambda: app.screen.query_one("SessionTable").row_count == 1)
                fault, lasts = faults(kind)[(index + number) % len(faults(kind))]
                trap.set(number, fault, lasting=lasts)
                await press(d, binding.key.split(",")[0])
                was_sprung = trap.went_off
                trap.lift()
                check_alive(d)
                assert d.heard or not was_sprung or binding.id == "start.import", (binding.id, number)
        await press(d, "escape", "q")
    assert app.return_code == 0


@every_trap
async def test_a_session_that_cannot_be_deleted_is_still_there(app, store, trap, kind):
    async with driven(app) as d:
        await press(d, "S", "d")
        trap.set(1, *faults(kind)[0][:1], lasting=True)
        await press(d, "y")
        assert said(d)
        trap.lift()
        check_alive(d)
        assert len(store.sessions.all()) == 1


# files


async def test_a_disk_that_fails_at_an_export_is_said_in_the_dialog(app, tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    async with driven(app) as d:
        await ready(d, False)
        await press(d, "e")
        path = d.app.screen.query_one(Input)
        path.value = str(tmp_path / "out.csv")
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            await press(d, "enter")
        assert "the disk is full" in said(d)
        assert path.value == str(tmp_path / "out.csv")
        await press(d, "enter")
        assert "Wrote 1 annotation" in d.status


async def test_an_unforeseen_error_of_the_system_is_said_with_its_kind(app, monkeypatch):
    def broken(*_):
        raise OSError(5, HOSTILE)

    monkeypatch.setattr(OpenDocument, "next_open", broken)
    async with driven(app) as d:
        await press(d, "]")
        assert "Input/output error" in said(d)
        check_alive(d)


async def test_an_import_that_breaks_says_so_and_can_be_left(app, tmp_path, monkeypatch):
    def broken(*_):
        raise unforeseen()

    monkeypatch.setattr(import_dialog, "documents_in", broken)
    async with driven(app) as d:
        app.push_screen(ImportProgress(app.store, app.codebook, [str(tmp_path)], broken))
        await d.until(lambda: getattr(app.screen, "is_done", False))
        check_alive(d)
        assert "The import stopped: a fault of the program (RuntimeError in " in d.screen_text()
        await press(d, "enter")
        assert isinstance(app.screen, Workbench)


@pytest.mark.parametrize("method", ["take_in", "mark"])
async def test_what_was_kept_before_the_fault_is_shown(app, method):
    async with driven(app) as d:
        for key in "12x":
            await ready(d, False)
            before = len(d.review.annotations)
            with mock.patch.object(AnnotationPane, method, autospec=True) as broken:
                broken.side_effect = [unforeseen(), *[None] * 20]
                await press(d, key)
            assert "what you see is what is kept" in said(d)
            check_alive(d)
            assert len(d.listed) == len(d.review.annotations) != before


# beginning and end


@only_calls
async def test_a_fault_says_its_kind_and_place_and_the_way_out(app, trap):
    async with driven(app, (200, 30)) as d:
        await ready(d, False)
        trap.set(1, unforeseen())
        await press(d, "2")
        assert (
            "what you see is what is kept. Go on, or leave (esc, q). RuntimeError in fault_injection.py, line"
            in said(d)
        )


@pytest.mark.parametrize("trap", ["statements"], indirect=True)
async def test_a_database_that_fails_at_the_start_is_said(app, trap):
    trap.set(1, sqlite_fault("ioerr"), lasting=True)
    async with driven(app) as d:
        assert "did not answer" in said(d)
        trap.lift()
        await ready(d, False)
        check_alive(d)


async def test_where_painting_fails_and_fails_again_the_program_leaves_with_one_line(app, monkeypatch):
    def broken(*_):
        raise unforeseen()

    with pytest.raises(RuntimeError):  # noqa: PT012 - the driver raises it when it ends
        async with driven(app) as d:
            monkeypatch.setattr(OpenDocument, "is_read", broken)
            d.pane.refresh()
            await press(d, "j")
            await d.until(lambda: app.fault)
    assert app.return_code == 1
    assert app.fault.startswith("ofsted-tui has stopped: RuntimeError in test_app_faults.py, line ")
    assert SECRET not in app.fault


async def test_faults_that_follow_each_other_by_themselves_end_the_program(app):
    def broken():
        app.call_later(broken)
        raise unforeseen()

    with pytest.raises(RuntimeError):  # noqa: PT012 - the driver raises it when it ends
        async with driven(app) as d:
            app.call_later(broken)
            await d.until(lambda: app.fault)
    assert app.return_code == 1


async def test_a_fault_at_each_key_is_no_reason_to_leave(app, monkeypatch):
    def broken(*_):
        raise unforeseen()

    monkeypatch.setattr(Review, "toggle", broken)
    async with driven(app) as d:
        for _ in range(6):
            await press(d, "1")
            check_alive(d)


async def test_what_goes_wrong_where_nobody_waits_is_shown_and_not_logged(app, caplog):
    async def broken():
        raise unforeseen()

    async with driven(app) as d:
        loop = asyncio.get_running_loop()
        loop.call_soon(lambda: 1 / 0)
        task = loop.create_task(broken())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task
        await press(d)
        assert "ZeroDivisionError" in said(d) or "RuntimeError" in said(d)
    assert SECRET not in caplog.text
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_warnings_of_the_store_are_shown(app, store):
    store.warn(f"today's backup could not be made: [/nope] {HOSTILE[-9:]}")
    async with driven(app) as d:
        store.warn("and another: [red]")
        await d.settle()
        found = [one.message for one in app._notifications]
        assert len(found) == 2
        assert "[/nope]" in d.screen_text()
        assert "[red]" in d.screen_text()


async def test_a_theme_that_cannot_be_read_is_no_reason_not_to_open(app, monkeypatch):
    def refuse(*_):
        raise StoreError("The disk did not answer.")

    monkeypatch.setattr(Settings, "get", refuse)
    async with driven(app) as d:
        assert app.theme == "reading-dark"
        check_alive(d)


def test_nothing_is_logged_even_where_textual_is_asked_to(tmp_path):
    log = tmp_path / "textual.log"
    code = (
        "from ofsted_tui.tui.lifeline import log_nothing; log_nothing();"
        "from textual.app import App; app = App(); app.log('SECRET'); print(sorted(app.features))"
    )
    told = {"TEXTUAL_LOG": str(log), "TEXTUAL": "devtools,debug"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | told, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert not log.exists()


def test_the_program_writes_no_log_of_its_own():
    modules = [name for name in sys.modules if name.startswith("ofsted_tui")]
    users = [name for name in modules if hasattr(sys.modules[name], "logging")]
    assert users == []
    assert Store.__module__ in modules

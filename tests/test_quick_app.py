"""Keys run their bindings at once, and a frame is written in one piece."""

import sys

import pytest
from textual.app import App
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from ofsted_tui.tui.quick_app import QuickApp


class Quick(Widget, can_focus=True):
    acts_at_once = True
    BINDINGS = [
        Binding("a", "note('quick')", id="quick"),
        Binding("b", "skip"),
        Binding("c", "note('below')"),
        Binding("d", "send"),
        Binding("e", "grow"),
        Binding("f", "later"),
    ]

    class Sent(Message):
        """More to do."""

    def render(self) -> str:
        return f"{len(self.app.done)} done"

    def action_note(self, what: str) -> None:
        self.app.done.append(what)
        self.refresh()

    def action_send(self) -> None:
        self.refresh()
        self.post_message(self.Sent())

    def action_grow(self) -> None:
        self.refresh(layout=True)

    def action_later(self) -> None:
        self.refresh()
        self.app.call_later(self.action_note, "later")

    def action_skip(self) -> None:
        self.app.done.append("skipped")

    def check_action(self, action, parameters):
        return action != "skip"


class Slow(Quick):
    acts_at_once = False


class Around(Vertical):
    BINDINGS = [Binding("b", "note('around')"), Binding("a", "note('around')")]

    def action_note(self, what: str) -> None:
        self.app.done.append(what)


class Taker(Around):
    def on_key(self, event) -> None:
        self.app.done.append(f"taken {event.key}")
        event.stop()


class Bench(Screen[None]):
    BINDINGS = [Binding("c", "app.note('first')", priority=True)]
    around, inner = Around, Quick

    def compose(self):
        with self.around():
            yield self.inner()


class Keys(QuickApp):
    def __init__(self, around=Around, inner=Quick) -> None:
        super().__init__(None)
        self.done, self.painted = [], []
        self.bench = Bench()
        self.bench.around, self.bench.inner = around, inner

    def get_default_screen(self):
        return self.bench

    def action_note(self, what: str) -> None:
        self.done.append(what)

    async def on_event(self, event) -> None:
        if type(event).__name__ != "Key" or event.is_forwarded:
            await super().on_event(event)
        elif await self.acted_at_once(event):
            self.painted.append(
                self.bench._repaint_required or any(w._repaint_required for w in self.query("*"))
            )
        else:
            self.done.append("the long way")
            await super().on_event(event)


async def pressed(*keys, keymap=None, **kinds) -> Keys:
    app = Keys(**kinds)
    async with app.run_test(size=(20, 4)) as pilot:
        app.query_one(kinds.get("inner", Quick)).focus()
        await pilot.pause()
        app.set_keymap(keymap or {})
        await pilot.press(*keys)
    return app


async def test_a_key_runs_its_binding_and_is_painted_when_it_returns():
    app = await pressed("a", "a")
    assert app.done == ["quick", "quick"]
    assert app.painted == [False, False]


@pytest.mark.parametrize("key", ["d", "e", "f"])
async def test_what_leads_to_more_is_painted_when_that_is_done(key):
    assert (await pressed(key)).painted == [True]


async def test_a_binding_that_is_not_allowed_leaves_the_key_to_those_around():
    assert (await pressed("b")).done == ["around"]


async def test_a_binding_that_goes_before_others_goes_before_others():
    assert (await pressed("c")).done == ["first"]


async def test_the_users_keys_count():
    assert (await pressed("z", keymap={"quick": "z"})).done == ["quick"]
    assert (await pressed("a", keymap={"quick": "z"})).done == ["around"]


async def test_keys_changed_while_it_runs_count_from_then_on():
    app = Keys()
    async with app.run_test(size=(20, 4)) as pilot:
        app.query_one(Quick).focus()
        await pilot.press("a")
        app.set_keymap({"quick": "z"})
        await pilot.press("z", "a")
    assert app.done == ["quick", "quick", "around"]


async def test_a_key_that_is_bound_to_nothing_goes_the_long_way():
    assert (await pressed("y")).done == ["the long way"]


@pytest.mark.parametrize("kinds", [{"inner": Slow}, {"around": Taker}])
async def test_where_widgets_look_at_keys_themselves_they_go_the_long_way(kinds):
    found = (await pressed("a", **kinds)).done
    assert found[0] == "the long way"
    assert found[1] == ("quick" if "inner" in kinds else "taken a")


class Written:
    """A driver that notes what is written."""

    is_inline = False

    def __init__(self) -> None:
        self.pieces = []

    def write(self, data: str) -> None:
        self.pieces.append(data)


@pytest.mark.skipif(sys.platform == "win32", reason="Textual writes in pieces there")
@pytest.mark.parametrize("is_marked", [True, False])
def test_a_frame_is_written_in_one_piece(is_marked):
    app, driver = Keys(), Written()
    app._driver, app._sync_available = driver, is_marked
    for words in ("one", "two"):
        app._begin_update()
        driver.write(words)
        assert not [one for one in driver.pieces if words in one]
        app._end_update()
    whole = [f"\x1b[?2026h{words}\x1b[?2026l" if is_marked else words for words in ("one", "two")]
    assert driver.pieces == whole


def test_frames_without_a_terminal():
    app = Keys()
    app._driver = None
    app._begin_update()
    app._end_update()


async def test_textual_would_write_in_three():
    """What this is for: when Textual does it by itself, the class can go."""
    app, driver = App(), Written()
    app._driver, app._sync_available = driver, True
    app._begin_update()
    driver.write("one")
    app._end_update()
    assert len(driver.pieces) == 3

"""An app that takes the short way from a key to its frame, where there is one."""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.messages import Prompt
from textual.screen import Screen
from textual.widget import Widget

from ofsted_tui.tui.key_queue import acts_at_once
from ofsted_tui.tui.sturdy_app import SturdyApp

Chain = Sequence[tuple[DOMNode, BindingsMap]]
"""Widgets with their bindings, in the order in which they are asked for a key."""


class Place(NamedTuple):
    """Where keys go, and what they mean there: Textual gathers it anew, from all widgets, twice a key."""

    screen: Screen[object]
    focused: Widget
    keymap: object
    first: Chain
    """Asked for bindings that go before all others."""
    then: Chain


class QuickApp(SturdyApp):
    """Runs the binding of a key at once, and writes each frame in one piece."""

    _place: Place | None = None
    _held: list[str]
    """What is written of the frame that is being made."""

    def _build_driver(
        self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None
    ) -> Driver:
        """Have keys handed on by the thread that reads them in one step: Textual makes a task for each."""
        driver = super()._build_driver(headless, inline, mouse, size)
        loop = asyncio.get_running_loop()

        def hand_on(message: Message) -> None:
            loop.call_soon_threadsafe(self.post_message, message)

        driver.send_message = hand_on  # type: ignore[method-assign] # every kind of driver calls it
        return driver

    async def acted_at_once(self, event: Key) -> bool:
        """Run what a key is bound to, where its widget acts at once; tell whether there was anything.

        Textual sends it to the widget, from there to each one around it, and only then looks for a binding.
        """
        place = self._place_now() if self.app_focus else None
        if place is None or place.screen.maximized is not None:
            return False
        key = event.key
        is_bound = await self._bound(key, place.first, True) or await self._bound(key, place.then, False)
        if is_bound:
            self.paint_now()
        return is_bound

    async def _bound(self, key: str, chain: Chain, priority: bool) -> bool:
        for node, bindings in chain:
            for binding in bindings.key_to_bindings.get(key, ()):
                if binding.priority == priority and await self.run_action(binding.action, node):
                    return True
        return False

    def _place_now(self) -> Place | None:
        """Return where keys go; None where they may do more than run a binding."""
        screen, focused = self.screen, self.focused
        if focused is None or not acts_at_once(focused):
            return None
        place = self._place
        if place is None or place[:3] != (screen, focused, self._keymap):
            if any(_has_keys_of_its_own(node) for node in focused.ancestors):
                return None
            chains = screen._binding_chain[::-1], screen._modal_binding_chain
            place = self._place = Place(screen, focused, self._keymap, *chains)
        return place

    def paint_now(self) -> None:
        """Draw what a key has changed, where that is all that it did.

        Textual hears of it by three messages and a timer.
        """
        screen = self.screen
        shown = screen._compositor.visible_widgets
        if self._exit or self._batch_count or not screen.is_current:
            return
        if any(map(_is_more_to_do, (screen, *shown))) or not all(map(_rests, self._on_the_way())):
            return
        for widget in shown:
            if widget._repaint_required:
                widget._repaint_required = False
                screen._dirty_widgets.add(widget)
        screen._on_timer_update()

    def _on_the_way(self) -> list[DOMNode]:
        """Return the app and all that what a key does may have sent something to."""
        return self.focused.ancestors_with_self if self.focused else [self]

    def _begin_update(self) -> None:
        """Hold back what is written of a frame until it is whole.

        The thread that writes is else woken by the mark at its beginning, and takes the processor. Not so on
        Windows: what Textual writes there in pieces is not to be put together.
        """
        if self._driver is not None and sys.platform != "win32":
            self._held = []
            self._driver.write = self._held.append  # type: ignore[assignment,method-assign] # for this frame
        super()._begin_update()

    def _end_update(self) -> None:
        super()._end_update()
        if self._driver is not None and "write" in vars(self._driver):
            del self._driver.write
            self._driver.write("".join(self._held))


def _has_keys_of_its_own(node: DOMNode) -> bool:
    """Tell whether a widget around the focused one looks at keys before they are looked for in bindings."""
    return not isinstance(node, SturdyApp) and hasattr(node, "on_key")


def _is_more_to_do(widget: Widget) -> bool:
    """Tell whether a widget waits for more than to be drawn."""
    return (
        widget._layout_required
        or widget._scroll_required
        or widget._recompose_required
        or widget._refresh_styles_required
    )


def _rests(node: MessagePump) -> bool:
    """Tell whether nothing that was sent to a widget is still to be handled."""
    waiting: Iterable[Message] = node._message_queue.values
    return not node._next_callbacks and all(isinstance(one, Prompt) for one in waiting)

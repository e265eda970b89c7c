"""One key at a time: a key is looked at when the one before it has done all that it does.

Textual hands keys on as they come, while a dialog that the key before has opened is still being made, or
before the line that it asked for has the focus: letters typed fast would be lost, or taken for verbs. A
marker sent after each key tells when it is done, for it goes the way that the key went, and behind it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from textual.app import App
from textual.events import Event
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from ofsted_tui.tui.garbage import Garbage

_ROUNDS = 3
"""Markers a key: one for the key, one for the message that it leads to, one for what that leads to."""
_PAUSE = 0.005
"""Seconds until the first marker of a key, so that its answer is drawn first; a waiting key hastens it."""
_PATIENCE = 0.3
"""Seconds until a marker counts as lost, with a widget that was taken away under it."""


def acts_at_once(widget: Widget | None) -> bool:
    """Tell whether a widget says that bindings do all that its keys do just now.

    The app runs them, and nothing of what they do comes later. Most widgets do not say so.
    """
    return bool(getattr(widget, "acts_at_once", False))


class KeyQueue:
    """Keys that wait for the one before them."""

    class Done(Message, bubble=True, verbose=True):
        """Comes back to the app when all that was sent before it is done."""

        def __init__(self, serial: int) -> None:
            """Take the number of the marker."""
            super().__init__()
            self.serial = serial

    def __init__(self, app: App[None], handle: Callable[[Event], Awaitable[None]]) -> None:
        """Take the app whose keys these are, and what handles a key."""
        self._app = app
        self._handle = handle
        self.garbage = Garbage()
        self._waiting: deque[Event] = deque()
        self._rounds = _ROUNDS
        """Markers still to come for the key under way; at first, for the first screen."""
        self._waits_for_app_only = False
        self._serial = 0
        self._where: tuple[object, object] = (None, None)
        """The screen and the widget that the key under way went to."""
        self._timeout: asyncio.TimerHandle | None = None
        self._pause: asyncio.TimerHandle | None = None
        """Runs until the first marker of a key is sent."""

    @property
    def is_waiting(self) -> bool:
        """Whether keys wait for the one under way."""
        return bool(self._waiting)

    def open(self) -> None:
        """Let the first key through once the first screen is ready for it."""
        self._send_marker()

    async def take(self, event: Event) -> None:
        """Handle a key now, or as soon as those before it are done."""
        if self._rounds:
            self._waiting.append(event)
            if self._pause is not None:
                self._send_marker()
        else:
            await self._begin(event)

    async def _begin(self, event: Event) -> None:
        self.garbage.key_begins()
        self._rounds, self._waits_for_app_only = _ROUNDS, False
        self._where = self._screen(), self._app.focused
        await self._handle(event)
        if self._waiting:
            self._send_marker()
        else:
            self._pause = asyncio.get_running_loop().call_later(_PAUSE, self._send_marker)

    def _send_marker(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
        screen = self._screen()
        if screen is None:
            return
        self._serial += 1
        loop = asyncio.get_running_loop()
        self._timeout = loop.call_later(_PATIENCE, self._app.post_message, KeyQueue.Done(self._serial))
        where = self._app if self._waits_for_app_only else self._app.focused or screen
        where.post_message(KeyQueue.Done(self._serial))

    def _screen(self) -> Screen[object] | None:
        """Return the screen that is shown; None while the app is being closed."""
        return self._app.screen if self._app.screen_stack else None

    async def go_on(self, marker: "KeyQueue.Done") -> None:
        """Take note that a marker is back; after the last one look at the next key."""
        if marker.serial != self._serial:
            return
        self._serial += 1  # its double, sent because it seemed lost, counts for nothing
        if self._timeout is not None:
            self._timeout.cancel()
        self._rounds = self._rounds - 1
        if self._rounds == _ROUNDS - 1 and self._is_done_but_for_the_app():
            self._rounds, self._waits_for_app_only = 1, True
        if self._rounds:
            self._send_marker()
        elif self._waiting:
            await self._begin(self._waiting.popleft())
        else:
            self.garbage.key_done()

    def _is_done_but_for_the_app(self) -> bool:
        """Tell whether all that is left of a key can be what the app itself was told to do later.

        That is so where the key acts at once and has opened nothing: a change of the focus may still come.
        """
        focused = self._app.focused
        return self._where == (self._screen(), focused) and acts_at_once(focused)


@runtime_checkable
class HasKeyQueue(Protocol):
    """An app that lets its keys wait for each other."""

    key_queue: KeyQueue

"""One key at a time: a key is looked at when the one before it has done all that it does.

Textual hands keys on as they come, while a dialog that the key before has opened is still being made, or
before the line that it asked for has the focus: letters typed fast would be lost, or taken for verbs.

A key goes to the focused widget, and from there up to the app, which runs what it is bound to. Whoever asks
each of them in turn to call back has the answer when the key has been there, for they do one thing at a time.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol, runtime_checkable

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event

_ROUNDS = 3
"""Ways up to the app: that of the key, of the message that it leads to, and of what that one leads to."""
_PAUSE = 0.02
"""Seconds for what a key has changed to be drawn and written before it is asked whether all is done."""
_PATIENCE = 0.3
"""Seconds until a widget counts as gone that was taken away before it could answer."""


class KeyQueue:
    """Keys that wait for the one before them."""

    def __init__(self, app: App[None], hand_on: Callable[[Event], Awaitable[None]]) -> None:
        """Take the app whose keys these are, and what hands a key on to where it belongs."""
        self._app = app
        self._hand_on = hand_on
        self._keys: deque[Event] = deque()
        self._has_come = asyncio.Event()
        self._is_at_work = True

    @property
    def is_waiting(self) -> bool:
        """Whether keys wait for the one under way."""
        return bool(self._keys)

    @property
    def is_idle(self) -> bool:
        """Whether all that the keys do is done."""
        return not self._is_at_work and not self.is_waiting

    def take(self, event: Event) -> None:
        """Take a key, to hand it on when those before it are done."""
        self._keys.append(event)
        self._has_come.set()

    async def work(self) -> None:
        """Hand the keys on, one by one, as long as the app runs; the first when its first screen is made."""
        while True:
            for _ in range(_ROUNDS):
                await self._go_up()
            self._is_at_work = False
            await self._has_come.wait()
            self._is_at_work = True
            self._app.call_later(self._hand_on, self._keys.popleft())
            await self._answer_of(self._app)
            await self._let_draw()

    async def _let_draw(self) -> None:
        """Leave the time to what was changed, unless the next key has come: at rest nobody waits for that."""
        if not self._keys:
            self._has_come.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(_PAUSE):
                    await self._has_come.wait()

    async def _go_up(self) -> None:
        """Wait until the focused widget, and each one around it, has done what it was told before."""
        if self._app.screen_stack:  # empty while the app is being closed
            for node in (self._app.focused or self._app.screen).ancestors_with_self:
                await self._answer_of(node)

    async def _answer_of(self, node: DOMNode) -> None:
        answered = asyncio.Event()
        if node.call_later(answered.set):
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await answered.wait()


@runtime_checkable
class HasKeyQueue(Protocol):
    """An app that lets its keys wait for each other."""

    key_queue: KeyQueue

"""An app that a fault does not end, as long as it can be shown."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.widget import Widget

from ofsted_tui.tui.lifeline import fault_in_words, stopped

if TYPE_CHECKING:
    from ofsted_tui.tui.faults import Faults


class SturdyApp(App[None]):
    """Says faults on the screen and goes on; where it cannot, it leaves with one line."""

    def __init__(self, database: Path | None) -> None:
        """Take the path of the database that is open."""
        super().__init__()
        self.fault = ""
        """The one line on the fault that the program had to stop for."""
        self._database = database

    @cached_property
    def _faults(self) -> "Faults":
        from ofsted_tui.tui.faults import Faults

        return Faults(self, self._database)

    def forget_faults(self) -> None:
        """Take note of a key: what goes wrong from now on is of its doing."""
        if "_faults" in self.__dict__:
            self._faults.forget()

    def panic(self, *_renderables: object) -> None:
        """Leave on a fault of the terminal's driver in the same way."""
        self._return_code = 1
        self.fault = self.fault or stopped("the terminal could not be read")
        self._close_messages_no_wait()

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        """Have no widget end its work for a fault in what it does with one message."""
        if child not in self._registry:
            handle = partial(self._handed_on, child._dispatch_message)
            child._dispatch_message = handle  # type: ignore[method-assign] # so for Textual's widgets as well
        super()._register_child(parent, child, before, after)

    async def _dispatch_message(self, message: Message) -> None:
        await self._handed_on(super()._dispatch_message, message)

    async def _handed_on(self, handle: Callable[[Any], Awaitable[None]], message: Message) -> None:
        try:
            await handle(message)
        except Exception as error:
            self._handle_exception(error)

    def take_faults_of_loop(self) -> None:
        """Take what goes wrong where nobody waits for it: asyncio would log it, with its words."""
        asyncio.get_running_loop().set_exception_handler(self._take_fault_of_loop)

    def _take_fault_of_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception) and self.is_running:
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """Say a fault of the program, and go on.

        Where that cannot be, leave: the terminal is put back, and no text of a document printed.
        """
        if self._faults.shown(error):
            return
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.fault = fault_in_words(error)
        self._close_messages_no_wait()

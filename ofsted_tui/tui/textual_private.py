"""Every private name of Textual that the program uses, with the reason why there is no public way.

A test holds each of them to the Textual that is installed.
"""

from codecs import getincrementaldecoder
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget


class GuardedApp(App[None]):
    """An app that is told of every fault, and in which a fault ends the work of no widget.

    Textual ends the app at any exception that a handler lets through, and prints it with the words of the
    document in it. `_handle_exception` is where all of them arrive. Before, the widget's loop of messages has
    ended: to go on, a fault has to be taken where one message is handled, in `_dispatch_message`, and for
    widgets of Textual as for our own: `_register_child` is what each one passes.
    """

    def take_fault(self, error: Exception, pump: MessagePump | None = None) -> None:
        """Take a fault, and where it was handled in a message of its own, the widget that did so."""
        raise NotImplementedError

    def _handle_exception(self, error: Exception) -> None:
        self.take_fault(error)

    async def _dispatch_message(self, message: Message) -> None:
        await self._guarded(self, super()._dispatch_message, message)

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        if not self.is_mounted(child):
            guarded = partial(self._guarded, child, child._dispatch_message)
            child._dispatch_message = guarded  # type: ignore[method-assign] # for this one widget
        super()._register_child(parent, child, before, after)

    async def _guarded(
        self, pump: MessagePump, dispatch: Callable[[Any], Awaitable[None]], message: Message
    ) -> None:
        try:
            await dispatch(message)
        except Exception as error:
            self.take_fault(error, pump)


def forgive_broken_bytes() -> None:
    """Let a key that sends broken UTF-8 (Alt in some terminals) be a stand-in.

    The thread that reads keys decodes strictly, and ends at the first such key. It makes its decoder by the
    name that its module has imported, `linux_driver.getincrementaldecoder`, and offers no other way to it.
    """
    try:
        from textual.drivers import linux_driver
    except ImportError:  # Windows, whose console sends characters
        return
    decoder = partial(getincrementaldecoder("utf-8"), errors="replace")
    linux_driver.getincrementaldecoder = lambda _name: decoder  # type: ignore[attr-defined]

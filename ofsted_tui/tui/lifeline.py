"""Ending well: signals leave the terminal restored, and a fault is said in one line."""

import asyncio
import os
import signal
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType

from ofsted_tui.model.fault_place import kind_and_place

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")
"""Those that end a process; Windows has no handlers on its event loop, and not all of them."""


_held: list[int] = []
"""Signals that came before anything could act on them."""


def hold_signals() -> None:
    """Hold back the signals that end a process until `catch_signals` is called.

    From here on the terminal is taken over; to end at once in the midst of that would leave it broken.
    """
    if os.name == "nt":
        return
    with suppress(ValueError):  # not the main thread
        for number in _numbers():
            signal.signal(number, lambda held, _frame: _held.append(held))


def catch_signals(stop: Callable[[int], None]) -> None:
    """Call `stop` with the usual exit code when a signal asks the process to end, or has asked already."""
    loop = asyncio.get_running_loop()
    _resume_only_what_was_suspended()
    try:
        for number in _numbers():
            loop.add_signal_handler(number, stop, 128 + number)
    except (NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
        return
    if _held:
        loop.call_soon(stop, 128 + _held.pop())


def _resume_only_what_was_suspended() -> None:
    """Let Textual take the terminal over on SIGCONT only if it gave it up before.

    After a SIGSTOP, which nothing can act on, it would read the keys twice and hang when it is left.
    """
    resume = signal.getsignal(signal.SIGCONT) if hasattr(signal, "SIGCONT") else None
    driver = getattr(resume, "__self__", None)
    if not callable(resume) or not hasattr(driver, "_must_signal_resume"):
        return

    def resume_if_suspended(number: int, frame: FrameType | None) -> None:
        if getattr(driver, "_must_signal_resume", True):
            resume(number, frame)

    with suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGCONT, resume_if_suspended)


def _numbers() -> list[int]:
    return [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]


def fault_in_words(error: BaseException) -> str:
    """Return one line on a fault of the program: its kind and place, and nothing of any document."""
    return stopped(kind_and_place(error))


def stopped(why: str) -> str:
    """Return the one line that is left on the terminal when the program had to stop."""
    return f"ofsted-tui has stopped: {why}. Every tag that you saw is saved; start it again to go on."


def log_nothing() -> None:
    """Have Textual write no log, whatever its variables say: the words of documents and notes are in it."""
    from textual import constants

    os.environ.pop("TEXTUAL", None)
    constants.LOG_FILE = None  # type: ignore[misc] # final for Textual, which read it from the environment


def forgive_broken_bytes() -> None:
    """Let a key that sends broken UTF-8 (Alt in some terminals) be a stand-in: Textual would stop at it."""
    try:
        from textual.drivers import linux_driver
    except ImportError:  # Windows, whose console sends characters
        return
    decoder = partial(getincrementaldecoder("utf-8"), errors="replace")
    linux_driver.getincrementaldecoder = lambda _name: decoder  # type: ignore[attr-defined]

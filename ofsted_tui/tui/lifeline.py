"""Ending well: signals leave the terminal restored, and a fault is said in one line."""

import asyncio
import signal
import traceback
from codecs import getincrementaldecoder
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ofsted_tui.model.safe_text import visible_line

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")
"""Those that end a process; Windows has no handlers on its event loop, and not all of them."""


def catch_signals(stop: Callable[[int], None]) -> None:
    """Call `stop` with the usual exit code when a signal asks the process to end."""
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, stop, 128 + number)
        except (NotImplementedError, RuntimeError):  # Windows, or not the main thread
            return


def fault_in_words(error: BaseException) -> str:
    """Return one line on a fault of the program: its kind and place, and nothing of any document."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    kind = visible_line(type(error).__name__)
    return stopped(f"{kind}{place}")


def stopped(why: str) -> str:
    """Return the one line that is left on the terminal when the program had to stop."""
    return f"ofsted-tui has stopped: {why}. Every tag that you saw is saved; start it again to go on."


def forgive_broken_bytes() -> None:
    """Let a key that sends broken UTF-8 (Alt in some terminals) be a stand-in: Textual would stop at it."""
    try:
        from textual.drivers import linux_driver
    except ImportError:  # Windows, whose console sends characters
        return
    decoder = partial(getincrementaldecoder("utf-8"), errors="replace")
    linux_driver.getincrementaldecoder = lambda _name: decoder  # type: ignore[attr-defined]

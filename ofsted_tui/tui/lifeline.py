"""Ending well: signals leave the terminal restored, and a fault is said in one line."""

import asyncio
import signal
import traceback
from collections.abc import Callable
from pathlib import Path

from ofsted_tui.model.safe_text import visible_line

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT")
"""Those that end a process; Windows has only the first, and no handlers on its event loop."""


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
    return f"ofsted-tui has stopped: {kind}{place}. Every tag that you saw is saved; start it again to go on."

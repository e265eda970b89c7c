"""Ending well: signals leave the terminal restored, and a fault is said in one line."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread, Timer
from types import FrameType

from ofsted_tui.model.errors import kind_and_place

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")
"""Those that end a process; Windows has not all of them, and none comes from a terminal there."""
_GRACE_SECONDS = 5.0
"""Time to end in order: Textual waits without end to write to a terminal that takes nothing any more."""

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
    """Call `stop` with the usual exit code when a signal asks the process to end, or has asked already.

    What has not ended soon after ends at once: all that was shown as kept is in the file.
    """
    _resume_only_what_was_suspended()
    if os.name == "nt":
        return
    loop = asyncio.get_running_loop()

    def end(number: int, _frame: FrameType | None = None) -> None:
        if loop.is_closed():
            _end_as_usual(number)
            return
        loop.call_soon_threadsafe(stop, 128 + number)
        timer = Timer(_GRACE_SECONDS, os._exit, [128 + number])
        timer.daemon = True
        timer.start()

    try:
        for number in _numbers():
            signal.signal(number, end)  # not on the loop, which may be what waits
    except ValueError:  # not the main thread
        return
    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        Thread(target=_hang_up_with, args=[sys.__stdin__.fileno()], daemon=True).start()
    if _held:
        end(_held.pop())


def _end_as_usual(number: int) -> None:
    signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    signal.raise_signal(number)


def _hang_up_with(terminal: int) -> None:
    """Send this process SIGHUP when its terminal is gone: the system tells only who leads a session."""
    import select

    watched = select.poll()
    watched.register(terminal, 0)  # no event is asked for: that it hung up is told all the same
    if any(event & select.POLLHUP for _, event in watched.poll()):
        os.kill(os.getpid(), signal.SIGHUP)


def _resume_only_what_was_suspended() -> None:
    """Let Textual take the terminal over on SIGCONT only if it gave it up on SIGTSTP before.

    After a SIGSTOP, which nothing can act on, it would read the keys twice and hang when it is left.
    """
    if not hasattr(signal, "SIGTSTP"):  # Windows
        return
    suspend, resume = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
    if not callable(suspend) or not callable(resume):  # without a terminal
        return
    suspended: list[int] = []

    def suspend_noted(number: int, frame: FrameType | None) -> None:
        suspended.append(number)
        suspend(number, frame)

    def resume_suspended(number: int, frame: FrameType | None) -> None:
        if suspended:
            suspended.clear()
            resume(number, frame)

    with suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGTSTP, suspend_noted)
        signal.signal(signal.SIGCONT, resume_suspended)


def _numbers() -> list[int]:
    return [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]


def fault_text(error: BaseException) -> str:
    """Return one line on a fault of the program: its kind and place, and nothing of any document."""
    return stopped(kind_and_place(error))


def stopped(why: str) -> str:
    """Return the one line that is left on the terminal when the program had to stop."""
    return f"ofsted-tui has stopped: {why}. Every tag that you saw is saved; start it again to go on."


def log_nothing() -> None:
    """Have Textual write no log, whatever its variables say: the words of documents and notes are in it.

    To be called before Textual is imported, which reads them then.
    """
    for name in ("TEXTUAL", "TEXTUAL_LOG"):
        os.environ.pop(name, None)

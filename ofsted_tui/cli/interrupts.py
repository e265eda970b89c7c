"""Ctrl+C while the program starts: Python may lose it in a callback, or turn it into another error."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn


class Interrupts:
    """Whether the user has pressed Ctrl+C."""

    has_come = False

    def __call__(self, _number: int, _frame: FrameType | None) -> NoReturn:
        """Remember it, and end what is under way."""
        self.has_come = True
        raise KeyboardInterrupt

    def end(self) -> None:
        """Watch no longer; raise KeyboardInterrupt where one has come."""
        if signal.getsignal(signal.SIGINT) is self:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if self.has_come:
            raise KeyboardInterrupt


@contextmanager
def remembered_interrupts() -> Iterator[Interrupts]:
    """Remember every Ctrl+C; where one has come, whatever fails inside raises KeyboardInterrupt.

    Where the user's shell has Ctrl+C ignored, it stays so.
    """
    came = Interrupts()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        with suppress(ValueError):  # not the main thread
            signal.signal(signal.SIGINT, came)
    try:
        yield came
    except Exception:
        came.end()
        raise
    finally:
        came.has_come = False
        came.end()

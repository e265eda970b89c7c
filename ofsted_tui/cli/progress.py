"""How far long work has come, in one line of the terminal that is drawn over and over."""

import sys
from threading import Lock, Timer
from time import monotonic
from types import TracebackType
from typing import Self

_BAR = 20
_PATIENCE = 0.5
_BETWEEN = 0.1


class ProgressBar:
    """A bar on standard error; silent where that is no terminal, and while the work is still short."""

    def __init__(self, patience: float = _PATIENCE, between: float = _BETWEEN) -> None:
        """Draw first after `patience` seconds, and then every `between` seconds at most."""
        self.is_silent = not sys.stderr.isatty()
        self._between = between
        self._next = monotonic() + patience
        self._drawn = 0
        self._last = ("", 0, 0)
        self._later: Timer | None = None
        self._one_draws = Lock()

    def show(self, what: str, done: int, total: int) -> None:
        """Say what is done now, and how many of how many are; of 0, nobody knows how many.

        With all of them done the bar goes away by itself.
        """
        self._last = (what, done, total)
        if 0 < total <= done:
            self.clear()
        elif not self.is_silent:
            self._draw_in_time()

    def clear(self) -> None:
        """Take the bar away, so that a line can be printed."""
        with self._one_draws:
            if self._later is not None:
                self._later.cancel()
                self._later = None
            if self._drawn:
                self._write("\r" + " " * self._drawn + "\r")
                self._drawn = 0

    def __enter__(self) -> Self:
        """Return the bar."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away, however the work ended."""
        self.clear()

    def _draw_in_time(self) -> None:
        """Draw if it is time; the first time by a clock, for the work may tell nothing for a long while."""
        left = self._next - monotonic()
        if left <= 0:
            with self._one_draws:
                self._draw()
        elif not self._drawn and self._later is None:
            self._later = Timer(left, self._draw_first)
            self._later.daemon = True
            self._later.start()

    def _draw_first(self) -> None:
        with self._one_draws:
            if self._later is not None:  # not taken away meanwhile
                self._draw()

    def _draw(self) -> None:
        line = _line(*self._last)
        width = _cells(line)
        self._write("\r" + line + " " * max(0, self._drawn - width))
        self._drawn = width
        self._next = monotonic() + self._between

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:  # the terminal is gone; the work need not stop for its bar
            self.is_silent = True
            self._drawn = 0


def _line(what: str, done: int, total: int) -> str:
    # Here, for a start of the workbench makes a bar that is hardly ever drawn.
    import shutil

    from ofsted_tui.model.safe_text import visible_summary

    room = shutil.get_terminal_size().columns - 1
    filled = done * _BAR // total if total else 0
    bar = f"[{'#' * filled}{'.' * (_BAR - filled)}] " if total else ""
    count = f"{done:,}/{total:,} " if total else f"{done:,} " if done else ""
    return _shortened(bar + count + visible_summary(what), room)


def _cells(text: str) -> int:
    """Count the cells that a text takes on a terminal; letters that combine count as one all the same."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _shortened(text: str, room: int) -> str:
    while text and _cells(text) > room:
        text = text[:-1]
    return text

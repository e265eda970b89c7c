"""Write to the shell: lines made safe to show, tables, JSON, a progress bar."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock, Timer
from time import monotonic
from typing import TextIO

from ofsted_tui.model.safe_text import visible, visible_line, visible_summary

_GAP = "  "
_NARROWEST = 12
"""Characters that a shortened column of a table keeps."""
_BAR = 20
"""Characters of a full bar."""
_PATIENCE, _BETWEEN = 0.5, 0.1
"""Seconds before a bar is drawn, and between two drawings."""


class OutputClosedError(Exception):
    """Whoever reads what is printed has stopped reading, as `head` does."""


def say(text: str) -> None:
    """Print one line of an answer."""
    _write(sys.stdout, f"{visible_line(text)}\n")


def complain(text: str) -> None:
    """Print one line on standard error."""
    _write(sys.stderr, f"ofsted-tui: {visible_line(text)}\n")


def say_json(answer: object) -> None:
    """Print an answer for a program; every unusual character is escaped, none is lost."""
    import json

    _write(sys.stdout, f"{json.dumps(answer, indent=2)}\n")


def say_block(text: str) -> None:
    """Print text of several lines as it may be shown."""
    _write(sys.stdout, visible(text))


def write_exactly(chunks: Iterable[bytes]) -> None:
    """Write bytes to standard output, unchanged."""
    try:
        sys.stdout.flush()
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise OutputClosedError from error


def is_terminal() -> bool:
    """Tell whether answers go to a terminal."""
    return sys.stdout.isatty()


def say_table(headings: Sequence[str], rows: Iterable[Sequence[object]], long: Sequence[int]) -> None:
    """Print aligned columns; on a terminal those that are `long` are shortened until a row fits."""
    table = [[visible_summary(str(cell)) for cell in row] for row in (headings, *rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    if is_terminal():
        import shutil

        widths = _fitted(widths, long, shutil.get_terminal_size().columns)
    for row in table:
        cells = (shortened(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True))
        say(_GAP.join(cells).rstrip())


def _fitted(widths: list[int], long: Sequence[int], columns: int) -> list[int]:
    room = columns - len(_GAP) * (len(widths) - 1)
    widths = [min(width, columns) for width in widths]
    widest = max(long, key=widths.__getitem__)
    while sum(widths) > room and widths[widest] > _NARROWEST:
        widths[widest] -= 1
        widest = max(long, key=widths.__getitem__)
    return widths


def shortened(text: str, characters: int) -> str:
    """Return text in one line of at most so many characters, with … where something was cut."""
    line = " ".join(text.split())
    return line if len(line) <= characters else f"{line[: characters - 1].rstrip()}…"


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError as error:
        raise OutputClosedError from error


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
        """Show what is done, and "done of total"; a total of 0 means unknown.

        The bar goes away by itself when all is done.
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
        line = _bar_line(*self._last)
        width = _cell_length(line)
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


@contextmanager
def progress_bar() -> Iterator[ProgressBar]:
    """Yield a bar for the work inside, and take it away however that ends."""
    bar = ProgressBar()
    try:
        yield bar
    finally:
        bar.clear()


def _bar_line(what: str, done: int, total: int) -> str:
    import shutil  # here, for a start of the workbench makes a bar that is hardly ever drawn

    room = shutil.get_terminal_size().columns - 1
    filled = done * _BAR // total if total else 0
    bar = f"[{'#' * filled}{'.' * (_BAR - filled)}] " if total else ""
    count = f"{done:,}/{total:,} " if total else f"{done:,} " if done else ""
    return _clipped(bar + count + visible_summary(what), room)


def _cell_length(text: str) -> int:
    """Return the width of a text on a terminal in cells; a combining letter counts as one."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _clipped(text: str, room: int) -> str:
    while text and _cell_length(text) > room:
        text = text[:-1]
    return text

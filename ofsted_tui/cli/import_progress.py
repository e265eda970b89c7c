"""How far an import of several files has come, in one line of the terminal that is drawn over and over."""

import shutil
import sys
import unicodedata
from pathlib import Path

from ofsted_tui.model.safe_text import visible_summary

_BAR = 20


class Progress:
    """A bar on standard error; silent where that is no terminal, or for a single file."""

    def __init__(self, total: int) -> None:
        """Take the number of files."""
        self._total = total
        self._is_silent = total < 2 or not sys.stderr.isatty()
        self._drawn = 0

    def show(self, done: int, path: Path) -> None:
        """Say that so many files are done and which one is read now."""
        if self._is_silent:
            return
        filled = done * _BAR // self._total
        head = f"[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{self._total} "
        room = shutil.get_terminal_size().columns - len(head) - 1
        self._draw(head + _shortened(visible_summary(path.name), max(0, room)))

    def clear(self) -> None:
        """Take the bar away, so that a line can be printed."""
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")
            self._drawn = 0

    def _draw(self, line: str) -> None:
        width = _cells(line)
        self._write("\r" + line + " " * max(0, self._drawn - width))
        self._drawn = width

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:  # the terminal is gone; the import need not stop for its bar
            self._is_silent = True
            self._drawn = 0


def _cells(text: str) -> int:
    """Count the cells that a text takes on a terminal; letters that combine count as one all the same."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _shortened(text: str, room: int) -> str:
    while text and _cells(text) > room:
        text = text[:-1]
    return text

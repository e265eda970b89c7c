"""The only way out to the shell: what is not meant to be exact is made safe to show first."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from ofsted_tui.model.safe_text import visible, visible_line, visible_summary

_GAP = "  "
_NARROWEST = 12


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
        cells = (_shortened(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True))
        say(_GAP.join(cells).rstrip())


def _fitted(widths: list[int], long: Sequence[int], columns: int) -> list[int]:
    room = columns - len(_GAP) * (len(widths) - 1)
    widths = [min(width, columns) for width in widths]
    widest = max(long, key=widths.__getitem__)
    while sum(widths) > room and widths[widest] > _NARROWEST:
        widths[widest] -= 1
        widest = max(long, key=widths.__getitem__)
    return widths


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError as error:
        raise OutputClosedError from error


def never_fail_on_letters() -> None:
    """Have the streams replace what their encoding lacks, as that of a Windows pipe does."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def give_up_output() -> None:
    """Send what is left to be printed nowhere, so that Python does not complain about it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())

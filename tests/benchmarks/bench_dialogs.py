"""Notes, the filter of the list, another document: keys that open a window, and those that close it."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from tests.benchmarks.databases import cached, country_database, session_database
from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import LINES, READY, program, settled
from tests.benchmarks.terminal import Terminal

_ALL_ROWS = b"h"
"""The key that has the floor change all rows."""
_DIALOGS = {
    "note": (b"", b"c", b"so", b"\x13", b""),
    "filter": (b"\t", b"/", b"\t\t\tand", b"\r", b"\x1b\t"),
    "another document": (b"", b"o", b"\x1b[B", b"\r", b""),
}
"""What is typed before, the key that opens, what is typed then, the key that closes, what is typed after."""


def figures(short: bool) -> Iterator[Figure]:
    """Yield opening and closing at the smallest and the largest, against a whole screen drawn anew."""
    places = {
        "34 KB, 100 tags": cached("session-34000-100.db", lambda path: session_database(path, 34_000, 100)),
        "10 MB, 10,000 tags": cached(
            "session-10000000-10000.db", lambda path: session_database(path, 10_000_000, 10_000)
        ),
        "2,000 documents": cached("country.db", country_database),
    }
    for place, made in places.items():
        with TemporaryDirectory(dir=made.parent) as folder, ExitStack() as stack:
            database = Path(folder, "copy.db")
            copyfile(made, database)
            terminal = stack.enter_context(settled(program(database), READY, 2.0))
            floor = stack.enter_context(settled(LINES, b"row 39"))
            for key in (b"g", b"s", b"j", b"1"):
                terminal.write(key)
                terminal.rest(0.5)
            for name in _DIALOGS if "documents" in place else ("note", "filter"):
                yield from _dialog(name, place, terminal, floor, 4 if short else 12)


def _dialog(name: str, place: str, terminal: Terminal, floor: Terminal, times: int) -> Iterator[Figure]:
    before, opens, inside, closes, after = _DIALOGS[name]
    opening, closing, below = [], [], []
    for _ in range(times):
        _type(terminal, before)
        opening.append(terminal.press(opens).seconds * 1000)
        _type(terminal, inside)
        closing.append(terminal.press(closes).seconds * 1000)
        _type(terminal, after)
        below.append(floor.press(_ALL_ROWS).seconds * 1000)
    yield Figure(f"{name} opened: {place}", opening, below)
    yield Figure(f"{name} done: {place}", closing, below)


def _type(terminal: Terminal, keys: bytes) -> None:
    """Type keys one by one, but for the one that is a sequence, and wait for what they do."""
    for key in [keys] if keys.startswith(b"\x1b[") else [bytes([one]) for one in keys]:
        terminal.write(key)
        terminal.rest(0.15)

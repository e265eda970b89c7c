"""Signals, and the terminal closed, at work: the terminal is put back and what was typed is kept."""

import random
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic

from tests.faults.figures import Figure
from tests.faults.terminal import Terminal
from tests.faults.workshop import Tally, Workshop, rows

TIMES, TIMES_SHORT = 25, 1
SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")
_NOTE = "half of a thou"
_TEXT = "Social workers visit children often.\n\n" * 400
Work = Callable[[Workshop, Tally, random.Random], float]
"""Does a fault once and returns the seconds until the program had ended."""


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure for each signal, for the terminal closed, and for signals amid files."""
    times = TIMES_SHORT if short else TIMES
    for name in SIGNALS[:1] if short else SIGNALS:
        yield _often(f"{name} with half a note typed", partial(_amid_note, name), times)
    yield _often("terminal closed with half a note typed", _closed, times)
    few = 1 if short else 3
    for name in SIGNALS if not short else SIGNALS[:1]:
        if not short:
            yield _often(f"{name} in the import dialog", partial(_amid_dialog, name), few)
        yield _often(f"{name} during an import", partial(_amid_import, name), few)
        yield _often(f"{name} during an export", partial(_amid_export, name), few)


def _often(fault: str, work: Work, times: int) -> Figure:
    tally, dice, took = Tally(), random.Random(6), [0.0]
    with Workshop() as workshop:
        for _ in range(times):
            tally.attempt(lambda: took.append(work(workshop, tally, dice)))
    return tally.figure(fault, "R6", f"it had ended after {max(took):.2f} s at most")


def _tag(terminal: Terminal, dice: random.Random) -> int:
    """Tag some sentences, wait until the screen shows them, and return how many."""
    wanted = dice.randint(1, 12)
    terminal.send("j1" * wanted)
    terminal.until(lambda: terminal.count == wanted)
    return wanted


def _hit(name: str, terminal: Terminal, tally: Tally) -> float:
    number = signal.Signals[name]
    took = terminal.hit(number)
    code = terminal.process.returncode
    tally.check(code == 128 + number, f"exit code {code}")
    tally.look_at(terminal)
    return took


def _amid_note(name: str, workshop: Workshop, tally: Tally, dice: random.Random) -> float:
    database = workshop.database()
    with workshop.session(database) as terminal:
        count = _begin_note(terminal, dice)
        took = _hit(name, terminal, tally)
    tally.look_into(database, count)
    _look_for_note(database, tally)
    return took


def _begin_note(terminal: Terminal, dice: random.Random) -> int:
    count = _tag(terminal, dice)
    terminal.send("c" + _NOTE)
    terminal.until(_NOTE)
    return count


def _look_for_note(database: Path, tally: Tally) -> None:
    kept = rows(database, "SELECT note FROM annotations WHERE note != ''")
    tally.check(kept == [(_NOTE,)], f"of the half-typed note was kept: {kept}")


def _closed(workshop: Workshop, tally: Tally, dice: random.Random) -> float:
    database = workshop.database()
    with workshop.session(database) as terminal:
        count = _begin_note(terminal, dice)
        tally.tracebacks += terminal.has_traceback
        begun = monotonic()
        terminal.line.close()
        code = terminal.process.wait(10)
        took = monotonic() - begun
    tally.check(code == 128 + signal.SIGHUP, f"exit code {code}")
    tally.look_into(database, count)
    _look_for_note(database, tally)
    return took


def _amid_dialog(name: str, workshop: Workshop, tally: Tally, dice: random.Random) -> float:
    database = workshop.database()
    with workshop.session(database) as terminal:
        count = _tag(terminal, dice)
        terminal.send("I")
        terminal.until("Import documents")
        terminal.send(str(database)[:9])
        terminal.until(str(database)[:9])
        took = _hit(name, terminal, tally)
    tally.look_into(database, count)
    return took


def _amid_import(name: str, workshop: Workshop, tally: Tally, dice: random.Random) -> float:
    """End it while files are read: each is kept as a whole, with its structure and journal entry, or not."""
    database = workshop.database()
    folder = workshop.place()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"Visit {number}\n\n{_TEXT}", encoding="utf-8")
    with workshop.session(database) as terminal:
        count = _tag(terminal, dice)
        terminal.send("I")
        terminal.until("Import documents")
        terminal.send(f"{folder}\r")
        terminal.until(lambda: "Importing" in terminal.screen.words or "imported" in terminal.screen.words)
        terminal.listen(dice.uniform(0, 0.4))
        took = _hit(name, terminal, tally)
    tally.look_into(database, count)
    bare = "SELECT count(*) FROM documents WHERE id NOT IN (SELECT document_id FROM paragraphs)"
    tally.check(rows(database, bare) == [(0,)], "a document was kept without its paragraphs")
    return took


def _amid_export(name: str, workshop: Workshop, tally: Tally, dice: random.Random) -> float:
    """End it around the writing of an export: the file is there as a whole, or not at all."""
    database = workshop.database()
    path = workshop.place() / "export.csv"
    with workshop.session(database) as terminal:
        count = _tag(terminal, dice)
        terminal.send("e")
        terminal.until("Export:")
        terminal.send(f"\x05\x15{path}\r")
        terminal.listen(dice.uniform(0, 0.03))
        took = _hit(name, terminal, tally)
    tally.look_into(database, count)
    _look_at_export(path, count, tally)
    return took


def _look_at_export(path: Path, count: int, tally: Tally) -> None:
    beside = [one.name for one in path.parent.iterdir() if one != path]
    tally.check(not beside, f"the export left {beside} behind")
    if path.exists():
        lines = path.read_bytes().count(b"\r\n")
        tally.check(lines == count + 1, f"an export of {count} has {lines} lines")

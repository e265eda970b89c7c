"""The file deleted, replaced, moved or made read-only while the program is open: told before the next tag."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.figures import Figure
from tests.faults.terminal import Terminal
from tests.faults.workshop import Tally, Workshop, digest

TIMES, TIMES_SHORT = 5, 1
_TAGS = 3
Undo = Callable[[], Path]
"""Sees to it that the file can be written again where that can be, and returns where the tags are."""


@dataclass(frozen=True, slots=True)
class Mishap:
    """What is done to the file, and whether the program goes on when it is put right again."""

    fault: str
    do: Callable[[Path], Undo]
    goes_on: bool
    is_harmless: bool = False
    """Whether SQLite may go on writing: the tag must then be in the file."""


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure for each mishap with the program open, and for starts on what may not be written."""
    with Workshop() as workshop:
        for mishap in MISHAPS[2:4] if short else MISHAPS:
            tally, said = Tally(), [""]
            for _ in range(TIMES_SHORT if short else TIMES):
                tally.attempt(lambda m=mishap, t=tally, s=said: _amid(m, workshop, t, s))  # type: ignore[misc] # the defaults bind
            yield tally.figure(mishap.fault, "R8", said[-1])
        for fault, protect in (
            ("start on a read-only file", _file),
            ("start in a read-only folder", _folder),
        ):
            tally, said = Tally(), [""]
            tally.attempt(lambda p=protect, t=tally, s=said: _start_on(p, workshop, t, s))  # type: ignore[misc] # the defaults bind
            yield tally.figure(fault, "R8", said[-1])


def _tag(terminal: Terminal, digit: str, former: int) -> int:
    """Try to tag; return how many are shown when the screen has answered."""
    terminal.send("j")
    terminal.until(lambda: "Database" not in terminal.status)
    terminal.send(digit)
    terminal.until(lambda: terminal.count == former + 1 or "Database" in terminal.status)
    return terminal.count or 0


def _amid(mishap: Mishap, workshop: Workshop, tally: Tally, said: list[str]) -> None:
    database = workshop.database()
    with workshop.session(database, is_humble=True) as terminal:
        terminal.send("j1" * _TAGS)
        terminal.until(lambda: terminal.count == _TAGS)
        undo = mishap.do(database)
        others = _others(database)
        shown = _tag(terminal, "2", _TAGS)
        if not mishap.is_harmless or shown == _TAGS:
            said.append(terminal.status)
            tally.check(shown == _TAGS, "a tag was shown although the file was not there to take it")
        tally.check(_others(database) == others, "another file was written to")
        kept = undo()
        if mishap.goes_on:
            shown = _tag(terminal, "3", shown)
            tally.check(shown > _TAGS, "it did not go on when all was well again")
        terminal.send("q")
        tally.check(terminal.ended() == 0, f"exit code {terminal.process.returncode}")
        tally.look_at(terminal)
    tally.look_into(kept, shown)


def _others(database: Path) -> str:
    """Return a hash of whatever file now stands in the place of the database, where it is another one."""
    return digest(database) if database.with_name("kept.db").exists() and database.exists() else ""


def _start_on(protect: Callable[[Path], Undo], workshop: Workshop, tally: Tally, said: list[str]) -> None:
    """Start where nothing may be written: all is shown, or the program says why not; nothing is changed."""
    database = workshop.database()
    before = digest(database)
    undo = protect(database)
    with workshop.start(database, "--session", "Review", is_humble=True) as terminal:
        terminal.until(lambda: terminal.has_ended or (terminal.count == 0 and terminal.status != ""))
        if terminal.has_ended:
            said.append(terminal.last_words.replace(str(database), "FILE"))
            tally.check(terminal.process.returncode == 2, f"exit code {terminal.process.returncode}")
        else:
            tally.check(_tag(terminal, "1", 0) == 0, "a tag was shown that could not be kept")
            said.append(terminal.status)
            terminal.send("q")
            tally.check(terminal.ended() == 0, f"exit code {terminal.process.returncode}")
        tally.look_at(terminal)
    tally.check(digest(undo()) == before, "the file was changed")
    tally.look_into(database, 0)


def _deleted(database: Path) -> Undo:
    kept = database.with_name("kept.db")
    os.link(database, kept)
    database.unlink()
    return lambda: kept


def _moved(database: Path) -> Undo:
    kept = database.with_name("kept.db")
    database.rename(kept)
    return lambda: kept.rename(database)


def _replaced(database: Path) -> Undo:
    kept = database.with_name("kept.db")
    other = database.with_name("other.db")
    shutil.copy(database, other)
    os.link(database, kept)
    other.replace(database)
    return lambda: kept


def _moved_folder(database: Path) -> Undo:
    folder = database.parent
    away = folder.with_name(f"{folder.name}-away")
    folder.rename(away)

    def undo() -> Path:
        away.rename(folder)
        return database

    return undo


def _protected(path: Path, mode: int, database: Path) -> Undo:
    usual = path.stat().st_mode & 0o777
    path.chmod(mode)

    def undo() -> Path:
        path.chmod(usual)
        return database

    return undo


def _file(database: Path) -> Undo:
    return _protected(database, 0o444, database)


def _folder(database: Path) -> Undo:
    return _protected(database.parent, 0o555, database)


MISHAPS = (
    Mishap("file deleted under the program", _deleted, goes_on=False),
    Mishap("file moved away, then put back", _moved, goes_on=True),
    Mishap("file replaced by a copy of it", _replaced, goes_on=False),
    Mishap("folder moved away, then put back", _moved_folder, goes_on=True),
    Mishap("file made read-only, then not", _file, goes_on=True, is_harmless=True),
    Mishap("folder made read-only, then not", _folder, goes_on=True),
)

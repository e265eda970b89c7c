"""Started on a file that is damaged, foreign, newer or half-written: refused untouched, or opened whole."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsted_tui.store.schema import UNRELEASED_APPLICATION_ID
from tests.faults.figures import Figure
from tests.faults.terminal import LIMIT, Stuck, Terminal
from tests.faults.workshop import Tally, Workshop, digest, tags

_TAGS = 3
"""Annotations in the database that is broken."""
_HOT = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=1")
connection.execute("PRAGMA secure_delete=on")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE document_texts SET text = replace(text, 'the', 'THE')")
connection.execute("DELETE FROM annotations")
os.kill(os.getpid(), signal.SIGKILL)
"""
"""Killed amid a transaction of which a part is in the file already."""
_WAL = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=wal")
connection.execute("UPDATE sessions SET name = 'Review of the log'")
os.kill(os.getpid(), signal.SIGKILL)
"""
"""Killed with its last change in the log only."""


@dataclass(frozen=True, slots=True)
class Breakage:
    """What is done to a file, and what the program is to do then: refuse it, or show its tags."""

    fault: str
    goal: str
    do: Callable[[Path], None]
    is_refused: bool = True
    is_seen_late: bool = False
    """Whether it may be opened, and the damage told when it is met: at the next tag at the latest."""
    session: str = "Review"


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure for each kind of file."""
    with Workshop() as workshop:
        kept = _tagged(workshop)
        for breakage in BREAKAGES[3::4] if short else BREAKAGES:
            yield _started_on(breakage, kept, workshop)


def _tagged(workshop: Workshop) -> bytes:
    database = workshop.database()
    with workshop.session(database) as terminal:
        terminal.send("j1" * _TAGS)
        terminal.until(lambda: terminal.count == _TAGS)
        terminal.send("q")
        terminal.ended()
    return database.read_bytes()


def _started_on(breakage: Breakage, kept: bytes, workshop: Workshop) -> Figure:
    tally = Tally()
    database = workshop.place() / "reviews.db"
    database.write_bytes(kept)
    breakage.do(database)
    said: list[str] = []
    tally.attempt(lambda: said.append(_start(breakage, database, workshop, tally)))
    return tally.figure(f"start on {breakage.fault}", breakage.goal, " ".join(said))


def _start(breakage: Breakage, database: Path, workshop: Workshop, tally: Tally) -> str:
    before = digest(database) if database.is_file() else ""
    with workshop.start(database, "--session", breakage.session) as terminal:
        if not _has_opened(terminal):
            tally.look_at(terminal)
            tally.check(breakage.is_refused, f"it was not opened: {terminal.last_words}")
            return _look_at_refusal(terminal, database, before, tally)
        tally.check(breakage.is_seen_late or not breakage.is_refused, "it was opened")
        return _look_at_work(breakage, terminal, database, tally)


def _has_opened(terminal: Terminal) -> bool:
    """Wait for the workbench or the end, and tell which it was."""
    terminal.until(lambda: bool(terminal.count is not None and terminal.status) or terminal.has_ended)
    return not terminal.has_ended


def _look_at_refusal(terminal: Terminal, database: Path, before: str, tally: Tally) -> str:
    code, last = terminal.ended(), terminal.last_words
    tally.check(code == 2, f"exit code {code}")
    tally.check(str(database) in last, f"the file is not named: {last}")
    tally.check(not before or digest(database) == before, "the file was changed")
    return last.replace(str(database), "FILE")


def _look_at_work(breakage: Breakage, terminal: Terminal, database: Path, tally: Tally) -> str:
    """See the annotations and add one: that is kept, or the damage is told and nothing shown as kept."""
    tally.check(terminal.count == _TAGS, f"{terminal.count} annotations shown of {_TAGS}")
    terminal.send("j2")
    terminal.until(lambda: terminal.count == _TAGS + 1 or "damaged" in terminal.status)
    shown, said = terminal.count or 0, terminal.status
    terminal.send("q")
    tally.check(terminal.ended(LIMIT) == 0, "it did not end well")
    tally.look_at(terminal)
    if breakage.is_seen_late:
        tally.check("damaged" in said, "the damage was not told")
        tally.acknowledged += shown
        tally.lost += max(0, shown - len(tags(database)))
        return f"opened; at the next tag: {said}"
    tally.look_into(database, shown)
    return "opened whole"


def _overwritten(offset: int, bytes_: bytes) -> Callable[[Path], None]:
    def do(database: Path) -> None:
        with database.open("r+b") as file:
            file.seek(offset)
            file.write(bytes_)

    return do


def _cut(share: float) -> Callable[[Path], None]:
    return lambda database: os.truncate(database, int(database.stat().st_size * share))


def _made_of(content: bytes) -> Callable[[Path], None]:
    def do(database: Path) -> None:
        database.write_bytes(content)

    return do


def _script(*statements: str) -> Callable[[Path], None]:
    def do(database: Path) -> None:
        connection = sqlite3.connect(database, isolation_level=None)
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return do


def _root_page(table: str) -> Callable[[Path], None]:
    """Write zeros over the first page of a table."""

    def do(database: Path) -> None:
        connection = sqlite3.connect(database)
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        (page,) = connection.execute(sql, (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.close()
        _overwritten((page - 1) * size, bytes(size))(database)

    return do


def _killed(script: str) -> Callable[[Path], None]:
    def do(database: Path) -> None:
        done = subprocess.run([sys.executable, "-c", script, str(database)], timeout=LIMIT, check=False)
        if done.returncode >= 0:
            raise Stuck(f"the script ended by itself: {done.returncode}")

    return do


def _beside(suffix: str) -> Callable[[Path], None]:
    """Leave a file of no use beside the database."""

    def do(database: Path) -> None:
        database.with_name(database.name + suffix).write_bytes(b"left over" * 1000)

    return do


def _foreign(database: Path) -> None:
    database.unlink()
    _script("CREATE TABLE notes (text)", "INSERT INTO notes VALUES ('not ours')")(database)


def _foreign_named(database: Path) -> None:
    _foreign(database)
    _script("PRAGMA application_id=77")(database)


def _folder(database: Path) -> None:
    database.unlink()
    database.mkdir()


def _pipe(database: Path) -> None:
    database.unlink()
    os.mkfifo(database)


BREAKAGES = (
    Breakage("a damaged header", "R9", _overwritten(0, b"SQLite form4t 3\0")),
    Breakage("a header of zeros", "R9", _overwritten(0, bytes(100))),
    Breakage("a damaged page of the tables' names", "R9", _overwritten(100, b"\xff" * 200)),
    Breakage("a damaged page of annotations", "R9", _root_page("annotations")),
    Breakage("a damaged page of documents", "R9", _root_page("documents")),
    Breakage("a damaged page of the journal", "R9", _root_page("journal"), is_seen_late=True),
    Breakage("a file cut at a half", "R9", _cut(0.5)),
    Breakage("a file cut in its last page", "R9", _cut(0.999), is_seen_late=True),
    Breakage("a file of 0 bytes", "R9", _made_of(b"")),
    Breakage("a file of 1 byte", "R9", _made_of(b"S")),
    Breakage("a text", "R9", _made_of(b"Dear reviewer,\n" * 100)),
    Breakage("a folder", "R9", _folder),
    Breakage("a pipe", "R9", _pipe),
    Breakage("a -wal of no use beside", "R9", _beside("-wal"), False),
    Breakage("a -shm of no use beside", "R9", _beside("-shm"), False),
    Breakage("a -journal of no use beside", "R9", _beside("-journal"), False),
    Breakage("a log (-wal) with changes in it", "R1", _killed(_WAL), False, session="Review of the log"),
    Breakage("a transaction killed half-way", "R2", _killed(_HOT), False),
    Breakage("a newer version", "R10", _script("PRAGMA user_version=99")),
    Breakage(
        "a version from before the first release",
        "R10",
        _script("PRAGMA user_version=4", f"PRAGMA application_id={UNRELEASED_APPLICATION_ID}"),
    ),
    Breakage("another program's SQLite file", "R10", _foreign),
    Breakage("another program's, with its mark", "R10", _foreign_named),
)

"""A file with a bit flipped, a sector lost, its end cut off or its header spoilt, and who notices.

As a program (`python -m tests.faults.damage FOLDER KIND TIMES`) it damages the database of a world so many
times and prints what came of it as JSON; a hang or a crash of the interpreter then costs one kind only.
"""

import json
import random
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ofsted_tui.model.errors import UserError
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store.integrity import check
from tests.faults.worlds import FILE, World, connected, is_whole

SECTOR = 512
HEADER = 100
Tables = dict[str, int]
"""A hash of all rows by the name of their table."""


def flip(content: bytearray, chance: random.Random) -> None:
    """Flip one bit."""
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def zero(content: bytearray, chance: random.Random) -> None:
    """Lose one sector."""
    at = chance.randrange(len(content) // SECTOR) * SECTOR
    content[at : at + SECTOR] = bytes(SECTOR)


def shorten(content: bytearray, chance: random.Random) -> None:
    """Cut the end off."""
    del content[chance.randrange(len(content)) :]


def spoil(content: bytearray, chance: random.Random) -> None:
    """Put another byte into the header."""
    at = chance.randrange(HEADER)
    content[at] ^= chance.randrange(1, 256)


KINDS: dict[str, Callable[[bytearray, random.Random], None]] = {
    "bit flipped": flip,
    "sector lost": zero,
    "end cut off": shorten,
    "header spoilt": spoil,
}


@dataclass(slots=True)
class Damaged:
    """What came of the damages so far."""

    times: int = 0
    refused: int = 0
    changed: int = 0
    """Files in which a row differs or cannot be read."""
    past_sqlite: int = 0
    """Of these, files that SQLite finds in order."""
    past_opening: int = 0
    """Of these, files that opened, and showed everything there is, without a word."""
    past_check: int = 0
    """Of these, files in which the program's own check finds nothing."""
    overwritten: int = 0
    tracebacks: int = 0
    faults: list[str] = field(default_factory=list)
    tables: Counter[str] = field(default_factory=Counter)
    """The tables with changed rows that the program's own check passes over."""


def look_at_all(path: Path) -> None:
    """Open a file and read everything that the program shows of it; raise what it raises."""
    world = World(path.parent)
    with Store(path) as store:
        for one in store.documents.all():
            store.documents.get(one.id)
            store.documents.structures.get(one.id)
            store.documents.former(one)
            store.documents.former_places(one.id)
        for session in store.sessions.all():
            if session.document_ids:
                review = Review(store, world.codebook, session.id)
                assert review.opened.accounting.total >= 0
        assert sum(1 for _ in store.annotations.in_context()) >= 0


def damage(
    content: bytes, path: Path, kind: str, chance: random.Random, known: Tables, found: Damaged
) -> None:
    """Damage a file once and look what the program makes of it."""
    spoilt = bytearray(content)
    KINDS[kind](spoilt, chance)
    path.write_bytes(spoilt)
    found.times += 1
    is_told = False
    try:
        look_at_all(path)
    except UserError:
        is_told = True
        found.refused += 1
    except Exception as error:
        found.tracebacks += 1
        found.faults.append(f"raised {type(error).__name__} in {_place(error)}")
    found.overwritten += path.read_bytes() != bytes(spoilt)
    path.write_bytes(spoilt)
    _count(path, known, is_told, found)


def _place(error: BaseException) -> str:
    """Return the innermost function of the program that an error came through."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "ofsted_tui" in one.filename]
    return frames[-1].name if frames else "the harness"


def _count(path: Path, known: Tables, is_told: bool, found: Damaged) -> None:
    """Count who notices that rows are not what they were."""
    different = [name for name, rows in tables(path, tuple(known)).items() if rows != known[name]]
    if not different:
        return
    found.changed += 1
    found.past_sqlite += _is_in_order(path)
    found.past_opening += not is_told
    if not is_told and not _findings(path):
        found.past_check += 1
        found.tables.update(different)


def _is_in_order(path: Path) -> bool:
    connection = connected(path)
    try:
        return is_whole(connection)
    except sqlite3.Error:
        return False
    finally:
        connection.close()


def _findings(path: Path) -> bool:
    try:
        return not check(path).ok
    except UserError:
        return True


def tables(path: Path, names: tuple[str, ...] = ()) -> Tables:
    """Return a hash of the rows of every table; 0 for one that cannot be read."""
    connection = connected(path)
    try:
        return {name: _rows(connection, name) for name in names or _names(connection)}
    finally:
        connection.close()


def _names(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows]


def _rows(connection: sqlite3.Connection, name: str) -> int:
    try:
        return hash(tuple(sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{name}"')))) or 1
    except sqlite3.Error:
        return 0


def main(folder: str, kind: str, times: str) -> None:
    """Damage the database of a folder so many times."""
    path = Path(folder, FILE)
    content, known = path.read_bytes(), tables(path)
    chance, found = random.Random(kind), Damaged()
    for _ in range(int(times)):
        damage(content, path, kind, chance, known, found)
    found.faults = sorted({f"{text} ({n} times)" for text, n in Counter(found.faults).items()})
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main(*sys.argv[1:])

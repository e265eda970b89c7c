"""A crash at every SQL statement of every verb: all of an action is then on the disk, or none of it."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

from ofsted_tui.model.errors import UserError
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from tests.faults.figures import Figure
from tests.faults.verbs import Verb
from tests.faults.worlds import FILE, World, connected, copied, dump, dump_of, is_whole

SMALL_CACHE = 3
"""Pages: with so few SQLite writes to the file in the middle of an action, as in a very large one."""


_MOVES = {"os.rename", "os.link", "os.remove"}
_listeners: list[tuple[str, Callable[[str], None]]] = []


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if event in _MOVES:
        for folder, trace in _listeners:
            if str(arguments[0]).startswith(folder):
                trace(event)


sys.addaudithook(_heard)


@contextmanager
def watched(folder: Path, trace: Callable[[str], None], pages: int | None = None) -> Iterator[None]:
    """Call `trace` before every statement on any database in a folder, and every renaming of a file there."""
    real = sqlite3.connect

    def connect(target: object, **options: object) -> sqlite3.Connection:
        connection = real(target, **options)
        if str(folder) in str(target):
            if pages is not None:
                connection.execute(f"PRAGMA cache_size={pages}")
                connection.execute(f"PRAGMA cache_spill={pages}")
            connection.set_trace_callback(trace)
        return connection

    _listeners.append((str(folder), trace))
    try:
        with patch.object(sqlite3, "connect", connect):
            yield
    finally:
        _listeners.clear()


@dataclass(slots=True)
class Crashes:
    """What a crash at each statement of one verb would leave: the copies are looked at as they are made."""

    verb: Verb
    copy: Path
    states: int = 0
    dumps: set[str] = field(default_factory=set)
    """The hashes of all rows that were found after a crash."""
    damaged: int = 0
    faults: list[str] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)

    @property
    def distinct(self) -> int:
        """How many copies differ in a byte."""
        return len(self._known)

    def look(self, folder: Path) -> None:
        """Take the files of a folder as a crash leaves them now, and open the copy."""
        self.states += 1
        files = {path.name: path.read_bytes() for path in sorted(folder.glob(f"{FILE}*")) if path.is_file()}
        if self._is_new(b"".join(name.encode() + data for name, data in files.items())):
            self._open(files)
        for backup in folder.glob(f"{FILE}.backups/*.db"):
            if self._is_new(backup.read_bytes()):
                self._open_backup(backup)

    def _is_new(self, content: bytes) -> bool:
        key = sha256(content).hexdigest()
        is_new = key not in self._known
        self._known.add(key)
        return is_new

    def _open_backup(self, backup: Path) -> None:
        connection = connected(backup)
        self.damaged += not is_whole(connection)
        connection.close()

    def _open(self, files: dict[str, bytes]) -> None:
        shutil.rmtree(self.copy, ignore_errors=True)
        self.copy.mkdir()
        for name, data in files.items():
            (self.copy / name).write_bytes(data)
        path = self.copy / FILE
        if not path.exists():
            self.faults.append(f"{self.verb.name}: there is no file after a crash")
            return
        connection = connected(path)
        self.dumps.add(dump(connection))
        self.damaged += not is_whole(connection)
        connection.close()
        try:
            take_further_verb(path)
        except UserError as error:
            self.faults.append(
                f"{self.verb.name}: cannot go on after a crash: {error}".replace(str(path.parent), "")
            )


def take_further_verb(path: Path) -> None:
    """Open a file and change something in it; raise UserError."""
    world = World(path.parent)
    Store(path, create=True).close()
    try:
        world.store.settings.set("after", "crash")
        for session in [one for one in world.store.sessions.all() if one.document_ids][:1]:
            review = Review(world.store, world.codebook, session.id)
            review.mark_read(review.paragraphs.paragraphs[-1].passage)
            review.undo()
    finally:
        world.close()


def crash(templates: Path, verb: Verb, scratch: Path, pages: int | None = None) -> Crashes:
    """Do a verb once, and look at what a crash would leave before and after each of its statements."""
    folder = copied(templates / verb.template, scratch / "at-work")
    found = Crashes(verb, scratch / "crashed")
    is_at_work = False

    def trace(_sql: str) -> None:
        if is_at_work:
            found.look(folder)

    with watched(folder, trace, pages):
        world = World(folder)
        verb.prepare(world)
        before = dump_of(world.path)
        is_at_work = True
        try:
            verb.do(world)
        except UserError as error:
            found.faults.append(f"{verb.name}: {error}")
        is_at_work = False
        found.look(folder)
        world.close()
    _judge(found, before, dump_of(world.path))
    return found


def _judge(found: Crashes, before: str, after: str) -> None:
    """Note what is neither before nor after; a verb of several actions may stop between two of them."""
    verb = found.verb
    if (before != after) != verb.changes:
        found.faults.append(f"{verb.name}: changed {'nothing' if verb.changes else 'something'}")
    if not found.dumps >= {before, after}:
        found.faults.append(f"{verb.name}: before and after were not both seen")
    between = len(found.dumps - {before, after})
    if between > verb.actions - 1:
        found.faults.append(f"{verb.name}: {between} states between before and after")
    if found.damaged:
        found.faults.append(f"{verb.name}: {found.damaged} copies are not whole")


def crashes(
    templates: Path, verbs: Iterable[Verb], scratch: Path, pages: int | None, fault: str, goal: str = "R2"
) -> Figure:
    """Crash at every statement of each of these verbs."""
    found = [crash(templates, verb, scratch, pages) for verb in verbs]
    return Figure(
        fault,
        goal,
        times=sum(one.states for one in found),
        acknowledged=0,
        lost=0,
        integrity=sum(one.damaged for one in found),
        terminals=0,
        tracebacks=0,
        said=f"{len(found)} verbs, {sum(one.distinct for one in found)} different files",
        failures=tuple(dict.fromkeys(fault for one in found for fault in one.faults)),
    )

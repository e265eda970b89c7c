"""Where faults are done: a folder of its own, databases to break, and what is found in them afterwards."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faults.figures import Figure
from tests.faults.terminal import LIMIT, Stuck, Terminal
from tests.folders import ROOT

_SIDE = ("-journal", "-wal", "-shm")
_BEGIN = """
import sys
from pathlib import Path
from ofsted_tui.importing.opening import begin
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.store import Store
with Store(Path(sys.argv[1]), create=True) as store:
    for name in sys.argv[2:]:
        begin(store, ilacs_codebook(), "Rae", name)
"""

_made: dict[tuple[Path, tuple[str, ...]], bytes] = {}
"""Databases with nothing tagged, by program and sessions: to make one takes longer than a fault."""


class Workshop:
    """A scratch folder, gone at the end of the `with`."""

    def __init__(self) -> None:
        """Make the folder; OFSTED_TUI_PROGRAM names another checkout to do the faults to."""
        self.folder = Path(tempfile.mkdtemp(prefix="faults-"))
        self.program = Path(os.environ.get("OFSTED_TUI_PROGRAM", ROOT)).resolve()
        self._made = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def place(self) -> Path:
        """Return a new empty folder."""
        self._made += 1
        folder = self.folder / f"place-{self._made}"
        folder.mkdir()
        return folder

    def database(self, *sessions: str) -> Path:
        """Return a new database that holds the samples and sessions on them, one if none is named."""
        names = sessions or ("Review",)
        database = self.place() / "reviews.db"
        if (self.program, names) not in _made:
            self.run("-c", _BEGIN, str(database), *names)
            _made[self.program, names] = database.read_bytes()
        database.write_bytes(_made[self.program, names])
        return database

    def run(self, *arguments: str) -> str:
        """Run Python beside the program and return what it says."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.program,
            env=os.environ | {"HOME": str(self.folder), "PYTHONPATH": str(self.program)},
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=True,
        )
        return done.stdout

    def start(self, database: Path, *arguments: str, **more: object) -> Terminal:
        """Start the program on a database."""
        return Terminal(database, *arguments, program=self.program, home=self.folder, **more)  # type: ignore[arg-type] # handed on

    def session(self, database: Path, name: str = "Review", **more: object) -> Terminal:
        """Start the program in a session, and wait until it is ready."""
        terminal = self.start(database, "--session", name, **more)
        try:
            terminal.ready()
        except BaseException:
            terminal.__exit__(None, None, None)
            raise
        return terminal


@dataclass
class Tally:
    """What is counted over the times that one fault is done; the fields are those of `Figure`."""

    times: int = 0
    acknowledged: int = 0
    lost: int = 0
    integrity: int = 0
    terminals: int = 0
    tracebacks: int = 0
    failures: list[str] = field(default_factory=list)

    def check(self, is_so: bool, failure: str) -> None:
        """Note a failure unless it is so."""
        if not is_so and failure not in self.failures:
            self.failures.append(failure)

    def attempt(self, work: Callable[[], None]) -> None:
        """Do the fault once; a program that is stuck is a failure."""
        self.times += 1
        try:
            work()
        except Stuck as error:
            self.check(False, str(error))

    def look_at(self, terminal: Terminal) -> None:
        """Count what an ended program left on its terminal."""
        self.terminals += not terminal.is_restored
        self.tracebacks += terminal.has_traceback

    def look_into(self, database: Path, acknowledged: int) -> None:
        """Count what is left of the annotations that were acknowledged in a new database."""
        self.acknowledged += acknowledged
        self.integrity += not is_whole(database)
        self.lost += max(0, acknowledged - len(tags(database)))

    def figure(self, fault: str, goal: str, said: str = "") -> Figure:
        """Return the sums."""
        counts = (self.times, self.acknowledged, self.lost, self.integrity, self.terminals, self.tracebacks)
        return Figure(fault, goal, *counts, said=said, failures=tuple(self.failures))


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    """Return what a query finds in a copy, so that the file itself stays as the fault has left it."""
    with tempfile.TemporaryDirectory(prefix="faults-copy-") as folder:
        copy = Path(shutil.copy(database, folder))
        for side in _SIDE:
            beside = database.with_name(database.name + side)
            if beside.exists():
                shutil.copy(beside, folder)
        connection = sqlite3.connect(copy)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


def is_whole(database: Path) -> bool:
    """Tell whether SQLite finds the file whole, and the journal knows every annotation's tagging."""
    unknown = """
        SELECT count(*) FROM annotations
        WHERE NOT EXISTS (SELECT 1 FROM journal WHERE target_id = annotations.id AND verb = 'tag')
    """
    try:
        return (
            rows(database, "PRAGMA integrity_check") == [("ok",)]
            and rows(database, "PRAGMA foreign_key_check") == []
            and rows(database, unknown) == [(0,)]
        )
    except sqlite3.Error:
        return False


def tags(database: Path) -> list[tuple[str, str, int]]:
    """Return area, session and start of the annotations that stand, in the order in which they were made."""
    found = rows(
        database,
        """
        SELECT area, sessions.name, start FROM annotations
        JOIN sessions ON sessions.id = annotations.session_id
        JOIN (SELECT target_id, min(seq) AS seq FROM journal GROUP BY target_id)
            ON target_id = annotations.id
        WHERE annotations.removed_at IS NULL ORDER BY seq
        """,
    )
    return [(str(area), str(session), int(str(start))) for area, session, start in found]


def digest(path: Path) -> str:
    """Return a hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()

"""A small database with a bit of everything in it, made once and copied for every fault."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given
from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, ReadingPosition
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.review.threads import Point, begin_thread, link
from ofsted_tui.store import Store
from ofsted_tui.store.files import create_database_file
from ofsted_tui.store.store import utc_now
from tests.folders import sample_path

REPORT = sample_path("001")
LETTER = sample_path("000")
REPORT_LENGTH = 9_000
"""So much of the report holds grades and two graded sections, and is read in a moment."""
FILE = "review.db"
YESTERDAY = "2026-01-05T09:00:00.000Z"
MEMORY = Path("/dev/shm")


@contextmanager
def scratch(*, on_disk: bool = False) -> Iterator[Path]:
    """Make a folder for a while, in memory where there is such a place, or else on a real disk."""
    place = None if on_disk or not MEMORY.is_dir() else MEMORY
    with tempfile.TemporaryDirectory(prefix="faults", dir=place) as name:
        yield Path(name)


@cache
def _codebook() -> Codebook:
    return ilacs_codebook()


class World:
    """One folder with a database, files to import, and a reviewer at work; opened when first asked for."""

    def __init__(self, folder: Path, clock: Callable[[], str] = utc_now) -> None:
        self.folder = folder
        self.path = folder / FILE
        self.clock = clock
        self._opened: Store | None = None

    @property
    def codebook(self) -> Codebook:
        return _codebook()

    @property
    def store(self) -> Store:
        if self._opened is None:
            self._opened = Store(self.path, clock=self.clock, busy_seconds=0)
        return self._opened

    @cached_property
    def review(self) -> Review:
        return Review(self.store, self.codebook, self.session("Review"))

    @property
    def tag(self) -> Annotation:
        """The first annotation of the open document."""
        return next(iter(self.review.annotations))

    def session(self, name: str) -> str:
        """Return the id of a session by its name, deleted or not."""
        row = self.store.connection.first("SELECT id FROM sessions WHERE name = ?", name)
        assert row is not None, name
        return str(row["id"])

    def document(self, source: str) -> str:
        """Return the id of a document by the name of its file."""
        return next(one.id for one in self.store.documents.all() if one.source == source)

    def passage(self, number: int) -> Passage:
        """Return a paragraph of the open document that carries findings."""
        found = [one for one in self.review.paragraphs.paragraphs if one.carries_findings]
        return found[number % len(found)].passage

    def place(self, number: int) -> ReadingPosition:
        """Return a place to remember."""
        return ReadingPosition(Cursor(self.passage(number)), self.passage(number).start)

    @property
    def is_open(self) -> bool:
        """Whether a database is open now."""
        return self._opened is not None

    def close(self) -> None:
        """Close the database, as often as one likes."""
        if self._opened is not None:
            self._opened.close()
        self._opened = None
        vars(self).pop("review", None)


def make(folder: Path, clock: Callable[[], str] = utc_now) -> None:
    """Make the database that most faults begin with, and files beside it to import."""
    folder.mkdir()
    text = REPORT.read_text(encoding="utf-8")
    (folder / "report.txt").write_text(text[:REPORT_LENGTH], encoding="utf-8")
    (folder / "letter.txt").write_text(LETTER.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "new.txt").write_text("A letter about care leavers.\n\n" * 3, encoding="utf-8")
    world = World(folder, clock)
    Store(world.path, create=True).close()
    for name in ("report.txt", "letter.txt"):
        import_file(world.store, world.codebook, folder / name)
    with world.store.action():
        for name in ("Review", "Other", "Deleted"):
            world.store.sessions.add(name, "Rae", [world.document("report.txt")])
        world.store.sessions.remove(world.session("Deleted"))
    _work(world)
    world.close()


def _work(world: World) -> None:
    review, area = world.review, world.codebook.area("leaders")
    for number in range(4):
        review.tag(world.passage(number), area)
    thread = begin_thread(review, Point(review.document, world.passage(1), "A point"))
    link(review, thread.id, review.document, world.passage(2))
    review.set_note(world.tag.id, "a note\x1b[31m “é”")
    review.mark_read(world.passage(5))
    review.remember(world.place(1))
    review.save_place()
    review.mark_read(world.passage(6))
    review.undo()


def make_reissued(template: Path, folder: Path) -> None:
    """Make a database in which the open document is the new version of one with tags and marks."""
    world = World(copied(template, folder))
    text = (folder / "report.txt").read_text(encoding="utf-8").replace("children", "young people", 1)
    (folder / "reissued.txt").write_text(text + "\n\nIssued anew.\n", encoding="utf-8")
    given = Given(replaces=world.document("report.txt"))
    found = import_file(world.store, world.codebook, folder / "reissued.txt", given)
    world.review.open_document(found.details.id)
    world.review.remember(world.place(0))
    world.review.save_place()
    world.close()


def make_all(folder: Path) -> None:
    """Make a folder for every state that a verb may begin with, by the names that verbs call them by."""
    make(folder / "world")
    make(folder / "yesterday", lambda: YESTERDAY)
    make_reissued(folder / "world", folder / "reissued")
    (folder / "nothing").mkdir()
    create_database_file(folder / "nothing" / FILE)


def copied(template: Path, folder: Path) -> Path:
    """Copy a world's folder to a new place and return that."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    return folder


def connected(path: Path) -> sqlite3.Connection:
    """Open a file as any program may, with nothing of this one."""
    return sqlite3.connect(path, isolation_level=None, timeout=0)


def dump(connection: sqlite3.Connection) -> str:
    """Return a hash of the shape and every row of every table, of what is kept about the file as well."""
    found = sha256()
    for pragma in ("application_id", "user_version"):
        found.update(repr(connection.execute(f"PRAGMA {pragma}").fetchone()[0]).encode())
    shape = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    for kind, name, sql in shape:
        found.update(repr((kind, name, sql)).encode())
        if kind == "table":
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            found.update("\n".join(sorted(repr(tuple(row)) for row in rows)).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def dump_of(path: Path) -> str:
    """Return the hash of all rows of the file at `path`; a rest of a transaction is rolled back by that."""
    connection = connected(path)
    try:
        return dump(connection)
    finally:
        connection.close()


def is_whole(connection: sqlite3.Connection) -> bool:
    """Tell whether SQLite finds pages, indexes and references in order."""
    checked = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return checked == "ok" and not connection.execute("PRAGMA foreign_key_check").fetchall()

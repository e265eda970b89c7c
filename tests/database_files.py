"""Make database files with a little work in them, and read or break them without this program."""

import shutil
import sqlite3
from contextlib import closing

from ofsted_tui.model.document import Document, DocumentDetails, document_id, text_sha256
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Structure
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.reading.structure.paragraphs import paragraphs
from ofsted_tui.review import Review
from ofsted_tui.store import Store

TEXT = "1. Leaders know their service well.\n\n2. Children wait too long.\n\n3. Care leavers have homes.\n"


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now="2026-11-20T09:00:00.000Z"):
        self.now = now

    def __call__(self):
        return self.now

    def set_day(self, day, time="09:00:00"):
        self.now = f"{day}T{time}.000Z"


def document(text=TEXT, title="Letter"):
    sha256 = text_sha256(text)
    return Document(
        DocumentDetails(document_id(sha256), sha256, title, len(text), framework="2023"), text
    ), Structure(paragraphs=tuple(paragraphs(text)))


def make(path, clock, *texts):
    """Make a database of one session on documents, with a tag of each first paragraph and a read mark."""
    with Store(path, create=True, clock=clock) as store:
        kept = [document(text, f"Letter {number}") for number, text in enumerate(texts or (TEXT,), start=1)]
        with store.action():
            for one, structure in kept:
                store.documents.add(one, structure)
            session = store.sessions.add("Review", "Rae", [one.id for one, _ in kept])
        review = Review(store, ilacs_codebook(), session)
        for one, _ in kept:
            review.open_document(one.id)
            tag(review, 3, 10)
            review.mark_read(store.documents.structures.paragraphs(one.id)[1].passage)
    return session


def tag(review, start, end):
    review.tag(Passage(start, end), review.codebook.area("leaders"))


def tag_one_more(path, clock, start=3, end=15, **options):
    """Open a database, tag a passage, close it; return what the store warned of."""
    with Store(path, clock=clock, **options) as store:
        (session,) = store.sessions.all()
        tag(Review(store, ilacs_codebook(), session.id), start, end)
        return store.warnings


def tags(path):
    """Return how many live annotations a file holds, by plain SQLite."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return plain.execute("SELECT count(*) FROM annotations WHERE removed_at IS NULL").fetchone()[0]


def run_sql(path, *statements):
    """Change a file behind the program's back, its triggers put aside."""
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA foreign_keys=off")
        triggers = plain.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            plain.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            plain.execute(statement)
        for _, sql in triggers:
            plain.execute(sql)


def snapshot(folder, where):
    """Copy a folder as it is at this moment, which is what a crash would leave."""
    shutil.copytree(folder, where, symlinks=True)
    return where


def hot_journal(path, folder):
    """Return a copy of a database and its journal, taken in the middle of a change."""
    folder.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA cache_size=1")
        plain.execute("PRAGMA cache_spill=1")
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("UPDATE document_texts SET text = replace(text, 'e', 'X')")
        plain.execute("UPDATE annotations SET note = hex(randomblob(50000))")
        for one in (path, path.with_name(f"{path.name}-journal")):
            shutil.copy(one, folder / one.name)
        plain.execute("ROLLBACK")
    return folder / path.name

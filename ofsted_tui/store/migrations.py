"""The shape of the file, version by version: a released migration is never edited, the next follows it."""

from contextvars import ContextVar
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from ofsted_tui.model.progress import Progress, silent
from ofsted_tui.store import fourth_version as fourth
from ofsted_tui.store import second_version as second
from ofsted_tui.store import third_version as third

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("ofsted_tui")
_PROGRESS: ContextVar[Progress] = ContextVar("progress", default=silent)
"""Told by a migration that takes long: it is handed the database and nothing else."""

_FIRST = (
    """
    CREATE TABLE reviewers (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        length INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('standard_inspection', 'short_inspection', 'focused_visit',
            'monitoring_visit', 'jtai', 'annual_conversation', 'news', 'council_paper', 'other')),
        local_authority TEXT NOT NULL,
        event_start TEXT,
        event_end TEXT,
        framework TEXT NOT NULL,
        framework_assumed INTEGER NOT NULL,
        source TEXT NOT NULL,
        encoding TEXT NOT NULL,
        licence TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE document_texts (
        document_id TEXT PRIMARY KEY REFERENCES documents (id),
        text TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE paragraphs (
        document_id TEXT NOT NULL REFERENCES documents (id),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        number INTEGER,
        prose INTEGER NOT NULL,
        PRIMARY KEY (document_id, start)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        reviewer_id TEXT NOT NULL REFERENCES reviewers (id),
        current_document_id TEXT REFERENCES documents (id),
        pane TEXT NOT NULL,
        created_at TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX sessions_by_name ON sessions (name) WHERE removed_at IS NULL",
    """
    CREATE TABLE session_documents (
        session_id TEXT NOT NULL REFERENCES sessions (id),
        document_id TEXT NOT NULL REFERENCES documents (id),
        position INTEGER NOT NULL,
        PRIMARY KEY (session_id, document_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE places (
        session_id TEXT NOT NULL REFERENCES sessions (id),
        document_id TEXT NOT NULL REFERENCES documents (id),
        head_start INTEGER NOT NULL,
        head_end INTEGER NOT NULL,
        anchor_start INTEGER,
        anchor_end INTEGER,
        held INTEGER NOT NULL,
        unit TEXT NOT NULL CHECK (unit IN ('word', 'sentence', 'paragraph')),
        top INTEGER NOT NULL,
        PRIMARY KEY (session_id, document_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE annotations (
        id TEXT PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (id),
        document_id TEXT NOT NULL REFERENCES documents (id),
        reviewer_id TEXT NOT NULL REFERENCES reviewers (id),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL CHECK ("end" > start),
        quote TEXT NOT NULL,
        prefix TEXT NOT NULL,
        suffix TEXT NOT NULL,
        area TEXT NOT NULL,
        topic TEXT NOT NULL,
        direction TEXT NOT NULL CHECK (direction IN ('', 'strength', 'improvement', 'neutral', 'claim')),
        quantifier TEXT NOT NULL,
        note TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX annotations_tagged_once
    ON annotations (session_id, document_id, start, "end", area) WHERE removed_at IS NULL
    """,
    "CREATE INDEX annotations_by_document ON annotations (document_id) WHERE removed_at IS NULL",
    """
    CREATE TABLE read_marks (
        id TEXT PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (id),
        document_id TEXT NOT NULL REFERENCES documents (id),
        reviewer_id TEXT NOT NULL REFERENCES reviewers (id),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL CHECK ("end" > start),
        created_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX read_marks_once
    ON read_marks (session_id, document_id, start, "end") WHERE removed_at IS NULL
    """,
    """
    CREATE TABLE journal (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        session_id TEXT REFERENCES sessions (id),
        reviewer_id TEXT REFERENCES reviewers (id),
        document_id TEXT REFERENCES documents (id),
        verb TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'event')),
        target_id TEXT,
        reverses INTEGER REFERENCES journal (seq),
        changes TEXT NOT NULL,
        undo_head INTEGER,
        redo_head INTEGER,
        below INTEGER
    ) STRICT
    """,
    "CREATE INDEX journal_by_session ON journal (session_id, seq)",
    "CREATE INDEX journal_by_target ON journal (target_id, seq)",
    """
    CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """
    CREATE VIEW annotations_in_words AS
    SELECT documents.title AS document, documents.local_authority, documents.event_start,
        annotations.start, annotations."end", annotations.area, annotations.topic,
        annotations.direction, annotations.quote, annotations.note, reviewers.name AS reviewer,
        sessions.name AS session, annotations.created_at, annotations.updated_at, annotations.id
    FROM annotations
    JOIN documents ON documents.id = annotations.document_id
    JOIN reviewers ON reviewers.id = annotations.reviewer_id
    JOIN sessions ON sessions.id = annotations.session_id
    WHERE annotations.removed_at IS NULL AND sessions.removed_at IS NULL
    """,
    """
    CREATE VIEW sessions_in_words AS
    SELECT sessions.name AS session, reviewers.name AS reviewer, sessions.opened_at,
        (SELECT count(*) FROM session_documents WHERE session_id = sessions.id) AS documents,
        (SELECT count(*) FROM annotations
            WHERE session_id = sessions.id AND removed_at IS NULL) AS annotations
    FROM sessions JOIN reviewers ON reviewers.id = sessions.reviewer_id
    WHERE sessions.removed_at IS NULL
    """,
    """
    CREATE VIEW journal_in_words AS
    SELECT journal.at, reviewers.name AS reviewer, sessions.name AS session, journal.kind, journal.verb,
        documents.title AS document, journal.target_id
    FROM journal
    LEFT JOIN reviewers ON reviewers.id = journal.reviewer_id
    LEFT JOIN sessions ON sessions.id = journal.session_id
    LEFT JOIN documents ON documents.id = journal.document_id
    """,
)


@migrations()
def first_version(database: "Database") -> None:
    """Create every table, view and trigger of the first version."""
    for statement in _FIRST:
        database.execute(statement)


@migrations()
def second_version(database: "Database") -> None:
    """Make room for what reading finds, and for the sign-off of a session."""
    for statement in second.STATEMENTS:
        database.execute(statement)


@migrations()
def third_version(database: "Database") -> None:
    """Make room for new versions of documents, and chain the journal."""
    for statement in third.STATEMENTS:
        database.execute(statement)
    third.seal_journal(database, _PROGRESS.get())
    for statement in third.AFTERWARDS:
        database.execute(statement)


@migrations()
def fourth_version(database: "Database") -> None:
    """Make room for threads."""
    for statement in fourth.STATEMENTS:
        database.execute(statement)


def migrate(database: "Database", progress: Progress) -> None:
    """Bring a database to the newest version, inside an action, and tell how far that has come."""
    former = _PROGRESS.set(progress)
    try:
        migrations.apply(database)
    finally:
        _PROGRESS.reset(former)

"""The schema of a database, and what tells a file of this program from others.

STATEMENTS make version 1, and stay as they are; what changes later is a migration (see migrations.py), which
raises VERSION by one and adds the digest of what it leads to.
"""

import re
import sqlite3

from ofsted_tui.model import limits

APPLICATION_ID = int.from_bytes(b"OfTU", "big")
"""What `PRAGMA application_id` says of a file of this program."""
UNRELEASED_APPLICATION_ID = int.from_bytes(b"OFST", "big")
"""What it says of a file of a program from before the first release."""
VERSION = 1
"""What `PRAGMA user_version` says of a file that this program has made or upgraded."""
DIGESTS = {1: "4cae504cda50d32d5625e3ca54dff4811085273422e163fb3cd62cbb40f5b111"}
"""The digest of the schema of each version; a test compares them with what the migrations make."""

STATEMENTS = (
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
            'monitoring_visit', 'jtai', 'annual_conversation', 'single_inspection', 'news',
            'council_paper', 'other')),
        local_authority TEXT NOT NULL,
        event_start TEXT,
        event_end TEXT,
        later_parts TEXT NOT NULL,
        letter_date TEXT,
        inspectors TEXT NOT NULL,
        focus TEXT NOT NULL,
        focus_area TEXT NOT NULL,
        framework TEXT NOT NULL,
        framework_assumed INTEGER NOT NULL,
        corrected TEXT NOT NULL,
        source TEXT NOT NULL,
        format TEXT NOT NULL,
        encoding TEXT NOT NULL,
        file_sha256 TEXT NOT NULL,
        licence TEXT NOT NULL,
        reading INTEGER NOT NULL,
        replaces TEXT REFERENCES documents (id),
        digest TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX documents_by_former ON documents (replaces) WHERE replaces IS NOT NULL",
    """
    CREATE TABLE document_texts (
        document_id TEXT PRIMARY KEY REFERENCES documents (id),
        text TEXT NOT NULL,
        pages TEXT NOT NULL,
        headings TEXT NOT NULL,
        lines_are_paragraphs INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE paragraphs (
        document_id TEXT NOT NULL REFERENCES documents (id),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        number INTEGER,
        prose INTEGER NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('title', 'heading', 'detail', 'grade', 'scope', 'summary',
            'finding', 'improvement', 'claim', 'text', 'footnote', 'boilerplate')),
        page INTEGER,
        section INTEGER,
        PRIMARY KEY (document_id, start)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE cuts (
        document_id TEXT NOT NULL REFERENCES documents (id),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL CHECK ("end" > start),
        PRIMARY KEY (document_id, start)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sections (
        document_id TEXT NOT NULL REFERENCES documents (id),
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        until INTEGER NOT NULL,
        title TEXT NOT NULL,
        area TEXT NOT NULL,
        grade TEXT NOT NULL,
        PRIMARY KEY (document_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE judgements (
        document_id TEXT NOT NULL REFERENCES documents (id),
        area TEXT NOT NULL,
        grade TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        PRIMARY KEY (document_id, area)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE improvement_points (
        document_id TEXT NOT NULL REFERENCES documents (id),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        reference TEXT NOT NULL,
        PRIMARY KEY (document_id, start)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE earlier_mentions (
        document_id TEXT NOT NULL REFERENCES documents (id),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        year INTEGER,
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
        signed_off_at TEXT,
        signed_off_seq INTEGER,
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
    CREATE TABLE placements (
        id TEXT PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (id),
        annotation_id TEXT NOT NULL REFERENCES annotations (id),
        reviewer_id TEXT NOT NULL REFERENCES reviewers (id),
        former_document_id TEXT NOT NULL REFERENCES documents (id),
        former_start INTEGER NOT NULL,
        former_end INTEGER NOT NULL CHECK (former_end > former_start),
        document_id TEXT NOT NULL REFERENCES documents (id),
        start INTEGER,
        "end" INTEGER CHECK ("end" > start),
        state TEXT NOT NULL CHECK (state IN ('same', 'moved', 'reworded', 'gone')),
        agreement REAL NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('accepted', 'redrawn', 'left')),
        created_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT
    """,
    """
    CREATE INDEX placements_by_document ON placements (session_id, document_id) WHERE removed_at IS NULL
    """,
    """
    CREATE TABLE threads (
        id TEXT PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (id),
        reviewer_id TEXT NOT NULL REFERENCES reviewers (id),
        title TEXT NOT NULL,
        area TEXT NOT NULL,
        topic TEXT NOT NULL,
        note TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT
    """,
    "CREATE INDEX threads_by_session ON threads (session_id) WHERE removed_at IS NULL",
    """
    CREATE TABLE thread_passages (
        id TEXT PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (id),
        thread_id TEXT NOT NULL REFERENCES threads (id),
        document_id TEXT NOT NULL REFERENCES documents (id),
        reviewer_id TEXT NOT NULL REFERENCES reviewers (id),
        start INTEGER,
        "end" INTEGER CHECK ("end" > start),
        quote TEXT NOT NULL,
        prefix TEXT NOT NULL,
        suffix TEXT NOT NULL,
        status TEXT NOT NULL
            CHECK (status IN ('', 'raised', 'repeated', 'improving', 'closed', 'not_mentioned')),
        relation TEXT NOT NULL CHECK (relation IN ('', 'supports', 'contradicts', 'overstates', 'omits')),
        related_id TEXT REFERENCES thread_passages (id),
        note TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT
    """,
    "CREATE INDEX thread_passages_by_thread ON thread_passages (thread_id) WHERE removed_at IS NULL",
    """
    CREATE UNIQUE INDEX thread_passages_once ON thread_passages (thread_id, document_id, start, "end")
    WHERE removed_at IS NULL
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
        below INTEGER,
        hash TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX journal_by_session ON journal (session_id, seq)",
    "CREATE INDEX journal_by_target ON journal (target_id, seq)",
    "CREATE INDEX journal_of_many ON journal (seq) WHERE verb = 'place all'",
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
        annotations.direction, annotations.quantifier, annotations.quote, annotations.note,
        reviewers.name AS reviewer, sessions.name AS session, annotations.created_at,
        annotations.updated_at, annotations.id
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


def create_tables(connection: sqlite3.Connection) -> None:
    """Make version 1 in an empty database, in the caller's transaction."""
    for statement in STATEMENTS:
        connection.execute(statement)


SchemaObject = tuple[str, str, str, str]
"""Type, name, table and SQL of a table, index, view or trigger; white space in the SQL drawn together."""

_WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")
_MIGRATIONS_TABLE = "_sqlite_migrations"
_MIGRATIONS_SQL = re.compile(
    r'(?:CREATE TABLE|CREATE UNIQUE INDEX) "[a-z_]{1,60}"(?: ON "_sqlite_migrations")? \('
    r'(?: ?"[a-z_]{1,60}"(?: TEXT| INTEGER)?(?: PRIMARY KEY)?,?){1,8} ?\)(?: STRICT)?'
)
"""How sqlite-utils makes its record of migrations: its releases differ in white space and columns."""
_STATISTICS = frozenset(
    ("table", name, name, f"CREATE TABLE {name}({columns})")
    for name, columns in (("sqlite_stat1", "tbl,idx,stat"), ("sqlite_stat4", "tbl,idx,neq,nlt,ndlt,sample"))
)
"""What ANALYZE leaves, as SQLite itself makes it: numbers for its planner, and nothing that runs."""


def objects_in(connection: sqlite3.Connection) -> set[SchemaObject]:
    """Return the schema of a database, without what SQLite and sqlite-utils note; raise sqlite3.Error."""
    # The old name of the list: a file can hold a view that is called sqlite_schema, but none called so.
    rows = connection.execute(
        "SELECT type, name, tbl_name, sql FROM main.sqlite_master LIMIT ?", [limits.DATABASE_OBJECTS + 1]
    )
    objects = {_object(tuple(row)) for row in rows}
    return {one for one in objects if not _is_record_of_migrations(one) and one not in _STATISTICS}


def _object(row: tuple[object, ...]) -> SchemaObject:
    kind, name, table, sql = ("" if value is None else str(value) for value in row)
    return kind, name, table, _WHITE_SPACE.sub(" ", sql).strip()


def _is_record_of_migrations(one: SchemaObject) -> bool:
    kind, name, table, sql = one
    if table != _MIGRATIONS_TABLE or kind not in ("table", "index"):
        return False
    is_automatic = kind == "index" and not sql and name.startswith("sqlite_autoindex_")
    return is_automatic or (f'"{name}"' in sql and _MIGRATIONS_SQL.fullmatch(sql) is not None)


def schema_digest(objects: set[SchemaObject]) -> str:
    """Return the SHA-256, in hexadecimal, of a schema."""
    from hashlib import sha256

    return sha256("\n".join("\0".join(one) for one in sorted(objects)).encode()).hexdigest()

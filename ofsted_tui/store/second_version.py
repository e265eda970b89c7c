"""The second version of the file: what reading finds in a document, and the sign-off of a session."""

_COPIED = """id, sha256, title, length, kind, local_authority, event_start, event_end, framework,
    framework_assumed, source, encoding, licence, created_at, updated_at"""

STATEMENTS = (
    # The first version names the kinds of document in a CHECK, which only a new table can change; views
    # that read the table stand in the way of renaming it.
    "DROP VIEW annotations_in_words",
    "DROP VIEW journal_in_words",
    """
    CREATE TABLE new_documents (
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
        later_parts TEXT NOT NULL DEFAULT '',
        letter_date TEXT,
        inspectors TEXT NOT NULL DEFAULT '[]',
        focus TEXT NOT NULL DEFAULT '',
        focus_area TEXT NOT NULL DEFAULT '',
        framework TEXT NOT NULL,
        framework_assumed INTEGER NOT NULL,
        corrected TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL,
        format TEXT NOT NULL DEFAULT 'text',
        encoding TEXT NOT NULL,
        file_sha256 TEXT NOT NULL DEFAULT '',
        licence TEXT NOT NULL,
        reading INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    ) STRICT
    """,
    f"INSERT INTO new_documents ({_COPIED}) SELECT {_COPIED} FROM documents",
    "DROP TABLE documents",
    "ALTER TABLE new_documents RENAME TO documents",
    "ALTER TABLE document_texts ADD COLUMN pages TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE document_texts ADD COLUMN headings TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE document_texts ADD COLUMN lines_are_paragraphs INTEGER NOT NULL DEFAULT 0",
    """
    ALTER TABLE paragraphs ADD COLUMN role TEXT NOT NULL DEFAULT 'text' CHECK (role IN ('title', 'heading',
        'detail', 'grade', 'scope', 'summary', 'finding', 'improvement', 'claim', 'text', 'footnote',
        'boilerplate'))
    """,
    "ALTER TABLE paragraphs ADD COLUMN page INTEGER",
    "ALTER TABLE paragraphs ADD COLUMN section INTEGER",
    "UPDATE paragraphs SET role = 'heading' WHERE NOT prose",
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
    "ALTER TABLE sessions ADD COLUMN signed_off_at TEXT",
    "ALTER TABLE sessions ADD COLUMN signed_off_seq INTEGER",
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
    CREATE VIEW journal_in_words AS
    SELECT journal.at, reviewers.name AS reviewer, sessions.name AS session, journal.kind, journal.verb,
        documents.title AS document, journal.target_id
    FROM journal
    LEFT JOIN reviewers ON reviewers.id = journal.reviewer_id
    LEFT JOIN sessions ON sessions.id = journal.session_id
    LEFT JOIN documents ON documents.id = journal.document_id
    """,
)

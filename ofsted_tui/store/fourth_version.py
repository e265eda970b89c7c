"""The fourth version of the file: threads, which follow a point through the documents."""

STATEMENTS = (
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
)

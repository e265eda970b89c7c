"""The floor of an export: the sqlite3 module selecting the same values, and nothing done with them."""

import sqlite3
import sys
from time import perf_counter

_ROWS = """
    SELECT annotations.*, reviewers.name, sessions.name, documents.title, documents.kind,
        documents.local_authority, documents.event_start, documents.event_end, documents.framework,
        documents.sha256
    FROM annotations
    JOIN reviewers ON reviewers.id = annotations.reviewer_id
    JOIN sessions ON sessions.id = annotations.session_id
    JOIN documents ON documents.id = annotations.document_id
    WHERE annotations.removed_at IS NULL AND sessions.removed_at IS NULL
    ORDER BY documents.title, documents.id, start, "end", area, annotations.id
"""
connection = sqlite3.connect(sys.argv[1])
begun = perf_counter()
rows = connection.execute(_ROWS).fetchall()
print(perf_counter() - begun, flush=True)
sys.stdin.read()  # until its memory was looked at

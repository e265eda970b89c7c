"""The check of each document against its hashes, and of what is tagged and read in it against its text."""

from collections.abc import Mapping
from typing import Any

from ofsted_tui.model.document import document_id, text_sha256
from ofsted_tui.store.checking_findings import Counts, Findings
from ofsted_tui.store.connection import Connection, Row
from ofsted_tui.store.digests import digest_of

DIGESTS_SINCE = 3
"""The version of the file that keeps a digest of each document."""
THREADS_SINCE = 4
"""The version of the file that knows threads."""

_LIVE = """
    SELECT id, start, "end", quote, prefix, suffix FROM annotations
    WHERE document_id = :document AND removed_at IS NULL
"""
_THREADED = """
    SELECT id, start, "end", quote, prefix, suffix FROM thread_passages
    WHERE document_id = :document AND removed_at IS NULL AND start IS NOT NULL
"""
_MARKS = """
    SELECT read_marks.id, start, "end", length FROM read_marks
    LEFT JOIN documents ON documents.id = document_id WHERE read_marks.removed_at IS NULL
"""


def document_ids(connection: Connection, findings: Findings) -> list[str]:
    """Return the ids of all documents that can be read."""
    found: list[str] = []
    with findings.unreadable("table documents"):
        found.extend(str(row["id"]) for row in connection.iterate("SELECT id FROM documents ORDER BY id"))
    return found


def check_document(
    connection: Connection, document: str, version: int, findings: Findings, counts: Counts
) -> None:
    """Check one document with its live annotations; one text is held at a time."""
    where = f"document {document}"
    counts.documents += 1
    text = None
    with findings.unreadable(where):
        text = text_of(connection, document)
        if text is None:
            findings.add("has no text", where)
        else:
            _check_identity(connection, document, text, findings)
    if version >= DIGESTS_SINCE:
        with findings.unreadable(where):
            _check_digest(connection, document, findings)
    with findings.unreadable(f"annotations of {where}"):
        for row in connection.iterate(_LIVE, document=document):
            counts.annotations += 1
            if text is not None:
                check_anchor(text, row, f"annotation {row['id']}", findings)
    if version >= THREADS_SINCE and text is not None:
        with findings.unreadable(f"threads of {where}"):
            for row in connection.iterate(_THREADED, document=document):
                check_anchor(text, row, f"thread passage {row['id']}", findings)


def text_of(connection: Connection, document: str) -> str | None:
    """Return the text of a document; raise StoreError where it cannot be read."""
    row = connection.first("SELECT text FROM document_texts WHERE document_id = ?", document)
    return None if row is None else str(row["text"])


def _check_identity(connection: Connection, document: str, text: str, findings: Findings) -> None:
    where = f"document {document}"
    (row,) = connection.read("SELECT sha256, length FROM documents WHERE id = ?", document)
    found = text_sha256(text)
    if found != row["sha256"]:
        findings.add(f"the text is not the one that was imported: its SHA-256 is {found}", where)
    if len(text) != row["length"]:
        findings.add(f"the text has {len(text)} characters, not {row['length']}", where)
    if document_id(row["sha256"]) != document:
        findings.add("the id is not that of its SHA-256", where)


def _check_digest(connection: Connection, document: str, findings: Findings) -> None:
    (row,) = connection.read("SELECT digest FROM documents WHERE id = ?", document)
    if digest_of(connection, document) != row["digest"]:
        findings.add("its details or its structure were changed by something else", f"document {document}")


def check_anchor(text: str, row: Row | Mapping[str, Any], where: str, findings: Findings) -> None:
    """Check that quote, prefix and suffix stand in the text where they say; raise TypeError for nonsense."""
    start, end, prefix, suffix = row["start"], row["end"], row["prefix"], row["suffix"]
    if not 0 <= start < end <= len(text):
        findings.add(f"the passage {start}-{end} is not in the text", where)
    elif text[start:end] != row["quote"]:
        findings.add(f"the quote differs from the text at {start}-{end}", where)
    elif len(prefix) > start or not text.startswith(prefix, start - len(prefix)):
        findings.add(f"the words before the quote differ from the text before {start}", where)
    elif not text.startswith(suffix, end):
        findings.add(f"the words after the quote differ from the text after {end}", where)


def check_read_marks(connection: Connection, findings: Findings, counts: Counts) -> None:
    """Check that every live read mark lies in its text."""
    with findings.unreadable("table read_marks"):
        for row in connection.iterate(_MARKS):
            counts.read_marks += 1
            if row["length"] is not None and not 0 <= row["start"] < row["end"] <= row["length"]:
                words = f"the passage {row['start']}-{row['end']} is not in the text"
                findings.add(words, f"read mark {row['id']}")

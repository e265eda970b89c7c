"""One hash over all that is stored of a document but its text, by which damage and tampering show."""

import json
from collections.abc import Iterator

from ofsted_tui.store.connection import Connection

_DOCUMENT = """
    SELECT id, sha256, title, length, kind, local_authority, event_start, event_end, later_parts, letter_date,
        inspectors, focus, focus_area, framework, framework_assumed, corrected, source, format, encoding,
        file_sha256, licence, reading, replaces, created_at, pages, headings, lines_are_paragraphs
    FROM documents JOIN document_texts ON document_id = id WHERE id = ?
"""
_STRUCTURE = (
    'SELECT start, "end", number, prose, role, page, section FROM paragraphs'
    " WHERE document_id = ? ORDER BY 1",
    'SELECT start, "end" FROM cuts WHERE document_id = ? ORDER BY 1',
    'SELECT position, start, "end", until, title, area, grade FROM sections WHERE document_id = ? ORDER BY 1',
    'SELECT area, grade, start, "end" FROM judgements WHERE document_id = ? ORDER BY 1',
    'SELECT start, "end", reference FROM improvement_points WHERE document_id = ? ORDER BY 1',
    'SELECT start, "end", year FROM earlier_mentions WHERE document_id = ? ORDER BY 1',
)


def digest_of(connection: Connection, document_id: str) -> str:
    """Return the SHA-256, in hexadecimal, of a document's row, pages, headings and structure."""
    from hashlib import sha256

    found = sha256()
    for line in _lines(connection, document_id):
        found.update(line.encode())
    return found.hexdigest()


def keep_digest(connection: Connection, document_id: str) -> None:
    """Keep the digest of a document as it is now, inside an action."""
    connection.write(
        "UPDATE documents SET digest = ? WHERE id = ?", digest_of(connection, document_id), document_id
    )


def keep_missing(connection: Connection) -> None:
    """Keep the digest of every document that an older program has kept without one, inside an action."""
    for row in connection.read("SELECT id FROM documents WHERE digest = ''"):
        keep_digest(connection, row["id"])


def _lines(connection: Connection, document_id: str) -> Iterator[str]:
    for sql in (_DOCUMENT, *_STRUCTURE):
        yield "\n"
        for row in connection.read(sql, document_id):
            yield json.dumps(list(row), ensure_ascii=False) + "\n"

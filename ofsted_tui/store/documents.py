"""The documents: details, frozen text, paragraphs."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from ofsted_tui.model.document import Document, DocumentDetails, DocumentKind
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.store.connection import Connection, Row
from ofsted_tui.store.journal import Journal

DETAILS = """
    documents.id AS d_id, documents.sha256 AS d_sha256, documents.title AS d_title,
    documents.length AS d_length, documents.kind AS d_kind,
    documents.local_authority AS d_local_authority, documents.event_start AS d_event_start,
    documents.event_end AS d_event_end, documents.framework AS d_framework,
    documents.framework_assumed AS d_framework_assumed, documents.source AS d_source,
    documents.licence AS d_licence
"""
"""The columns of a document's details, under names that no other table has."""


class Documents:
    """Documents as they stand."""

    def __init__(self, connection: Connection, journal: Journal, clock: Callable[[], str]) -> None:
        """Use an open connection."""
        self._connection = connection
        self._journal = journal
        self._clock = clock

    def add(self, document: Document, encoding: str, paragraphs: Iterable[Paragraph]) -> bool:
        """Keep a document, inside an action; False where the same text is there already."""
        details = document.details
        if self.details(details.id) is not None:
            return False
        now = self._clock()
        self._connection.insert(
            "documents",
            {
                "id": details.id,
                "sha256": details.sha256,
                "length": details.length,
                **_described(details),
                "source": details.source,
                "encoding": encoding,
                "licence": details.licence,
                "created_at": now,
                "updated_at": now,
            },
        )
        self._connection.insert("document_texts", {"document_id": details.id, "text": document.text})
        self._connection.raw.executemany(
            'INSERT INTO paragraphs (document_id, start, "end", number, prose) VALUES (?, ?, ?, ?, ?)',
            ((details.id, p.start, p.end, p.number, int(p.prose)) for p in paragraphs),
        )
        self._journal.event("import", target_id=details.id)
        return True

    def describe(self, details: DocumentDetails) -> None:
        """Keep other details of a document, inside an action; its text stays as it is."""
        before = self.details(details.id)
        self._connection.update("documents", details.id, {**_described(details), "updated_at": self._clock()})
        change = {"before": before and _described(before), "after": _described(details)}
        self._journal.event(
            "describe", target_id=details.id, details=json.dumps([change], ensure_ascii=False)
        )

    def former(self, details: DocumentDetails) -> list[DocumentDetails]:
        """Return what was known of a document before each correction, the first one first."""
        rows = self._connection.read(
            "SELECT changes FROM journal WHERE target_id = ? AND verb = 'describe' ORDER BY seq", details.id
        )
        return [_redescribed(details, json.loads(row["changes"])[0]["before"]) for row in rows]

    def all(self) -> list[DocumentDetails]:
        """Return the details of every document, by title and id."""
        rows = self._connection.read(f"SELECT {DETAILS} FROM documents ORDER BY title, id")
        return [details_of(row) for row in rows]

    def details(self, document_id: str) -> DocumentDetails | None:
        """Return the details of a document, or None."""
        row = self._connection.first(f"SELECT {DETAILS} FROM documents WHERE id = ?", document_id)
        return None if row is None else details_of(row)

    def get(self, document_id: str) -> Document | None:
        """Return a document with its text, or None."""
        details = self.details(document_id)
        row = self._connection.first("SELECT text FROM document_texts WHERE document_id = ?", document_id)
        return None if details is None or row is None else Document(details, row["text"])

    def paragraphs(self, document_id: str) -> list[Paragraph]:
        """Return the paragraphs of a document in reading order."""
        rows = self._connection.read(
            'SELECT start, "end", number, prose FROM paragraphs WHERE document_id = ? ORDER BY start',
            document_id,
        )
        return [Paragraph(row[0], row[1], row[2], bool(row[3])) for row in rows]


def details_of(row: Row) -> DocumentDetails:
    """Return the details in a row that holds the columns of DETAILS."""
    return DocumentDetails(
        id=row["d_id"],
        sha256=row["d_sha256"],
        title=row["d_title"],
        length=row["d_length"],
        kind=DocumentKind(row["d_kind"]),
        local_authority=row["d_local_authority"],
        event_start=_day(row["d_event_start"]),
        event_end=_day(row["d_event_end"]),
        framework=row["d_framework"],
        framework_assumed=bool(row["d_framework_assumed"]),
        source=row["d_source"],
        licence=row["d_licence"],
    )


def _described(details: DocumentDetails) -> dict[str, str | int | None]:
    """Return the columns that a user can correct."""
    return {
        "title": details.title,
        "kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": _written(details.event_start),
        "event_end": _written(details.event_end),
        "framework": details.framework,
        "framework_assumed": int(details.framework_assumed),
    }


def _redescribed(details: DocumentDetails, columns: dict[str, Any]) -> DocumentDetails:
    return replace(
        details,
        title=columns["title"],
        kind=DocumentKind(columns["kind"]),
        local_authority=columns["local_authority"],
        event_start=_day(columns["event_start"]),
        event_end=_day(columns["event_end"]),
        framework=columns["framework"],
        framework_assumed=bool(columns["framework_assumed"]),
    )


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

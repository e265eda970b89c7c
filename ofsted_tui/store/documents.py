"""Documents: their text, their details, the digest of both."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ofsted_tui.model.document import Document, DocumentDetails, DocumentKind, EventPart, SourceText
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.structure import Structure
from ofsted_tui.store.connection import Connection, Row, understood
from ofsted_tui.store.journal import Journal
from ofsted_tui.store.structures import Structures, structure_in

Columns = dict[str, str | int | None]
_DESCRIBED = (
    "title",
    "kind",
    "local_authority",
    "event_start",
    "event_end",
    "later_parts",
    "letter_date",
    "inspectors",
    "focus",
    "focus_area",
    "framework",
    "framework_assumed",
)
"""The columns that a user can correct."""
_COLUMNS = (
    "id",
    "sha256",
    "length",
    *_DESCRIBED,
    "source",
    "licence",
    "format",
    "file_sha256",
    "corrected",
    "replaces",
)
DETAILS = ", ".join(f"documents.{name} AS d_{name}" for name in _COLUMNS)
"""The columns of a document's details, under names that no other table has."""
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


@dataclass(eq=False)
class Documents:
    """The tables of documents: details, text, structure; methods that write are called inside an action."""

    _connection: Connection
    _journal: Journal
    _clock: Callable[[], str]
    structures: Structures

    def add(
        self, document: Document, structure: Structure, source: SourceText | None = None, reading: int = 0
    ) -> bool:
        """Keep a document, inside an action; False where the same text is there already.

        `reading` is the version of the reading that found the structure.
        """
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
                **_details_row(details),
                "source": details.source,
                "encoding": source.encoding if source else "UTF-8",
                "licence": details.licence,
                "format": details.format,
                "file_sha256": details.file_sha256,
                "reading": reading,
                "created_at": now,
                "updated_at": now,
            },
        )
        self._connection.insert("document_texts", _text_row(document, source))
        self.structures.put(details.id, structure)
        keep_digest(self._connection, details.id)
        self._journal.event("import", target_id=details.id)
        return True

    def read_again(self, details: DocumentDetails, structure: Structure, reading: int) -> None:
        """Keep what a newer reading found in a document, inside an action."""
        row = {**_details_row(details), "reading": reading}
        self._connection.update("documents", details.id, row)
        self.restructure(details.id, structure)

    def restructure(self, document_id: str, structure: Structure) -> None:
        """Keep another structure, inside an action; the journal keeps what places were called before."""
        former = json.dumps([self.structures.places(document_id)], ensure_ascii=False)
        self.structures.put(document_id, structure)
        keep_digest(self._connection, document_id)
        self._journal.event("read again", target_id=document_id, details=former)

    @understood("a document")
    def former_places(self, document_id: str) -> list[Structure]:
        """Return paragraphs and sections as they were before each change, the last first: for old exports."""
        rows = self._connection.read(
            "SELECT changes FROM journal WHERE target_id = ? AND verb = 'read again' ORDER BY seq DESC",
            document_id,
        )
        return [structure_in(json.loads(row["changes"])[0]) for row in rows]

    def last_change(self, document_id: str) -> int:
        """Return the number of the last journal entry about a document."""
        row = self._connection.first(
            "SELECT coalesce(max(seq), 0) AS seq FROM journal WHERE target_id = ?", document_id
        )
        return int(row["seq"]) if row else 0

    def digests(self) -> dict[str, str]:
        """Return the digest of each document: it changes with whatever is known of the document."""
        return {row["id"]: row["digest"] for row in self._connection.read("SELECT id, digest FROM documents")}

    def read_before(self, reading: int) -> list[str]:
        """Return the ids of the documents that an older reading has read."""
        rows = self._connection.read("SELECT id FROM documents WHERE reading < ? ORDER BY id", reading)
        return [row["id"] for row in rows]

    @understood("a document")
    def source(self, document_id: str) -> SourceText | None:
        """Return the text of a document with what its file told of it, or None."""
        row = self._connection.first(
            """
            SELECT text, format, encoding, pages, headings, lines_are_paragraphs, file_sha256
            FROM document_texts JOIN documents ON documents.id = document_id WHERE document_id = ?
            """,
            document_id,
        )
        if row is None:
            return None
        return SourceText(
            row["text"],
            row["format"],
            encoding=row["encoding"],
            lines_are_paragraphs=bool(row["lines_are_paragraphs"]),
            pages=tuple(json.loads(row["pages"])),
            headings=tuple((start, end, level) for start, end, level in json.loads(row["headings"])),
            file_sha256=row["file_sha256"],
        )

    def describe(self, details: DocumentDetails) -> None:
        """Keep other details of a document, inside an action; its text stays as it is."""
        before = self.details(details.id)
        row = {**_details_row(details), "updated_at": self._clock()}
        self._connection.update("documents", details.id, row)
        keep_digest(self._connection, details.id)
        change = {"before": before and described(before), "after": described(details)}
        self._journal.event(
            "describe", target_id=details.id, details=json.dumps([change], ensure_ascii=False)
        )

    def replace(self, document_id: str, former_id: str | None) -> None:
        """Note that a document is the new version of another, inside an action; None: of none.

        Raises StoreError where the two would replace each other.
        """
        seen = {document_id}
        before = self.details(former_id) if former_id else None
        while before is not None:
            if before.id in seen:
                raise StoreError("A document cannot replace itself, or a version that came after it.")
            seen.add(before.id)
            before = self.details(before.replaces) if before.replaces else None
        self._connection.update("documents", document_id, {"replaces": former_id})
        self._journal.event("replace", target_id=document_id, details=json.dumps({"replaces": former_id}))
        keep_digest(self._connection, document_id)

    @understood("a document")
    def replacing(self, document_id: str) -> list[DocumentDetails]:
        """Return the new versions of a document, the one that was imported last first."""
        rows = self._connection.read(
            f"SELECT {DETAILS} FROM documents WHERE replaces = ? ORDER BY created_at DESC, id", document_id
        )
        return [details_of(row) for row in rows]

    def replaced_in(self, session_id: str) -> frozenset[str]:
        """Return the ids of the documents of a session of which it holds a new version too."""
        rows = self._connection.read(
            """
            SELECT replaces FROM documents JOIN session_documents ON document_id = id
            WHERE session_id = ? AND replaces IS NOT NULL
            """,
            session_id,
        )
        return frozenset(row["replaces"] for row in rows)

    @understood("a document")
    def former(self, details: DocumentDetails) -> list[DocumentDetails]:
        """Return what was known of a document before each correction, the first one first."""
        rows = self._connection.read(
            "SELECT changes FROM journal WHERE target_id = ? AND verb = 'describe' ORDER BY seq", details.id
        )
        return [redescribed(details, json.loads(row["changes"])[0]["before"]) for row in rows]

    @understood("a document")
    def all(self) -> list[DocumentDetails]:
        """Return the details of every document, by title and id."""
        rows = self._connection.read(f"SELECT {DETAILS} FROM documents ORDER BY title, id")
        return [details_of(row) for row in rows]

    @understood("a document")
    def details(self, document_id: str) -> DocumentDetails | None:
        """Return the details of a document, or None."""
        row = self._connection.first(f"SELECT {DETAILS} FROM documents WHERE id = ?", document_id)
        return None if row is None else details_of(row)

    def get(self, document_id: str) -> Document | None:
        """Return a document with its text, or None."""
        details = self.details(document_id)
        row = self._connection.first("SELECT text FROM document_texts WHERE document_id = ?", document_id)
        if details is None or row is None:
            return None
        if len(row["text"]) != details.length:
            raise StoreError("The text of a document is not as it was imported; open a backup with --db.")
        return Document(details, row["text"])

    @understood("a document")
    def pages(self, document_id: str) -> tuple[int, ...]:
        """Return the offset at which each page of a document begins; empty where pages are not known."""
        sql = "SELECT pages FROM document_texts WHERE document_id = ?"
        row = self._connection.first(sql, document_id)
        found = json.loads(row["pages"]) if row else ()
        if not all(type(one) is int for one in found):
            raise ValueError
        return tuple(found)


def _text_row(document: Document, source: SourceText | None) -> dict[str, str | int]:
    return {
        "document_id": document.id,
        "text": document.text,
        "pages": json.dumps(source.pages if source else []),
        "headings": json.dumps(source.headings if source else []),
        "lines_are_paragraphs": int(source.lines_are_paragraphs) if source else 0,
    }


def details_of(row: Row) -> DocumentDetails:
    """Return the details in a row that holds the columns of DETAILS."""
    return DocumentDetails(
        id=row["d_id"],
        sha256=row["d_sha256"],
        length=row["d_length"],
        source=row["d_source"],
        licence=row["d_licence"],
        format=row["d_format"],
        file_sha256=row["d_file_sha256"],
        corrected=frozenset(row["d_corrected"].split()),
        replaces=row["d_replaces"],
        **_facts({name: row[f"d_{name}"] for name in _DESCRIBED}),
    )


def described(details: DocumentDetails) -> Columns:
    """Return the columns that a user can correct."""
    return {
        "title": details.title,
        "kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": _written(details.event_start),
        "event_end": _written(details.event_end),
        "later_parts": " ".join(f"{part.start}/{part.end}" for part in details.later_parts),
        "letter_date": _written(details.letter_date),
        "inspectors": json.dumps(details.inspectors, ensure_ascii=False),
        "focus": details.focus,
        "focus_area": details.focus_area,
        "framework": details.framework,
        "framework_assumed": int(details.framework_assumed),
    }


def _details_row(details: DocumentDetails) -> Columns:
    """Return the columns that a user can correct, with the names of those that were."""
    return {**described(details), "corrected": " ".join(sorted(details.corrected))}


def redescribed(details: DocumentDetails, columns: dict[str, Any]) -> DocumentDetails:
    """Return the details as these columns have them; a column that is not among them is left."""
    return replace(details, **_facts({**described(details), **columns}))


def _facts(columns: dict[str, Any]) -> dict[str, Any]:
    """Return what these columns say, by the names of the details."""
    return {
        "title": columns["title"],
        "kind": DocumentKind(columns["kind"]),
        "local_authority": columns["local_authority"],
        "event_start": _day(columns["event_start"]),
        "event_end": _day(columns["event_end"]),
        "later_parts": tuple(_part(words) for words in columns["later_parts"].split()),
        "letter_date": _day(columns["letter_date"]),
        "inspectors": _names(columns["inspectors"]),
        "focus": columns["focus"],
        "focus_area": columns["focus_area"],
        "framework": columns["framework"],
        "framework_assumed": bool(columns["framework_assumed"]),
    }


def _names(words: str) -> tuple[str, ...]:
    names = json.loads(words)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError
    return tuple(names)


def _part(words: str) -> EventPart:
    start, _, end = words.partition("/")
    return EventPart(date.fromisoformat(start), date.fromisoformat(end))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


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


def _lines(connection: Connection, document_id: str) -> Iterator[str]:
    for sql in (_DOCUMENT, *_STRUCTURE):
        yield "\n"
        for row in connection.read(sql, document_id):
            yield json.dumps(list(row), ensure_ascii=False) + "\n"

"""What a check of a database can find: in the file, in documents, in words."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ofsted_tui.model.document import document_id, text_sha256
from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.store.connection import NONSENSE, Connection, Row, was_stopped
from ofsted_tui.store.documents import digest_of
from ofsted_tui.store.schema import SchemaObject, objects_in

KEPT_FINDINGS = 1000
"""How many findings are kept; of the others only their number is known."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    what: str
    """In words, such as `the quote differs from the text`."""
    where: str
    """Such as `annotation 7c0e...`."""


@dataclass(slots=True)
class Counts:
    """How much was looked at."""

    documents: int = 0
    annotations: int = 0
    """Live ones."""
    read_marks: int = 0
    """Live ones."""
    entries: int = 0
    """Of the journal."""
    former_states: int = 0
    """Of annotations, in the journal."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check has found, and how much it has looked at."""

    findings: tuple[Finding, ...]
    """KEPT_FINDINGS at most."""
    more: int
    """The number of findings that were not kept."""
    version: int
    """The version of the file; 0 where it could not be read."""
    counts: Counts

    @property
    def ok(self) -> bool:
        """Whether all is as it should be."""
        return not self.findings


@dataclass(slots=True)
class Findings:
    """The findings so far: KEPT_FINDINGS at most, and the number of the others."""

    kept: list[Finding] = field(default_factory=list)
    more: int = 0

    def add(self, what: str, where: str) -> None:
        """Note one finding."""
        if len(self.kept) < KEPT_FINDINGS:
            self.kept.append(Finding(what, where))
        else:
            self.more += 1

    @contextmanager
    def unreadable(self, where: str) -> Iterator[None]:
        """Note what cannot be read inside, and go on; raise StoreBusyError, and what was stopped."""
        try:
            yield
        except StoreBusyError:
            raise
        except StoreError as error:
            if was_stopped(error):
                raise
            cause = error.__cause__
            self.add(f"cannot be read: {_error_text(cause or error)}", where)
        except (sqlite3.Error, *NONSENSE) as error:
            if was_stopped(error):
                raise
            # Whatever stands there in place of what was written: no number, no JSON, no text.
            self.add(f"cannot be read: {_error_text(error)}", where)


def _error_text(error: BaseException) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "it is no JSON"
    return str(error) or type(error).__name__


_FILE = "the file"


def check_schema(connection: Connection, version: int, findings: Findings) -> bool:
    """Compare what the file is made of with what this version of it is made of.

    False where its tables are not this program's: then nothing may be read from them.
    """
    from ofsted_tui.store.migrations import expected_objects

    with findings.unreadable(_FILE):
        found, expected = objects_in(connection.raw), expected_objects(version)
        for difference in _differences(found, expected):
            findings.add(difference, _FILE)
        if all(one in found for one in expected if one[0] == "table"):
            return True
        findings.add("is not looked at further, as its tables are not those of this program", _FILE)
    return False


def _differences(found: set[SchemaObject], expected: set[SchemaObject]) -> Iterator[str]:
    """Yield what is missing, strange or different, in words."""
    there, known = _by_name(found), _by_name(expected)
    for kind, name in sorted(there.keys() | known.keys()):
        if (kind, name) not in there:
            yield f"the {kind} {name} is missing"
        elif (kind, name) not in known:
            yield f"the {kind} {name} is none of this program's"
        elif there[kind, name] != known[kind, name]:
            yield f"the {kind} {name} is not as this program makes it"


def _by_name(objects: set[SchemaObject]) -> dict[tuple[str, str], SchemaObject]:
    """Return the objects by type and name, without the indexes that SQLite makes for a table by itself."""
    return {one[:2]: one for one in objects if one[3] or one[0] != "index"}


def check_pages(connection: Connection, findings: Findings) -> None:
    """Have SQLite look at every page, index and constraint."""
    with findings.unreadable(_FILE):
        for (said,) in connection.raw.execute("PRAGMA integrity_check"):
            if said != "ok":
                findings.add(f"SQLite says: {' '.join(said.split())}", _FILE)


def check_references(connection: Connection, findings: Findings) -> None:
    """Find rows that refer to rows that are missing."""
    with findings.unreadable(_FILE):
        for table, row, other, _ in connection.raw.execute("PRAGMA foreign_key_check"):
            where = f"table {table}" if row is None else f"table {table}, row {row}"
            findings.add(f"refers to a row of {other} that is missing", where)


def check_names(connection: Connection, findings: Findings) -> None:
    """Find sessions and reviewers without a name."""
    for table, word in (("sessions", "session"), ("reviewers", "reviewer")):
        with findings.unreadable(f"table {table}"):
            for row in connection.iterate(f"SELECT id FROM {table} WHERE trim(name) = ''"):
                findings.add("has no name", f"{word} {row['id']}")


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


def check_document(connection: Connection, document: str, findings: Findings, counts: Counts) -> None:
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
    with findings.unreadable(where):
        _check_digest(connection, document, findings)
    with findings.unreadable(f"annotations of {where}"):
        for row in connection.iterate(_LIVE, document=document):
            counts.annotations += 1
            if text is not None:
                check_anchor(text, row, f"annotation {row['id']}", findings)
    if text is not None:
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

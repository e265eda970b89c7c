"""A document's details as columns, and columns as details."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from ofsted_tui.model.document import DocumentDetails, DocumentKind, EventPart
from ofsted_tui.store.connection import Row

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

Columns = dict[str, str | int | None]


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


def redescribed(details: DocumentDetails, columns: dict[str, Any]) -> DocumentDetails:
    """Return the details as these columns have them; a column that an older version did not have is left."""
    return replace(details, **_facts({**described(details), **columns}))


def _names(words: str) -> tuple[str, ...]:
    names = json.loads(words)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError
    return tuple(names)


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


def _part(words: str) -> EventPart:
    start, _, end = words.partition("/")
    return EventPart(date.fromisoformat(start), date.fromisoformat(end))


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

"""The chain through the journal: each entry's hash covers the entry and the hash before it.

A changed bit, a changed word, an entry that was taken out or put in breaks the chain from there on.
"""

import json
from collections.abc import Sequence

from ofsted_tui.store.connection import Connection

SEALED = (
    "seq",
    "id",
    "at",
    "session_id",
    "reviewer_id",
    "document_id",
    "verb",
    "kind",
    "target_id",
    "reverses",
    "changes",
    "undo_head",
    "redo_head",
    "below",
)
"""The columns of an entry that its hash covers, in this order."""

FIRST = ""
"""What stands for the hash before the first entry."""


def seal(former: str, values: Sequence[object]) -> str:
    """Return the hash (SHA-256, hexadecimal) of an entry with these values after the hash `former`."""
    from hashlib import sha256

    written = json.dumps([former, *values], ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def chain_fault(connection: Connection) -> int | None:
    """Return the number of the first entry that does not follow from those before it; None where all do."""
    former = FIRST
    rows = connection.iterate(f"SELECT {', '.join(SEALED)}, hash FROM journal ORDER BY seq")
    for expected, row in enumerate(rows, start=1):
        *values, found = tuple(row)
        former = seal(former, values)
        if row["seq"] != expected or found != former:
            return int(row["seq"])
    return None

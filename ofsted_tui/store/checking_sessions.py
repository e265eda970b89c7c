"""Whether the sessions are as the journal says they were made, named, filled, deleted and restored."""

import json
from dataclasses import dataclass

from ofsted_tui.store.checking_findings import Findings
from ofsted_tui.store.connection import Connection

_EVENTS = """
    SELECT session_id, verb, changes FROM journal
    WHERE kind = 'event' AND verb IN
        ('create session', 'rename session', 'delete session', 'restore session', 'add document')
    ORDER BY seq
"""
_SESSIONS = """
    SELECT sessions.id, sessions.name, reviewers.name AS reviewer, removed_at FROM sessions
    LEFT JOIN reviewers ON reviewers.id = reviewer_id ORDER BY sessions.id
"""


@dataclass(slots=True)
class _Expected:
    """A session as the journal has it; what an older program did not write down is None."""

    name: str | None = None
    reviewer: str | None = None
    documents: set[str] | None = None
    is_removed: bool = False


def check_sessions(connection: Connection, findings: Findings) -> None:
    """Check every session against the journal's entries about it."""
    expected: dict[str, _Expected] = {}
    with findings.unreadable("sessions in the journal"):
        for row in connection.iterate(_EVENTS):
            _take(
                expected.setdefault(row["session_id"], _Expected()), row["verb"], json.loads(row["changes"])
            )
    with findings.unreadable("sessions"):
        for row in connection.iterate(_SESSIONS):
            one = expected.pop(row["id"], None)
            where = f"session {row['id']}"
            if one is None:
                findings.add("the journal does not know it", where)
                continue
            for what, is_so in _compared(connection, one, row["id"], dict(row)):
                if not is_so:
                    findings.add(f"its {what} is not what the journal says", where)
    for session_id in expected:
        findings.add("it is in the journal, but not there", f"session {session_id}")


def _take(one: _Expected, verb: str, details: object) -> None:
    """Bring a session up to an event; `details` is a list for events that hold none."""
    told = details if isinstance(details, dict) else {}
    if verb == "create session" and told:
        one.name, one.reviewer, one.documents = told["name"], told["reviewer"], set(told["documents"])
    elif verb == "rename session":
        one.name = told["to"]
    elif verb == "add document":
        if not told:
            one.documents = None
        elif one.documents is not None:
            one.documents.add(told["document"])
    elif verb in ("delete session", "restore session"):
        one.is_removed = verb == "delete session"


def _compared(
    connection: Connection, one: _Expected, session_id: str, row: dict[str, object]
) -> list[tuple[str, bool]]:
    rows = connection.read("SELECT document_id FROM session_documents WHERE session_id = ?", session_id)
    documents = {found["document_id"] for found in rows}
    return [
        ("name", one.name in (None, row["name"])),
        ("reviewer", one.reviewer in (None, row["reviewer"])),
        ("list of documents", one.documents in (None, documents)),
        ("deletion", one.is_removed == (row["removed_at"] is not None)),
    ]

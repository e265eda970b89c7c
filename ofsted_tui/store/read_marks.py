"""Paragraphs that a reviewer has read with nothing to tag, and the share of a session accounted for."""

from ofsted_tui.model.accounting import Share
from ofsted_tui.model.passage import Passage
from ofsted_tui.store.changes import State
from ofsted_tui.store.connection import Connection

_REPLACED = """
    SELECT documents.replaces FROM documents
    JOIN session_documents AS held ON held.document_id = documents.id
    WHERE held.session_id = :session AND documents.replaces IS NOT NULL
"""


class ReadMarks:
    """Read marks as they stand; written by way of the journal."""

    def __init__(self, connection: Connection) -> None:
        """Use an open connection."""
        self._connection = connection

    def of(self, session_id: str, document_id: str) -> dict[Passage, State]:
        """Return the marked passages of one document in one session, each with its whole row."""
        rows = self._connection.read(
            "SELECT * FROM read_marks WHERE session_id = ? AND document_id = ? AND removed_at IS NULL",
            session_id,
            document_id,
        )
        return {Passage(row["start"], row["end"]): dict(row) for row in rows}

    def touched(self, session_id: str, document_id: str) -> list[Passage]:
        """Return the passages of one document that are tagged or marked read in one session."""
        rows = self._connection.read(
            """
            SELECT start, "end" FROM annotations
            WHERE session_id = :session AND document_id = :document AND removed_at IS NULL
            UNION
            SELECT start, "end" FROM read_marks
            WHERE session_id = :session AND document_id = :document AND removed_at IS NULL
            """,
            session=session_id,
            document=document_id,
        )
        return [Passage(row["start"], row["end"]) for row in rows]

    def share(self, session_id: str) -> Share:
        """Return the share of the session's documents that is accounted for."""
        shares = [self.share_in(session_id, one) for one in self.counted(session_id)]
        return Share(sum(one.accounted for one in shares), sum(one.total for one in shares))

    def counted(self, session_id: str) -> list[str]:
        """Return the documents of a session that count.

        A former version does not count in a session that holds the new one.
        """
        rows = self._connection.read(
            "SELECT document_id FROM session_documents WHERE session_id = :session"
            f" AND document_id NOT IN ({_REPLACED})",
            session=session_id,
        )
        return [row["document_id"] for row in rows]

    def share_in(self, session_id: str, document_id: str) -> Share:
        """Return the share of one document that is accounted for in a session."""
        row = self._connection.first(
            """
            WITH touched AS (
                SELECT start, "end" FROM annotations
                WHERE session_id = :session AND document_id = :document AND removed_at IS NULL
                UNION ALL
                SELECT start, "end" FROM read_marks
                WHERE session_id = :session AND document_id = :document AND removed_at IS NULL
            )
            SELECT (SELECT count(*) FROM paragraphs WHERE document_id = :document AND prose) AS total,
                (SELECT count(DISTINCT paragraphs.start)
                    FROM touched JOIN paragraphs ON paragraphs.document_id = :document
                        AND paragraphs.start < touched."end"
                        AND paragraphs.start >= coalesce(
                            (SELECT max(start) FROM paragraphs
                                WHERE document_id = :document AND start <= touched.start), 0)
                    WHERE paragraphs.prose AND paragraphs."end" > touched.start) AS accounted
            """,
            session=session_id,
            document=document_id,
        )
        return Share(row["accounted"], row["total"]) if row else Share(0, 0)

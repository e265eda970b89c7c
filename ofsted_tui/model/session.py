"""A saved review: who, which documents, and where they stopped."""

from dataclasses import dataclass

from ofsted_tui.model.cursor import Cursor


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person who tags."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Session:
    """A saved review of some documents by one reviewer."""

    id: str
    name: str
    reviewer: Reviewer
    document_ids: tuple[str, ...]
    """The documents of the session, in the order in which they were added."""
    current_document_id: str | None
    """The document that was open last."""
    pane: str
    """The pane that had the focus: "document" or "annotations"."""
    created_at: str
    opened_at: str
    signed_off_at: str | None = None
    """When the session was signed off; None where it was not, or where something was changed since."""


@dataclass(frozen=True, slots=True)
class ReadingPosition:
    """Where a session stands in one of its documents."""

    cursor: Cursor
    top: int
    """The offset of the first character of the topmost row on the screen."""

"""A saved review: whose it is, which documents, and where they stopped."""

from dataclasses import dataclass
from enum import StrEnum

from ofsted_tui.model.passage import Passage


class Unit(StrEnum):
    """What one step of the cursor covers."""

    WORD = "word"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The moving end of the passage, and the end that stays where one is anchored."""

    head: Passage
    """The unit that the cursor is on."""
    anchor: Passage | None = None
    """The unit where extending began; None while nothing is extended."""
    unit: Unit = Unit.SENTENCE
    held: bool = False
    """True where every move extends, until the anchor is dropped."""

    @property
    def passage(self) -> Passage:
        """The passage that a tag would take: from the anchor to the head, both included."""
        return self.head if self.anchor is None else self.anchor.joined(self.head)


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

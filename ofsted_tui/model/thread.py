"""A thread: a point followed through the documents of an authority, and what each says of it."""

from dataclasses import dataclass
from enum import StrEnum

from ofsted_tui.model.passage import Passage


class ThreadStatus(StrEnum):
    """What a document says of the point, as the reviewer reads it."""

    RAISED = "raised"
    REPEATED = "repeated"
    IMPROVING = "improving"
    CLOSED = "closed"
    NOT_MENTIONED = "not_mentioned"

    @property
    def label(self) -> str:
        """The status in words."""
        return self.value.replace("_", " ")


class Relation(StrEnum):
    """How a passage stands to another one of the same thread."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    OVERSTATES = "overstates"
    OMITS = "omits"


@dataclass(frozen=True, slots=True)
class ThreadPassage:
    """One place of a thread: a passage of a document, or a document that says nothing of the point."""

    id: str
    thread_id: str
    document_id: str
    start: int | None
    end: int | None
    """Both None where the document does not mention the point."""
    quote: str
    """Exactly `text[start:end]`; empty where there is no passage."""
    prefix: str
    suffix: str
    reviewer: str
    created_at: str
    updated_at: str
    status: ThreadStatus | None = None
    relation: Relation | None = None
    related_id: str = ""
    """The id of the place of the same thread that the relation points to; empty where there is none."""
    note: str = ""

    @property
    def passage(self) -> Passage | None:
        """The span; None where the document does not mention the point."""
        return None if self.start is None or self.end is None else Passage(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Thread:
    """A point and the places that take it up."""

    id: str
    session_id: str
    title: str
    area: str
    """The code of the judgement area that the point belongs to; empty where none is known."""
    topic: str
    """The code of its topic; empty where none is set."""
    reviewer: str
    created_at: str
    updated_at: str
    note: str = ""
    passages: tuple[ThreadPassage, ...] = ()
    """In the order in which they were linked: the first one began the thread."""

    def passage_of(self, passage_id: str) -> ThreadPassage | None:
        """Return the place with this id, or None."""
        return next((one for one in self.passages if one.id == passage_id), None)

    def at(self, document_id: str, passage: Passage) -> ThreadPassage | None:
        """Return the place with exactly this passage of a document, or None."""
        found = (one for one in self.passages if one.document_id == document_id and one.passage == passage)
        return next(found, None)

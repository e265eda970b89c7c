"""An annotation: a passage tagged with a judgement area."""

from dataclasses import dataclass
from enum import StrEnum

from ofsted_tui.model.passage import Passage

CONTEXT = 32
"""How many characters either side of the quote are kept, as Hypothesis does."""


class Direction(StrEnum):
    """What the passage says of the practice it describes."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"
    NEUTRAL = "neutral"
    CLAIM = "claim"
    """The authority's or a third party's own statement: not a finding."""

    @property
    def sign(self) -> str:
        """One character for lists and gutters."""
        return {"strength": "+", "improvement": "-", "neutral": "=", "claim": "~"}[self.value]

    @property
    def label(self) -> str:
        """The direction in words."""
        return "needs improvement" if self is Direction.IMPROVEMENT else self.value


@dataclass(frozen=True, slots=True)
class Annotation:
    """A passage of one document, tagged by one reviewer with one judgement area."""

    id: str
    session_id: str
    document_id: str
    start: int
    end: int
    quote: str
    """Exactly `text[start:end]`."""
    prefix: str
    suffix: str
    area: str
    """The code of the judgement area."""
    reviewer: str
    """The reviewer's name."""
    created_at: str
    updated_at: str
    topic: str = ""
    """The code of the topic; empty where none is set."""
    direction: Direction | None = None
    quantifier: str = ""
    note: str = ""

    @property
    def passage(self) -> Passage:
        """The annotated span."""
        return Passage(self.start, self.end)

    @property
    def reading_order(self) -> tuple[int, int, str, str]:
        """A key that sorts annotations of one document as they are read."""
        return self.start, self.end, self.area, self.id

"""The cursor: where the reviewer is in a document, and the passage that is chosen."""

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

"""Where a passage of one version of a document stands in another version."""

from dataclasses import dataclass
from enum import StrEnum

from ofsted_tui.model.passage import Passage


class PlacementState(StrEnum):
    """What became of a passage in the other version."""

    SAME = "same"
    """Word for word there, between the same neighbours."""
    MOVED = "moved"
    """Word for word there, in another place of the document."""
    REWORDED = "reworded"
    """There in other words, or not certain: a reviewer has to look."""
    GONE = "gone"
    """Less than half of its words are there."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one passage belongs in the other version."""

    state: PlacementState
    passage: Passage | None
    """The span in the other version's text; None where it is gone."""
    agreement: float
    """The share of the passage's words that stand there, from 0 to 1."""
    doubt: str = ""
    """Why a reviewer has to look although the words agree, in a few words; empty where nobody has to."""

    @property
    def is_certain(self) -> bool:
        """Tell whether it may be accepted together with others, without a look at each."""
        return self.state in (PlacementState.SAME, PlacementState.MOVED) and not self.doubt


class Decision(StrEnum):
    """What a reviewer decided of a placement."""

    ACCEPTED = "accepted"
    """The annotation now stands where the program placed it."""
    REDRAWN = "redrawn"
    """The annotation now stands where the reviewer placed it."""
    LEFT = "left"
    """The annotation stays with the former version."""

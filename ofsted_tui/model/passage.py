"""A passage of a text; page breaks within paragraphs; where a passage stands in another version."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Any span of a document, as Python str offsets, half open: `text[start:end]`."""

    start: int
    end: int

    def __len__(self) -> int:
        """Count the characters of the passage."""
        return self.end - self.start

    def overlaps(self, other: "Passage") -> bool:
        """Tell whether the two passages share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, offset: int) -> bool:
        """Tell whether the character at `offset` lies in the passage."""
        return self.start <= offset < self.end

    def joined(self, other: "Passage") -> "Passage":
        """Return the smallest passage that covers both."""
        return Passage(min(self.start, other.start), max(self.end, other.end))


FILLER = "\u034f"
"""Combining grapheme joiner: it takes no cell and joins the character before it."""


class Cuts:
    """The page breaks within paragraphs of one text; every look-up is logarithmic."""

    def __init__(self, cuts: Sequence[Passage] = ()) -> None:
        """Take spans of white space, half open, that do not overlap."""
        self._cuts = sorted(cuts, key=lambda cut: cut.start)
        self._ends = [cut.end for cut in self._cuts]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._cuts)

    def quote(self, text: str, passage: Passage, shift: int = 0) -> str:
        """Return the text of the passage with one space for each cut, none after a hyphen.

        `text` may be an extract that begins at the offset `shift` of the whole text.
        """
        parts: list[str] = []
        start = passage.start
        for cut in self._cuts[bisect_left(self._ends, passage.start + 1) :]:
            if cut.start >= passage.end:
                break
            before = text[start - shift : max(start, cut.start) - shift]
            parts.append(before)
            if start < cut.start and cut.end < passage.end and not _is_open(before):
                parts.append(" ")
            start = cut.end
        parts.append(text[start - shift : max(start, passage.end) - shift])
        return "".join(parts)

    def drawn(self, text: str) -> str:
        """Return the text as it is shown: of the same length, each cut one space wide.

        All characters of a cut but the last become fillers that take no room, so offsets stay offsets.
        """
        parts: list[str] = []
        start = 0
        for cut in self._cuts:
            before = text[start : cut.start]
            last = FILLER if _is_open(before[-2:]) else " "
            parts += [before, FILLER * (cut.end - cut.start - 1), last]
            start = cut.end
        parts.append(text[start:])
        return "".join(parts) if self._cuts else text


def _is_open(before: str) -> bool:
    """Tell whether the text ends with a hyphen within a word."""
    return before.endswith(("-", "\u2010", "\u2011")) and before[-2:-1].isalnum()


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

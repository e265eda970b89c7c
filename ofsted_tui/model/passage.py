"""A span of a document's text."""

from dataclasses import dataclass


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

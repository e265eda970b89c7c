"""The sections of a document, and the grades that they are given."""

from dataclasses import dataclass
from enum import StrEnum

from ofsted_tui.model.passage import Passage


class Grade(StrEnum):
    """The four grades, under Ofsted's exact labels, the best first."""

    OUTSTANDING = "Outstanding"
    GOOD = "Good"
    REQUIRES_IMPROVEMENT = "Requires improvement to be good"
    INADEQUATE = "Inadequate"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it until the next heading."""

    start: int
    end: int
    """`start` and `end` are those of the heading."""
    title: str
    """The heading without the grade."""
    until: int
    """Where the text under the heading ends."""
    area: str = ""
    """The code of the judgement area; empty where the section belongs to none."""
    grade: Grade | None = None

    @property
    def passage(self) -> Passage:
        """The heading's span."""
        return Passage(self.start, self.end)

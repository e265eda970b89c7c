"""A paragraph of a document."""

from dataclasses import dataclass

from ofsted_tui.model.passage import Passage


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of text that reads as one paragraph, without the white space around it."""

    start: int
    end: int
    number: int | None = None
    """The number printed before it; None where it has none."""
    prose: bool = True
    """False for headings, addresses and other lines too short to carry a finding."""

    @property
    def passage(self) -> Passage:
        """The paragraph's span."""
        return Passage(self.start, self.end)

"""The structure of a document: its facts, sections with their grades, judgements, improvement points."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ofsted_tui.model.document import DocumentKind, EventPart
from ofsted_tui.model.paragraph import Paragraph, Role
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself; empty or None where it does not say it."""

    kind: DocumentKind | None = None
    title: str = ""
    local_authority: str = ""
    event_parts: tuple[EventPart, ...] = ()
    letter_date: date | None = None
    inspectors: tuple[str, ...] = ()
    """Names without titles, the lead inspector first."""
    focus: str = ""
    """What a visit looked at, in the letter's own words."""
    focus_area: str = ""
    """The code of the one judgement area that the focus names; empty where it names none or several."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of the judgement table."""

    area: str
    """The code of the judgement area."""
    grade: Grade
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EarlierMention:
    """A sentence about an earlier inspection."""

    start: int
    end: int
    year: int | None
    """The year of the earlier inspection where the sentence names it."""


@dataclass(frozen=True, slots=True)
class ImprovementPoint:
    """One entry under "What needs to improve"."""

    start: int
    end: int
    reference: str = ""
    """Its reference to the national framework, as "outcome 4"; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Structure:
    """All that reading finds in one text."""

    facts: Facts = Facts()
    judgements: tuple[Judgement, ...] = ()
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    improvement_points: tuple[ImprovementPoint, ...] = ()
    earlier_mentions: tuple[EarlierMention, ...] = ()

    def of_role(self, *roles: Role) -> list[Paragraph]:
        """Return the paragraphs of these roles in reading order."""
        return [paragraph for paragraph in self.paragraphs if paragraph.role in roles]

"""A paragraph of a document."""

from dataclasses import dataclass
from enum import StrEnum

from ofsted_tui.model.passage import Passage


class Role(StrEnum):
    """What a paragraph is in its document."""

    TITLE = "title"
    HEADING = "heading"
    DETAIL = "detail"
    """Addresses, dates, names: what stands around the text."""
    GRADE = "grade"
    """A row of the judgement table."""
    SCOPE = "scope"
    """What the inspectors looked at, and how."""
    SUMMARY = "summary"
    """Findings before the sections: the unnumbered summary, an overview, headline findings."""
    FINDING = "finding"
    IMPROVEMENT = "improvement"
    """An improvement point: one entry under "What needs to improve"."""
    CLAIM = "claim"
    """What the authority or the press says: no finding."""
    TEXT = "text"
    """Running text of a document whose build is not known."""
    FOOTNOTE = "footnote"
    BOILERPLATE = "boilerplate"
    """Words that stand in every document of the kind."""


CARRYING_FINDINGS = frozenset({Role.SUMMARY, Role.FINDING, Role.IMPROVEMENT, Role.CLAIM, Role.TEXT})
"""The roles that a reviewer has to account for."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of text that reads as one paragraph, without the white space around it."""

    start: int
    end: int
    number: int | None = None
    """The number printed before it; None where it has none."""
    role: Role = Role.TEXT
    page: int | None = None
    """The page of the printed document on which it begins, from 1; None where pages are not known."""
    section: int | None = None
    """The position of its section among the document's sections; None before the first one."""
    cuts: tuple[Passage, ...] = ()
    """The white space within it that a page break has put there: shown and quoted as one space."""

    @property
    def passage(self) -> Passage:
        """The paragraph's span."""
        return Passage(self.start, self.end)

    @property
    def carries_findings(self) -> bool:
        """Whether a reviewer has to account for it."""
        return self.role in CARRYING_FINDINGS

"""Counts of findings, by direction, and of claims, kept apart."""

from typing import NamedTuple

from ofsted_tui.model.annotation import Direction


class Tally(NamedTuple):
    """Annotations counted by direction; claims of the authority or the press are never findings."""

    strengths: int = 0
    improvements: int = 0
    neutral: int = 0
    undirected: int = 0
    """Findings of which no direction is set."""
    claims: int = 0

    @property
    def total(self) -> int:
        """The number of annotations, which is the number of their rows in an export."""
        return sum(self)

    @property
    def findings(self) -> int:
        """The number of annotations that are not claims."""
        return self.total - self.claims

    def plus(self, other: "Tally") -> "Tally":
        """Return the sum of both."""
        return Tally(*map(int.__add__, self, other))


def tally_of(direction: Direction | None, number: int, *, is_claim: bool) -> Tally:
    """Count `number` annotations of one direction; `is_claim`: all the document says is claimed.

    In the letter of an annual conversation and in the news everything is a claim, whatever direction a
    reviewer has set: the letter repeats what the authority says of itself.
    """
    if is_claim or direction is Direction.CLAIM:
        return Tally(claims=number)
    if direction is Direction.STRENGTH:
        return Tally(strengths=number)
    if direction is Direction.IMPROVEMENT:
        return Tally(improvements=number)
    return Tally(neutral=number) if direction is Direction.NEUTRAL else Tally(undirected=number)

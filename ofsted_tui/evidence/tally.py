"""How many findings and claims a set of annotations holds, kept apart."""

from typing import NamedTuple

from ofsted_tui.model.annotation import Direction


class Tally(NamedTuple):
    """Annotations by what they say; claims of the authority or the press are never among the findings."""

    strengths: int = 0
    improvements: int = 0
    neutral: int = 0
    undirected: int = 0
    """Findings of which no direction is set."""
    claims: int = 0

    @property
    def total(self) -> int:
        """The number of annotations: the rows that an export has of them."""
        return sum(self)

    @property
    def findings(self) -> int:
        """The number that is no claim."""
        return self.total - self.claims

    def plus(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(*map(int.__add__, self, other))


def tally_of(direction: Direction | None, number: int, *, is_claim: bool) -> Tally:
    """Return so many annotations of one direction; `is_claim`: the whole document holds claims.

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

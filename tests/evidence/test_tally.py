"""Findings and claims are counted apart."""

import pytest

from ofsted_tui.evidence.matrix import Tally, tally_of
from ofsted_tui.model.annotation import Direction


@pytest.mark.parametrize(
    ("direction", "tally"),
    [
        (Direction.STRENGTH, Tally(strengths=3)),
        (Direction.IMPROVEMENT, Tally(improvements=3)),
        (Direction.NEUTRAL, Tally(neutral=3)),
        (None, Tally(undirected=3)),
        (Direction.CLAIM, Tally(claims=3)),
    ],
)
def test_each_direction_has_its_count(direction, tally):
    assert tally_of(direction, 3, is_claim=False) == tally
    assert tally.total == 3


@pytest.mark.parametrize("direction", [*Direction, None])
def test_what_a_document_of_claims_says_is_never_a_finding(direction):
    found = tally_of(direction, 2, is_claim=True)
    assert (found.claims, found.findings) == (2, 0)


def test_tallies_are_added():
    assert Tally(1, 2, 3, 4, 5).plus(Tally(1, 1, 1, 1, 1)) == Tally(2, 3, 4, 5, 6)
    assert Tally(1, 2, 3, 4, 5).findings == 10

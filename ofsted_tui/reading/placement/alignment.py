"""Align the words of two versions of a text.

Runs of words that are unique in both texts are anchors (Bram Cohen's patience diff); difflib compares what
lies between them. Nothing here costs more than the texts are long: a gap that is too large for a comparison
stays without one, and what stood in it counts as not aligned.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from ofsted_tui.model.longest_series import longest_in_order

_RUN = 4
"""Words of an anchor."""
_MOST = 40_000
"""The largest gap that is compared: words of one side times words of the other."""
_ALL = 5_000_000
"""What the comparisons of all gaps may come to; then only the ends of a gap are compared."""
_SAMPLED = 400_000
"""Words of a text from which on only some runs serve as anchors, for the memory that all would take."""


def aligned(former: Sequence[int], later: Sequence[int]) -> list[int]:
    """Return for each word of `former` the index of its counterpart in `later`, -1 where there is none."""
    found = [-1] * len(former)
    a = b = 0
    left = _ALL
    for start_a, start_b in [*_in_order(_anchors(former, later)), (len(former), len(later))]:
        if start_a < a or start_b < b:
            continue
        left -= _compare(former, later, (a, start_a), (b, start_b), found, min(left, _MOST))
        a, b = start_a, start_b
        while a < len(former) and b < len(later) and former[a] == later[b]:
            found[a] = b
            a, b = a + 1, b + 1
    return found


def _anchors(former: Sequence[int], later: Sequence[int]) -> list[tuple[int, int]]:
    """Return the places of the runs that are unique in both, in the order of `former`."""
    one, other = _unique_runs(former), _unique_runs(later)
    return [(place, other[run]) for run, place in one.items() if run in other]


def _unique_runs(words: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    often: set[int] = set()
    is_sampled = len(words) > _SAMPLED
    for place in range(len(words) - _RUN + 1):
        run = hash(tuple(words[place : place + _RUN]))
        if is_sampled and run % 8:
            continue
        if run in found:
            often.add(run)
        else:
            found[run] = place
    return {run: place for run, place in found.items() if run not in often}


def _in_order(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest increasing subsequence of anchors: those in the same order in both texts."""
    return [anchors[index] for index in longest_in_order([place for _, place in anchors])]


def _compare(
    former: Sequence[int],
    later: Sequence[int],
    span_a: tuple[int, int],
    span_b: tuple[int, int],
    found: list[int],
    most: int,
) -> int:
    """Note the counterparts within a gap: from its end backwards, then what difflib finds.

    Returns the cost of the comparison: words of one side times words of the other.
    """
    (a, end_a), (b, end_b) = span_a, span_b
    while end_a > a and end_b > b and former[end_a - 1] == later[end_b - 1]:
        end_a, end_b = end_a - 1, end_b - 1
        found[end_a] = end_b
    size = (end_a - a) * (end_b - b)
    if size > most:
        return 0
    for start_a, start_b, length in SequenceMatcher(
        None, former[a:end_a], later[b:end_b], autojunk=False
    ).get_matching_blocks():
        for step in range(length):
            found[a + start_a + step] = b + start_b + step
    return size

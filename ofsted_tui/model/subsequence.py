"""The longest non-decreasing subsequence."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

Value = TypeVar("Value", str, int)


def longest_non_decreasing(values: Sequence[Value]) -> list[int]:
    """Return the indices of the longest non-decreasing subsequence, ascending.

    Of several, the one that ends with the lowest values. O(n log n), by patience sorting (Fredman 1975).
    """
    ends: list[Value] = []
    chosen: list[int] = []
    before = [-1] * len(values)
    for index, value in enumerate(values):
        place = bisect_right(ends, value)
        before[index] = chosen[place - 1] if place else -1
        ends[place : place + 1] = [value]
        chosen[place : place + 1] = [index]
    found = []
    index = chosen[-1] if chosen else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]

"""The longest part of a series that is in order."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

Value = TypeVar("Value", str, int)


def longest_in_order(values: Sequence[Value]) -> list[int]:
    """Return the indices, ascending, of the longest part of a series that never goes back.

    Where several are as long, the one whose values are the lowest at its end. Takes n log n steps, by
    patience sorting (Fredman 1975).
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

"""Keyword in context: as much of a sentence as there is room for, with what was found in the middle."""

from collections.abc import Sequence
from typing import NamedTuple


class Stretch(NamedTuple):
    """Some words of a line."""

    text: str
    is_found: bool


def kwic(words: str, marks: Sequence[tuple[int, int]], room: int) -> list[Stretch]:
    """Return at most `room` characters around the marks, "…" where something is cut off.

    `marks` are offsets into the words, half open, in their order. White space counts as it stands.
    """
    if room < 3:
        return [Stretch(words[:room], False)] if words and room > 0 else []
    start, end = _window(len(words), marks, room)
    before, after = "…" if start else "", "…" if end < len(words) else ""
    start, end = start + len(before), end - len(after)
    found: list[Stretch] = [Stretch(before, False)]
    at = start
    for first, last in marks:
        first, last = max(at, first), min(last, end)
        if first < last:
            found += [Stretch(words[at:first], False), Stretch(words[first:last], True)]
            at = last
    return [
        one for one in (*found, Stretch(words[at : max(at, end)], False), Stretch(after, False)) if one.text
    ]


def _window(length: int, marks: Sequence[tuple[int, int]], room: int) -> tuple[int, int]:
    """Return the stretch that shows most of the marks, the first of several, with words before them."""
    if length <= room:
        return 0, length
    starts = [max(0, min(first - room // 4, length - room)) for first, _ in marks] or [0]

    def shown(start: int) -> int:
        return sum(start < last and first > start and last < start + room for first, last in marks)

    start = max(starts, key=shown)
    return start, start + room

"""Keyword in context: what was found, with as much of its sentence as there is room for."""

from collections.abc import Sequence
from typing import NamedTuple


class TextRun(NamedTuple):
    """A piece of the line that is drawn in one style."""

    text: str
    is_found: bool


def kwic(text: str, marks: Sequence[tuple[int, int]], room: int) -> list[TextRun]:
    """Return at most `room` characters around the marks, "…" where something is cut off.

    `marks` are half-open offsets into the text, in ascending order. White space is kept.
    """
    if room < 3:
        return [TextRun(text[:room], False)] if text and room > 0 else []
    start, end = _window(len(text), marks, room)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    start, end = start + len(before), end - len(after)
    found: list[TextRun] = [TextRun(before, False)]
    at = start
    for first, last in marks:
        first, last = max(at, first), min(last, end)
        if first < last:
            found += [TextRun(text[at:first], False), TextRun(text[first:last], True)]
            at = last
    return [
        one for one in (*found, TextRun(text[at : max(at, end)], False), TextRun(after, False)) if one.text
    ]


def _window(length: int, marks: Sequence[tuple[int, int]], room: int) -> tuple[int, int]:
    """Return the first span of those that show the most marks, with some text before them."""
    if length <= room:
        return 0, length
    starts = [max(0, min(first - room // 4, length - room)) for first, _ in marks] or [0]

    def shown(start: int) -> int:
        return sum(start < last and first > start and last < start + room for first, last in marks)

    start = max(starts, key=shown)
    return start, start + room

"""Characters of a text that are not white space, found by place."""

import re
import sys

_NONSPACE = re.compile(r"\S")
_LAST_NONSPACE = re.compile(r"(?s:.*)\S")


def next_nonspace(text: str, offset: int, end: int = sys.maxsize) -> int | None:
    """Return the offset of the first character from `offset` to `end` that is not white space, or None."""
    found = _NONSPACE.search(text, offset, end)
    return found.start() if found else None


def last_nonspace(text: str, offset: int) -> int | None:
    """Return the offset of the last character before `offset` that is not white space, or None."""
    # A greedy dot jumps to the end at once and gives back one by one: a search backwards, at C speed.
    found = _LAST_NONSPACE.match(text, 0, offset)
    return found.end() - 1 if found else None

"""Words found in a text as a reader would: whatever the case, the quotes, the dashes, the line breaks."""

import re
import sys

from ofsted_tui.model.limits import FIND_CHARACTERS
from ofsted_tui.model.passage import Passage

_ALIKE = ("'’‘‛ʼ`´′", '"“”„‟″«»', "-‐‑‒–—―−")
_CLASSES = {character: f"[{re.escape(alike)}]" for alike in _ALIKE for character in alike}
_LONGEST_GAP = 1_000
_GAP = rf"\s{{1,{_LONGEST_GAP}}}"
"""White space between two words; bounded, so that a window can be sure to hold a whole hit."""
_WINDOW = 4_096


def find_pattern(query: str) -> re.Pattern[str] | None:
    """Make the pattern that finds the words of a query; None where it has none."""
    words = (
        "".join(_CLASSES.get(letter, re.escape(letter)) for letter in word)
        for word in query[:FIND_CHARACTERS].split()
    )
    source = _GAP.join(words)
    return re.compile(source, re.IGNORECASE) if source else None


def next_hit(pattern: re.Pattern[str], text: str, offset: int, end: int = sys.maxsize) -> Passage | None:
    """Return the first hit between `offset` and `end`, or None."""
    found = pattern.search(text, max(0, offset), end)
    return Passage(*found.span()) if found else None


def previous_hit(pattern: re.Pattern[str], text: str, offset: int) -> Passage | None:
    """Return the last hit that starts before `offset`, or None."""
    high, size = min(offset, len(text)), _WINDOW
    while high > 0:
        low = max(0, high - size)
        if found := _last_hit(pattern, text, low, high):
            return found
        high, size = low, size * 2
    return None


def hits_between(pattern: re.Pattern[str], text: str, start: int, end: int, longest: int) -> list[Passage]:
    """Return the hits of at most `longest` characters that touch `text[start:end]`, in reading order."""
    found = pattern.finditer(text, max(0, start - longest), end + longest)
    hits = (Passage(*hit.span()) for hit in found)
    return [hit for hit in hits if hit.start < end and start < hit.end]


def count_hits(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Count the hits that start within `text[start:end]`."""
    found = pattern.finditer(text, start, end + _longest_hit(pattern))
    return sum(hit.start() < end for hit in found)


def _last_hit(pattern: re.Pattern[str], text: str, low: int, high: int) -> Passage | None:
    last = None
    limit = high + _longest_hit(pattern)
    found = pattern.search(text, low, limit)
    while found is not None and found.start() < high:
        last = Passage(*found.span())
        found = pattern.search(text, found.start() + 1, limit)
    return last


def _longest_hit(pattern: re.Pattern[str]) -> int:
    """Return more characters than any hit can have: each of the pattern's own stands for one at most."""
    return len(pattern.pattern) + _LONGEST_GAP * pattern.pattern.count(_GAP)

"""Find words in a text as a reader would: whatever the case, quotes, dashes or line breaks."""

import re

from ofsted_tui.model.limits import FIND_CHARACTERS
from ofsted_tui.model.passage import Passage

ALIKE = ("'’‘‛ʼ`´′", '"“”„‟″«»', "-‐‑‒–—―−")
"""Characters that stand for each other: apostrophes, quotation marks, dashes."""
_CLASSES = {character: f"[{re.escape(alike)}]" for alike in ALIKE for character in alike}
LONGEST_GAP = 1_000
"""The most white space between two words; bounded, so that a window can be sure to hold a whole hit."""
_GAP = rf"\s{{1,{LONGEST_GAP}}}"


def query_words(query: str) -> list[str]:
    """Return the words that a query asks for, in their order; what exceeds the limit is cut off."""
    return query[:FIND_CHARACTERS].split()


def find_pattern(query: str) -> re.Pattern[str] | None:
    """Make the pattern that finds the words of a query; None where it has none."""
    words = (
        "".join(_CLASSES.get(letter, re.escape(letter)) for letter in word) for word in query_words(query)
    )
    source = _GAP.join(words)
    return re.compile(source, re.IGNORECASE) if source else None


def hits_between(pattern: re.Pattern[str], text: str, start: int, end: int, longest: int) -> list[Passage]:
    """Return the hits of at most `longest` characters that touch `text[start:end]`, in reading order."""
    found = pattern.finditer(text, max(0, start - longest), end + longest)
    return [Passage(*hit.span()) for hit in found if hit.start() < end and start < hit.end()]

"""A text as its words, however it was set: what two versions of a document are compared by."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container

from ofsted_tui.model.passage import Passage

_WORD = re.compile(r"[^\W_](?:[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060]|['’ʼ](?=\w))*|[%£$€?!_]")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"))
_BROKEN = re.compile(r"[-\u2010\u2011\u00ad\x02\ufffe][^\S\n]*\n\s*")
_DIGITS = re.compile(r"\d+")
_LONGEST_HEAD = 160
_FEWEST_HEADS = 3
_FEWEST_WORDS = 3
"""A line of so many words that comes so often, but for its digits, is a running head or foot."""


class Words:
    """The words of a text in reading order, as parallel lists; running heads and page numbers left out.

    Offsets are half open and index the text as it is.
    """

    def __init__(self, text: str, other_words: Container[str] = ()) -> None:
        """Split a text; a word broken at a line's end is joined where the other text has it whole."""
        self.text = text
        self.keys: list[str] = []
        self.starts = array("q")
        self.ends = array("q")
        self._known: dict[str, str] = {}
        heads = _running_heads(text)
        for found in _WORD.finditer(text):
            start, end = found.span()
            if not _is_inside(heads, start):
                self._add(folded(found[0]), start, end, other_words)

    def _add(self, key: str, start: int, end: int, other_words: Container[str]) -> None:
        if self.keys and _BROKEN.fullmatch(self.text, self.ends[-1], start):
            joined = self.keys[-1] + key
            if joined in other_words and not (key in other_words and self.keys[-1] in other_words):
                self.keys[-1], self.ends[-1] = joined, end
                return
        self.keys.append(self._known.setdefault(key, key))
        self.starts.append(start)
        self.ends.append(end)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.keys)

    def inside(self, passage: Passage) -> range:
        """Return the indices of the words that a passage touches."""
        return range(bisect_right(self.ends, passage.start), bisect_left(self.starts, passage.end))


def folded(word: str) -> str:
    """Return a word without case, ligatures and invisible characters, its apostrophes straight."""
    if word.isascii():
        return word.lower()
    plain = word.translate(_INVISIBLE).replace("’", "'").replace("ʼ", "'")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())


def _running_heads(text: str) -> list[tuple[int, int]]:
    """Return the spans of lines that pages repeat, and of lone numbers.

    The first of its kind is the title itself, unless the number of its page stands next to it.
    """
    lines = [(start, end, _masked(text, start, end)) for start, end in _lines(text)]
    counts = Counter(mask for _, _, mask in lines if mask)
    seen: set[str] = set()
    found = []
    for index, (start, end, mask) in enumerate(lines):
        is_repeated = bool(mask) and counts[mask] >= _FEWEST_HEADS
        if mask == "0" or (is_repeated and (mask in seen or _is_by_number(lines, index))):
            found.append((start, end))
        seen.add(mask)
    return found


def _is_by_number(lines: list[tuple[int, int, str]], index: int) -> bool:
    return any(mask == "0" for _, _, mask in lines[max(0, index - 2) : index + 3])


def _lines(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for line in re.finditer(r"[\n\f]", text):
        found.append((start, line.start()))
        start = line.end()
    return [*found, (start, len(text))]


def _masked(text: str, start: int, end: int) -> str:
    if end - start > _LONGEST_HEAD:
        return ""
    mask = _DIGITS.sub("0", text[start:end].strip().casefold())
    return mask if mask == "0" or len(mask.split()) >= _FEWEST_WORDS else ""


def _is_inside(spans: list[tuple[int, int]], offset: int) -> bool:
    index = bisect_right(spans, (offset, len(spans) and spans[-1][1])) - 1
    return index >= 0 and offset < spans[index][1]

"""A text as normalised words, whatever its layout: what two versions of a document are compared by."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Container

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.placement.furniture import running_heads

_WORD = re.compile(r"[^\W_](?:[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060]|['’ʼ](?=\w))*|[%£$€?!_]")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"))
_BROKEN = re.compile(r"[-\u2010\u2011\u00ad\x02\ufffe][^\S\n]*\n\s*")
_STOPS = frozenset(".!?:;")
_HYPHENS = "-\u2010\u2011"
_LONGEST_WORD = 200
"""Characters of a word up to which it is normalised, which takes the square of its marks."""


class Tokens:
    """The words of a text in reading order, as parallel lists; running heads and page numbers left out.

    Offsets are half open and index the text as it is.
    """

    def __init__(self, text: str, other: "Tokens | None" = None) -> None:
        """Split a text; one broken at a line's end is joined where the other text has it whole or broken."""
        self.text = text
        self.keys: list[str] = []
        self.starts = array("q")
        self.ends = array("q")
        self.broken: set[str] = set()
        """The words that the line ends of this text may have broken."""
        self._known: dict[str, str] = {}
        self._heads = running_heads(text)
        whole = _whole(other) if other is not None else frozenset()
        for found in _WORD.finditer(text):
            start, end = found.span()
            if not _is_inside(self._heads, start):
                self._add(folded(found[0]), start, end, whole)

    def _add(self, key: str, start: int, end: int, whole: Container[str]) -> None:
        if self.keys and _BROKEN.fullmatch(self.text, self.ends[-1], start):
            joined = self.keys[-1] + key
            self.broken.add(joined)
            if joined in whole:
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

    def is_break(self, index: int) -> bool:
        """Tell whether a sentence or paragraph ends between a word and the next."""
        between = self.text[self.ends[index] : self.starts[index + 1]]
        return any(sign in _STOPS for sign in between) or between.count("\n") > 1

    def heads_in(self, passage: Passage) -> list[str]:
        """Return the running heads within a passage, word by word; page numbers left out."""
        first = bisect_right(self._heads, passage.start, key=_end_of)
        last = bisect_left(self._heads, passage.end, key=_start_of)
        lines = (" ".join(self.text[one.start : one.end].split()) for one in self._heads[first:last])
        return [line for line in lines if not line.isdigit()]


def folded(word: str) -> str:
    """Return a word without case, ligatures and invisible characters, its apostrophes straight."""
    if word.isascii():
        return word.lower()
    plain = word.translate(_INVISIBLE).replace("’", "'").replace("ʼ", "'")
    # A raised figure is no figure: 10³ is not 103.
    if len(plain) > _LONGEST_WORD or any(letter.isnumeric() and not letter.isascii() for letter in plain):
        return plain.casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())


def _whole(words: Tokens) -> Container[str]:
    """Return the words that a text has whole, or broken at a line's end, and nowhere as a compound."""
    text = words.text
    compounds = {
        words.keys[index] + words.keys[index + 1]
        for index in range(len(words) - 1)
        if words.starts[index + 1] - words.ends[index] == 1 and text[words.ends[index]] in _HYPHENS
    }
    return words.broken.union(words.keys) - compounds


def _is_inside(spans: list[Passage], offset: int) -> bool:
    index = bisect_right(spans, offset, key=_start_of) - 1
    return index >= 0 and spans[index].holds(offset)


def _end_of(span: Passage) -> int:
    return span.end


def _start_of(span: Passage) -> int:
    return span.start

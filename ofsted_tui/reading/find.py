"""Find typed words in a text, folded and over line breaks, in slices that never hold up a key."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

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


_LOOK_ALIKES = {"i": "İı", "s": "ſ", "k": "\N{KELVIN SIGN}"}
"""The characters beyond ASCII that a pattern which ignores case takes for one of ASCII."""
_LOST = "?"
"""What every character beyond ASCII is folded to."""
_NOT_PLAIN = frozenset("".join(ALIKE) + _LOST)
_WORDS = 4
"""The letters are taken from the first words: those may not be far from where the hit begins."""
_SHORTEST = 3
"""Fewer letters are nearly everywhere: to look for them first would only cost time."""


@dataclass(frozen=True, slots=True)
class PlainLetters:
    """A run of letters that every hit of a query holds, to be found in a folded text.

    Folding keeps the length: every character becomes one byte, so that places in both are the same.
    """

    letters: bytes
    reach: int
    """A hit has its letters within so many characters from its start."""
    is_whole: bool
    """Whether the query is these letters and nothing else: then where they are, there is a hit."""
    look_alikes: str
    may_overlap: bool
    """Whether one place of the letters may begin within another."""

    def fold(self, text: str) -> bytes | None:
        """Fold a text; None where it holds characters that only look like those of the letters."""
        if not text.isascii() and any(character in text for character in self.look_alikes):
            return None
        return text.encode("ascii", "replace").lower()

    def count(self, folded: bytes) -> tuple[int, int]:
        """Count the places of the letters that don't overlap; return also where the next one may begin."""
        if not self.may_overlap:
            return folded.count(self.letters), 0
        between = folded.split(self.letters)
        return len(between) - 1, len(folded) - len(between[-1]) if len(between) > 1 else 0


def plain_letters(words: Sequence[str]) -> PlainLetters | None:
    """Choose the letters to look for first among the words of a query; None where all are too few."""
    before = 0
    best: tuple[str, int] = ("", 0)
    for word in words[:_WORDS]:
        run = max(_runs(word), key=len, default="")
        before += len(word)
        best = max(best, (run, before), key=lambda one: len(one[0]))
        before += LONGEST_GAP
    run, reach = best
    is_whole = len(words) == 1 and len(run) == len(words[0])
    if not run or (len(run) < _SHORTEST and not is_whole):
        return None
    alike = "".join(_LOOK_ALIKES.get(letter, "") for letter in sorted(set(run)))
    overlaps = any(run.startswith(run[at:]) for at in range(1, len(run)))
    return PlainLetters(run.encode("ascii"), reach, is_whole, alike, overlaps)


def _runs(word: str) -> list[str]:
    grouped = groupby(word, key=lambda letter: letter.isascii() and letter not in _NOT_PLAIN)
    return ["".join(letters).lower() for is_plain, letters in grouped if is_plain]


Result = TypeVar("Result")
Steps = Generator[int, None, Result]
"""Work done step by step: yields how many characters have been looked through, and returns what was found."""

_PIECE = 65_536
"""The longest piece, in characters."""
_PIECE_OF_HEADS = 8_192
"""The longest piece where hits are looked for by their first words: those may be all over the place."""
_SMALLEST_PIECE = 1_024
_COMPARISONS = 500_000
"""So many characters may be compared in one step, were the text made to fit the query nearly everywhere."""
_HITS = 1_000
"""So many hits are counted in one step."""
_BACK_PIECE = 2_048
"""Going back, the hits of a piece are gone through from its start: so only of a short one."""
_HEAD_WORDS = 2
"""A hit is looked for by its first words, so that little beyond a piece has to be looked at."""


@dataclass(frozen=True, slots=True)
class HitCount:
    """How many hits there are, and how many of them begin before a place."""

    before: int
    total: int


class SlicedFind:
    """One query in one text. What is found never depends on where a piece ends."""

    def __init__(self, text: str, query: str) -> None:
        """Take the text and the query; raise ValueError where that has no word."""
        words = query_words(query)
        first = words[:_HEAD_WORDS]
        whole = find_pattern(query)
        head = whole if first == words else find_pattern(" ".join(first))
        if whole is None or head is None:
            raise ValueError("a query without a word")
        self.text = text
        self._whole, self._head = whole, head
        self._head_reach = sum(map(len, first)) + LONGEST_GAP * (len(first) - 1)
        self._letters = plain_letters(words)
        longest = _PIECE if head is whole else _PIECE_OF_HEADS
        self._piece = max(_SMALLEST_PIECE, min(longest, _COMPARISONS // sum(map(len, words))))

    def next(self, offset: int) -> Steps[Passage | None]:
        """Return the first hit that starts at or after `offset`, else the first of the text, or None."""
        offset = max(0, min(offset, len(self.text)))
        looked = 0
        for start, end in ((offset, len(self.text)), (0, offset)):
            for low, high in self._pieces(start, end):
                hit = self._first_hit(low, high)
                if hit is not None:
                    return hit
                looked += high - low
                yield looked
        return None

    def previous(self, offset: int) -> Steps[Passage | None]:
        """Return the last hit that starts before `offset`, else the last of the text, or None."""
        offset = max(0, min(offset, len(self.text)))
        looked = 0
        for start, end in ((0, offset), (offset, len(self.text))):
            for low, high in self._pieces_back(start, end):
                hit = self._last_hit(low, high)
                if hit is not None:
                    return hit
                looked += high - low
                yield looked
        return None

    def count(self, offset: int) -> Steps[HitCount]:
        """Count the hits that don't overlap, from the first on, and those that start before `offset`."""
        offset = max(0, min(offset, len(self.text)))
        counted = [0, 0]
        free = 0
        for part, (start, end) in enumerate(((0, offset), (offset, len(self.text)))):
            for low, high in self._pieces(start, end):
                more, free = yield from self._count(max(low, free), high)
                counted[part] += more
                yield high
        return HitCount(counted[0], sum(counted))

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for low in range(start, end, self._piece):
            yield low, min(end, low + self._piece)

    def _pieces_back(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for high in range(end, start, -self._piece):
            yield max(start, high - self._piece), high

    def _count(self, low: int, high: int) -> Steps[tuple[int, int]]:
        """Return how many hits start within a piece, and where the next may start."""
        letters, folded = self._letters, self._folded(low, high)
        if letters is not None and letters.is_whole and folded is not None:
            number, end = letters.count(folded)
            return number, low + end
        number, free = 0, low
        for hit in self._hits(low, high, folded):
            number, free = number + 1, hit.end
            if number % _HITS == 0:
                yield hit.start
        return number, free

    def _folded(self, low: int, high: int) -> bytes | None:
        """Fold what may hold the letters of the hits that start within a piece, and no more.

        None where the letters cannot be looked for, and all that is left is the pattern.
        """
        if self._letters is None:
            return None
        return self._letters.fold(self.text[low : max(low, high + self._letters.reach - 1)])

    def _hits(self, low: int, high: int, folded: bytes | None) -> Iterator[Passage]:
        """Yield the hits that start within a piece and don't overlap, in reading order."""
        if self._letters is not None and folded is not None and self._letters.letters not in folded:
            return
        hit = self._match(low, high)
        while hit is not None:
            yield hit
            hit = self._match(hit.end, high)

    def _first_hit(self, low: int, high: int) -> Passage | None:
        return next(self._hits(low, high, self._folded(low, high)), None)

    def _last_hit(self, low: int, high: int) -> Passage | None:
        letters, folded = self._letters, self._folded(low, high)
        if letters is not None and folded is not None:
            at = folded.rfind(letters.letters)
            if at < 0:
                return None
            if letters.is_whole:
                return Passage(low + at, low + at + len(letters.letters))
        for end in range(high, low, -_BACK_PIECE):
            hit = self._last_match(max(low, end - _BACK_PIECE), end)
            if hit is not None:
                return hit
        return None

    def _match(self, low: int, high: int) -> Passage | None:
        """Return the first hit that starts within a piece, by the pattern."""
        end = high + self._head_reach - 1
        found = self._head.search(self.text, low, end)
        while found is not None and found.start() < high:
            hit = found if self._head is self._whole else self._whole.match(self.text, found.start())
            if hit is not None:
                return Passage(*hit.span())
            found = self._head.search(self.text, found.start() + 1, end)
        return None

    def _last_match(self, low: int, high: int) -> Passage | None:
        last = None
        hit = self._match(low, high)
        while hit is not None:
            last = hit
            hit = self._match(hit.start + 1, high)
        return last

"""Find words in a long text piece by piece, so that no key waits for the whole of it."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.find import LONGEST_GAP, find_pattern, query_words
from ofsted_tui.reading.find_folded import plain_letters

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

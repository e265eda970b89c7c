"""Places of a text where a series of words stands, word for word or nearly."""

from array import array
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

_MOST_PLACES = 2_000
"""A word that comes more often is no help in finding a place."""
_RARE = 6
"""A pair of words votes for a place where it comes at most so often."""
_LONGEST_SERIES = 800
"""Words of a series up to which it is compared word by word."""
_BUCKET = 8
_FEW = 32
"""Words that are compared before the whole of a long series is."""

Matches = list[tuple[int, int]]
"""Pairs of indices: a word of the series, and its counterpart in the text."""


class Search:
    """The words of one text by what they are."""

    def __init__(self, words: Sequence[int]) -> None:
        """Take the words of the text, as numbers."""
        self._words = words
        self._places: dict[int, array[int]] = {}
        for place, word in enumerate(words):
            self._places.setdefault(word, array("i")).append(place)

    def exact(self, series: Sequence[int]) -> list[int] | None:
        """Return the places where a series begins, word for word; None where they are too many to look at."""
        empty: array[int] = array("i")
        rarest = min(range(len(series)), key=lambda index: len(self._places.get(series[index], empty)))
        places = self._places.get(series[rarest], empty)
        if len(places) > _MOST_PLACES:
            return None
        starts = (place - rarest for place in places)
        return [one for one in starts if one >= 0 and self._is_at(series, one)]

    def _is_at(self, series: Sequence[int], place: int) -> bool:
        words, few = self._words, min(len(series), _FEW)
        return words[place : place + few] == series[:few] and words[place : place + len(series)] == series[:]

    def nearest(self, series: Sequence[int]) -> Matches:
        """Return the counterparts of a series' words at the place for which most rare pairs of words vote."""
        place = self._elected(series) if len(series) <= _LONGEST_SERIES else None
        if place is None:
            return []
        room = len(series) // 4 + 12
        first = max(0, place - room)
        window = self._words[first : place + len(series) + room]
        blocks = SequenceMatcher(None, series, window, autojunk=False).get_matching_blocks()
        return [(a + step, first + b + step) for a, b, size in blocks for step in range(size)]

    def _elected(self, series: Sequence[int]) -> int | None:
        """Return where the series would begin, by the pairs of words that come seldom."""
        votes: Counter[int] = Counter()
        for index, pair in enumerate(pairwise(series)):
            places = self._pair(*pair)
            for place in places:
                votes[(place - index) // _BUCKET] += 1
        if not votes:
            return None
        best = max(votes, key=lambda bucket: (votes[bucket] + votes[bucket + 1], -bucket))
        return best * _BUCKET

    def _pair(self, first: int, second: int) -> list[int]:
        one, other = self._places.get(first), self._places.get(second)
        if one is None or other is None or min(len(one), len(other)) > _MOST_PLACES:
            return []
        rare, step = (one, 0) if len(one) <= len(other) else (other, -1)
        words = self._words
        found = [
            place + step
            for place in rare
            if 0 <= place + step < len(words) - 1
            and words[place + step] == first
            and words[place + step + 1] == second
        ]
        return found if len(found) <= _RARE else []

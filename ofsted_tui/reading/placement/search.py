"""Find where a sequence of words stands in a text, exactly or nearly."""

from array import array
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

_MOST_PLACES = 2_000
"""A word that comes more often is no help in finding a place."""
_RARE = 6
"""A pair of words votes for a place where it comes at most so often."""
_LONGEST_SEQUENCE = 800
"""Words of a sequence up to which it is compared word by word."""
_BUCKET = 8
_FEW = 32
"""Words that are compared before the whole of a long sequence is."""

Matches = list[tuple[int, int]]
"""Pairs of indices: a word of the sequence, and its counterpart in the text."""


class WordIndex:
    """An inverted index of one text: the places of each word."""

    def __init__(self, words: Sequence[int]) -> None:
        """Take the words of the text, as numbers."""
        self._words = words
        self._places: dict[int, array[int]] = {}
        for place, word in enumerate(words):
            self._places.setdefault(word, array("i")).append(place)

    def exact(self, sequence: Sequence[int]) -> list[int] | None:
        """Return the places where a sequence begins, word for word; None where they are too many."""
        empty: array[int] = array("i")
        rarest = min(range(len(sequence)), key=lambda index: len(self._places.get(sequence[index], empty)))
        places = self._places.get(sequence[rarest], empty)
        if len(places) > _MOST_PLACES:
            return None
        starts = (place - rarest for place in places)
        return [one for one in starts if one >= 0 and self._is_at(sequence, one)]

    def _is_at(self, sequence: Sequence[int], place: int) -> bool:
        words, few = self._words, min(len(sequence), _FEW)
        return (
            words[place : place + few] == sequence[:few]
            and words[place : place + len(sequence)] == sequence[:]
        )

    def nearest(self, sequence: Sequence[int]) -> Matches:
        """Return the counterparts of a sequence's words at the place that most rare pairs vote for."""
        place = self._elected(sequence) if len(sequence) <= _LONGEST_SEQUENCE else None
        if place is None:
            return []
        room = len(sequence) // 4 + 12
        first = max(0, place - room)
        window = self._words[first : place + len(sequence) + room]
        blocks = SequenceMatcher(None, sequence, window, autojunk=False).get_matching_blocks()
        return [(a + step, first + b + step) for a, b, size in blocks for step in range(size)]

    def _elected(self, sequence: Sequence[int]) -> int | None:
        """Return where the sequence would begin, by the pairs of words that come seldom."""
        votes: Counter[int] = Counter()
        for index, pair in enumerate(pairwise(sequence)):
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

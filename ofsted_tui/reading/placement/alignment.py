"""Align two versions of a text by their words, and search for what has moved."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.subsequence import longest_non_decreasing

_LONGEST_HEAD = 160
"""Characters of a line up to which it may be a running head."""
_NEAREST = 200
"""Characters between two lines of the same kind; what stands closer together is a list or a table."""
_FEWEST = 3
"""Pages on which a line has to come, and words that it has to have where no page number stands beside it."""
_HIGHEST = 999
"""The highest page number; years are higher."""
_BESIDE = 2
"""Lines between which a head and a page number belong together."""
_NUMBER = re.compile(r"[0-9]+")
_BREAK = re.compile(r"[\n\f]")
_GRADE = re.compile(r"\b(?:good|outstanding|inadequate|requires improvement|met|not met)\b")

_Line = tuple[int, int, str]
"""Start, end, and the text without case and with single spaces; empty where it is too long for a head."""


def running_heads(text: str) -> list[Passage]:
    """Return the lines that are page furniture, in reading order; offsets are half open, breaks left out.

    A line counts only where it cannot be anything else: its number counts on by one from page to page, or it
    comes again and again at the distance of pages. The rows of a table stand closer together, and a grade is
    never furniture. The first of the repeated lines is the title itself, unless a page number stands by it.
    """
    lines = [(start, end, _plain(text, start, end)) for start, end in _lines(text)]
    numbered = _numbered(lines)
    found = set(numbered) | _repeated(lines) | _beside(lines, numbered)
    return [Passage(lines[index][0], lines[index][1]) for index in sorted(found)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in _BREAK.finditer(text):
        yield start, line.start()
        start = line.end()
    yield start, len(text)


def _plain(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].casefold().split()) if end - start <= _LONGEST_HEAD else ""


def _numbered(lines: list[_Line]) -> set[int]:
    """Return the lines that are alike but for the first or the last number, which counts the pages."""
    series: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for index, (_, _, line) in enumerate(lines):
        for number in _outer_numbers(line):
            if int(number[0]) <= _HIGHEST:
                around = (line[: number.start()], line[number.end() :])
                series.setdefault(around, []).append((index, int(number[0])))
    found: set[int] = set()
    for members in series.values():
        found |= _counting(lines, members)
    return found


def _outer_numbers(line: str) -> list[re.Match[str]]:
    """Return the first and the last number of a line, of at most four digits."""
    numbers = list(_NUMBER.finditer(line))
    return [
        number
        for number in {one.start(): one for one in numbers[:1] + numbers[-1:]}.values()
        if len(number[0]) < 5
    ]


def _counting(lines: list[_Line], members: list[tuple[int, int]]) -> set[int]:
    """Return the lines of the runs that count on by one, each far from the last; none that come twice."""
    runs: dict[int, list[int]] = {}
    often = Counter(number for _, number in members)
    for index, number in members:
        run = runs.pop(number - 1, [])
        is_far = bool(run) and lines[index][0] - lines[run[-1]][1] >= _NEAREST
        if run and not is_far:
            runs[number - 1] = run
        if often[number] == 1:
            runs[number] = run if is_far else []
            runs[number].append(index)
    return {index for run in runs.values() if len(run) >= _FEWEST for index in run}


def _repeated(lines: list[_Line]) -> set[int]:
    """Return the second and later ones of lines that come again at the distance of pages, and only so."""
    places: dict[str, list[int]] = {}
    for index, (_, _, line) in enumerate(lines):
        if len(line.split()) >= _FEWEST and not _GRADE.search(line):
            places.setdefault(line, []).append(index)
    return {
        index
        for indices in places.values()
        if len(indices) >= _FEWEST and _are_far_apart(lines, indices)
        for index in indices[1:]
    }


def _are_far_apart(lines: list[_Line], indices: list[int]) -> bool:
    return all(lines[later][0] - lines[index][1] >= _NEAREST for index, later in pairwise(indices))


def _beside(lines: list[_Line], numbered: set[int]) -> set[int]:
    """Return the lines next to a page number that come next to another page number as well."""
    near = {
        index
        for number in numbered
        for index in range(max(0, number - _BESIDE), min(len(lines), number + _BESIDE + 1))
        if index not in numbered and lines[index][2] and not _GRADE.search(lines[index][2])
    }
    often = Counter(lines[index][2] for index in near)
    return {index for index in near if often[lines[index][2]] > 1}


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


_RUN = 4
"""Words of an anchor."""
_MOST = 40_000
"""The largest gap that is compared: words of one side times words of the other."""
_ALL = 5_000_000
"""What the comparisons of all gaps may come to; then only the ends of a gap are compared."""
_SAMPLED = 400_000
"""Words of a text from which on only some runs serve as anchors, for the memory that all would take."""


def aligned(former: Sequence[int], later: Sequence[int]) -> list[int]:
    """Return for each word of `former` the index of its counterpart in `later`, -1 where there is none."""
    found = [-1] * len(former)
    a = b = 0
    left = _ALL
    for start_a, start_b in [*_in_order(_anchors(former, later)), (len(former), len(later))]:
        if start_a < a or start_b < b:
            continue
        left -= _compare(former, later, (a, start_a), (b, start_b), found, min(left, _MOST))
        a, b = start_a, start_b
        while a < len(former) and b < len(later) and former[a] == later[b]:
            found[a] = b
            a, b = a + 1, b + 1
    return found


def _anchors(former: Sequence[int], later: Sequence[int]) -> list[tuple[int, int]]:
    """Return the places of the runs that are unique in both, in the order of `former`."""
    one, other = _unique_runs(former), _unique_runs(later)
    return [(place, other[run]) for run, place in one.items() if run in other]


def _unique_runs(words: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    often: set[int] = set()
    is_sampled = len(words) > _SAMPLED
    for place in range(len(words) - _RUN + 1):
        run = hash(tuple(words[place : place + _RUN]))
        if is_sampled and run % 8:
            continue
        if run in found:
            often.add(run)
        else:
            found[run] = place
    return {run: place for run, place in found.items() if run not in often}


def _in_order(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest increasing subsequence of anchors: those in the same order in both texts."""
    return [anchors[index] for index in longest_non_decreasing([place for _, place in anchors])]


def _compare(
    former: Sequence[int],
    later: Sequence[int],
    span_a: tuple[int, int],
    span_b: tuple[int, int],
    found: list[int],
    most: int,
) -> int:
    """Note the counterparts within a gap: from its end backwards, then what difflib finds.

    Returns the cost of the comparison: words of one side times words of the other.
    """
    (a, end_a), (b, end_b) = span_a, span_b
    while end_a > a and end_b > b and former[end_a - 1] == later[end_b - 1]:
        end_a, end_b = end_a - 1, end_b - 1
        found[end_a] = end_b
    size = (end_a - a) * (end_b - b)
    if size > most:
        return 0
    for start_a, start_b, length in SequenceMatcher(
        None, former[a:end_a], later[b:end_b], autojunk=False
    ).get_matching_blocks():
        for step in range(length):
            found[a + start_a + step] = b + start_b + step
    return size

"""Running heads, feet and page numbers in an extracted text: lines of the page, not of what is said.

A line is left out only where it cannot be anything else: its number counts on by one from page to page, or it
comes again and again at the distance of pages. The rows of a table stand closer together, and a grade is
never furniture, so a figure or a grade on a line of its own remains a word of the text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ofsted_tui.model.passage import Passage

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

    The first of the repeated lines is the title itself, unless the number of its page stands beside it.
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

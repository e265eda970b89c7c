"""Sentences of a paragraph, found from any place in it without reading it from its beginning."""

import re
from collections.abc import Iterator

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.ink import next_nonspace
from ofsted_tui.reading.printed_number import PRINTED_NUMBER

_STOPS = r"[.!?…]"
_END = rf"({_STOPS}(?<!{_STOPS}{_STOPS}){_STOPS}*+['\"’”)\]]*+)(?=\s)"
"""A whole run of stops with the quotes and brackets it closes; the look-behind makes it the whole run."""
_NEXT_END = re.compile(_END)
_LAST_END = re.compile(rf"(?s:.*){_END}")
_OPENING = re.compile(r"\s++['\"‘“(\[£€$]*+")

_TITLES = ("mr", "mrs", "ms", "dr", "prof", "rev", "hon", "st")
_ABBREVIATIONS = frozenset([*_TITLES, "e.g", "i.e", "vs", "cf", "approx", "inc", "ltd", "co", "dept"])
_NUMBERED_THINGS = frozenset(["no", "nos", "para", "paras", "p", "pp", "fig", "figs"])
"""Abbreviations only before a figure: "no." also ends sentences."""
_LONGEST_ABBREVIATION = 12
"""How many characters before a full stop can matter, opening quotes included."""


def sentence_at(text: str, paragraph: Passage, offset: int) -> Passage:
    """Return the paragraph's sentence that holds `offset`; from the white space between two, the second."""
    if paragraph.start >= paragraph.end:
        return paragraph
    first = _first_start(text, paragraph)
    start = _start_before(text, paragraph, first, min(max(offset, first), paragraph.end - 1))
    return Passage(start, _end_after(text, paragraph, start))


def sentences(text: str, paragraph: Passage) -> Iterator[Passage]:
    """Go through the paragraph's sentences, without its printed number."""
    if paragraph.start >= paragraph.end:
        return
    start = _first_start(text, paragraph)
    while start < paragraph.end:
        end = _end_after(text, paragraph, start)
        yield Passage(start, end)
        start = _after_gap(text, end, paragraph.end)


def _first_start(text: str, paragraph: Passage) -> int:
    number = PRINTED_NUMBER.match(text, paragraph.start, paragraph.end)
    return number.end() if number else paragraph.start


def _after_gap(text: str, end: int, limit: int) -> int:
    following = next_nonspace(text, end)
    return limit if following is None else min(following, limit)


def _start_before(text: str, paragraph: Passage, first: int, offset: int) -> int:
    limit = offset + 1
    while found := _LAST_END.match(text, first, limit):
        if _ends_sentence(text, paragraph, found):
            return _after_gap(text, found.end(1), paragraph.end)
        limit = found.start(1)
    return first


def _end_after(text: str, paragraph: Passage, start: int) -> int:
    position = start
    while found := _NEXT_END.search(text, position, paragraph.end):
        if _ends_sentence(text, paragraph, found):
            return found.end(1)
        position = found.end(1)
    return paragraph.end


def _ends_sentence(text: str, paragraph: Passage, found: re.Match[str]) -> bool:
    opening = _OPENING.match(text, found.end(1), paragraph.end)
    if opening is None or opening.end() >= paragraph.end:
        return False
    following = text[opening.end()]
    if not (following.isupper() or following.isdecimal()):
        return False
    return found.group(1) != "." or not _is_abbreviated(text, paragraph.start, found.start(1), following)


def _is_abbreviated(text: str, paragraph_start: int, stop: int, following: str) -> bool:
    before = text[max(paragraph_start, stop - _LONGEST_ABBREVIATION) : stop]
    if not before or before[-1].isspace():
        return False
    word = before.split()[-1].lstrip("('\"‘“[")
    if len(word) == 1 and word.isalpha() and word.isupper():
        return True
    word = word.lower()
    return word in _ABBREVIATIONS or (word in _NUMBERED_THINGS and following.isdecimal())

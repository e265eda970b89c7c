"""Cut a text into sentences, words and graphemes."""

import re
import sys
import unicodedata
from collections.abc import Iterator

from ofsted_tui.model.passage import Passage

_NONSPACE = re.compile(r"\S")
_LAST_NONSPACE = re.compile(r"(?s:.*)\S")


def next_nonspace(text: str, offset: int, end: int = sys.maxsize) -> int | None:
    """Return the offset of the first character from `offset` to `end` that is not white space, or None."""
    found = _NONSPACE.search(text, offset, end)
    return found.start() if found else None


def last_nonspace(text: str, offset: int) -> int | None:
    """Return the offset of the last character before `offset` that is not white space, or None."""
    # A greedy dot jumps to the end at once and gives back one by one: a search backwards, at C speed.
    found = _LAST_NONSPACE.match(text, 0, offset)
    return found.end() - 1 if found else None


PRINTED_NUMBER = re.compile(r"\d{1,3}\.(?:\s+(?=\S)|(?=['\"‘“(\[]*[A-Z]))")
"""A number with its full stop, as printed before a paragraph; published PDFs lose the space after it."""

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


_JOINER = "\u200d"
_LONGEST = 256
"""Beyond this many characters a grapheme is an attack, and may be split."""
_ALONE = (
    ("—", "―"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
"""First and last of the characters that are a word each: long dashes, writing without spaces."""


def stands_alone(character: str) -> bool:
    """Tell whether a character is a word by itself: writing without spaces, dashes set close to words."""
    return any(first <= character <= last for first, last in _ALONE)


def grapheme_start(text: str, offset: int) -> int:
    """Return the start of the grapheme (what a reader takes for one character) that holds `offset`."""
    floor = max(0, offset - _LONGEST)
    while offset > floor and offset < len(text) and _is_joined(text, offset):
        offset -= 1
    return offset


def grapheme_end(text: str, offset: int) -> int:
    """Return the end of the grapheme that starts at `offset`; the text's end beyond it."""
    ceiling = min(len(text), offset + _LONGEST)
    offset = min(offset + 1, len(text))
    while offset < ceiling and _is_joined(text, offset):
        offset += 1
    return offset


def _is_joined(text: str, offset: int) -> bool:
    """Tell whether the character at `offset` belongs to the grapheme of the one before it."""
    character, before = text[offset], text[offset - 1]
    if character < "\u0300" or before.isspace():
        return False
    if _extends(character):
        return True
    if before == _JOINER:
        return character >= "\u2190" and not stands_alone(character)
    return _is_regional(character) and _regionals_before(text, offset) % 2 == 1


def _extends(character: str) -> bool:
    if character == _JOINER or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    return unicodedata.category(character)[0] == "M" or "\U000e0020" <= character <= "\U000e007f"


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regionals_before(text: str, offset: int) -> int:
    start = offset
    while start > max(0, offset - _LONGEST) and _is_regional(text[start - 1]):
        start -= 1
    return offset - start


# Patterns of words are compiled when one is first asked for: a start needs none, and these classes are large.
_STOP = rf"[\s{''.join(f'{first}-{last}' for first, last in _ALONE)}]"
_LAST_STOP = rf"(?s:.*){_STOP}"
_CORE = r"(?:[^\W_]|[%‰&@£$€¥°§©®™\u2600-\u26ff\U0001f000-\U0001faff])"
"""A character that makes a word; all others around it are punctuation."""
_LAST_CORE = rf"(?s:.*){_CORE}"


def word_at(text: str, offset: int) -> Passage | None:
    """Return the word at `offset`, or the run of punctuation that stands alone there; None: no text."""
    mark = next_nonspace(text, max(0, offset))
    if mark is None:
        mark = last_nonspace(text, len(text))
    if mark is None:
        return None
    token = _token(text, mark)
    return _word_of(text, token) or token


def word_after(text: str, offset: int) -> Passage | None:
    """Return the first word that starts at or after `offset`, or None."""
    position = max(0, offset)
    while found := re.compile(_CORE).search(text, position):
        word = word_at(text, found.start())
        if word is None or word.start >= offset:
            return word
        position = max(word.end, found.end())
    return None


def word_before(text: str, offset: int) -> Passage | None:
    """Return the last word that ends at or before `offset`, or None."""
    position = offset
    while found := re.compile(_LAST_CORE).match(text, 0, max(0, position)):
        word = word_at(text, found.end() - 1)
        if word is None or word.end <= offset:
            return word
        position = min(word.start, found.end() - 1)
    return None


def _token(text: str, mark: int) -> Passage:
    mark = grapheme_start(text, mark)
    if stands_alone(text[mark]):
        return Passage(mark, grapheme_end(text, mark))
    stop = re.compile(_LAST_STOP).match(text, 0, mark)
    start = min(mark, grapheme_end(text, stop.end() - 1)) if stop else 0
    following = re.compile(_STOP).search(text, mark)
    return Passage(start, following.start() if following else len(text))


def _word_of(text: str, token: Passage) -> Passage | None:
    first = re.compile(_CORE).search(text, token.start, token.end)
    last = re.compile(_LAST_CORE).match(text, token.start, token.end)
    if first is None or last is None:
        return None
    start = max(token.start, grapheme_start(text, first.start()))
    return Passage(start, min(token.end, grapheme_end(text, last.end() - 1)))

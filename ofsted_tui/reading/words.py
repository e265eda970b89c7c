"""The words of a text, found by place."""

import re

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.graphemes import grapheme_end, grapheme_start, stands_alone
from ofsted_tui.reading.ink import last_nonspace, next_nonspace

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_STOP = re.compile(rf"[\s{_CJK}—―]")
_LAST_STOP = re.compile(rf"(?s:.*)[\s{_CJK}—―]")
_CORE_CLASS = r"(?:[^\W_]|[%‰&@£$€¥°§©®™\u2600-\u26ff\U0001f000-\U0001faff])"
_CORE = re.compile(_CORE_CLASS)
"""A character that makes a word; all others around it are punctuation."""
_LAST_CORE = re.compile(rf"(?s:.*){_CORE_CLASS}")


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
    while found := _CORE.search(text, position):
        word = word_at(text, found.start())
        if word is None or word.start >= offset:
            return word
        position = max(word.end, found.end())
    return None


def word_before(text: str, offset: int) -> Passage | None:
    """Return the last word that ends at or before `offset`, or None."""
    position = offset
    while found := _LAST_CORE.match(text, 0, max(0, position)):
        word = word_at(text, found.end() - 1)
        if word is None or word.end <= offset:
            return word
        position = min(word.start, found.end() - 1)
    return None


def _token(text: str, mark: int) -> Passage:
    mark = grapheme_start(text, mark)
    if stands_alone(text[mark]):
        return Passage(mark, grapheme_end(text, mark))
    stop = _LAST_STOP.match(text, 0, mark)
    start = min(mark, grapheme_end(text, stop.end() - 1)) if stop else 0
    following = _STOP.search(text, mark)
    return Passage(start, following.start() if following else len(text))


def _word_of(text: str, token: Passage) -> Passage | None:
    first = _CORE.search(text, token.start, token.end)
    last = _LAST_CORE.match(text, token.start, token.end)
    if first is None or last is None:
        return None
    start = max(token.start, grapheme_start(text, first.start()))
    return Passage(start, min(token.end, grapheme_end(text, last.end() - 1)))

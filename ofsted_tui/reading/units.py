"""The units that the cursor steps by: words, sentences and paragraphs, found by place."""

import re
import unicodedata

from ofsted_tui.model.cursor import Unit
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.build.paragraphs import ParagraphRuler, last_ink, next_ink
from ofsted_tui.reading.known_paragraphs import KnownParagraphs
from ofsted_tui.reading.sentences import sentence_at

_NOWHERE = Passage(0, 0)
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ALONE = re.compile(rf"[{_CJK}—―]")
"""Characters that stand by themselves: writing without spaces, and dashes set close between words."""
_STOP = re.compile(rf"[\s{_CJK}—―]")
_LAST_STOP = re.compile(rf"(?s:.*)[\s{_CJK}—―]")
_CORE_CLASS = r"(?:[^\W_]|[%‰&@£$€¥°§©®™\u2600-\u26ff\U0001f000-\U0001faff])"
_CORE = re.compile(_CORE_CLASS)
"""A character that makes a word; all others around it are punctuation."""
_LAST_CORE = re.compile(rf"(?s:.*){_CORE_CLASS}")

_JOINER = "\u200d"
_LONGEST_GRAPHEME = 256
"""Beyond this many characters a grapheme is an attack, and may be split."""


class UnitRuler:
    """Finds words, sentences and paragraphs of one text by place, looking only around that place."""

    def __init__(self, text: str, table: ParagraphTable | None = None) -> None:
        """Take the text, and its paragraphs where they are known; nothing is measured before it is asked."""
        self.text = text
        known = table is not None and bool(table.paragraphs)
        self.paragraphs: KnownParagraphs | ParagraphRuler = (
            KnownParagraphs(text, table) if table is not None and known else ParagraphRuler(text)
        )
        self._latest = _NOWHERE

    def at(self, offset: int, unit: Unit) -> Passage:
        """Return the unit at `offset`; between units the next one, else the last; (0, 0) without text."""
        if unit is Unit.WORD:
            return word_at(self.text, offset) or _NOWHERE
        if unit is Unit.SENTENCE:
            return self._sentence_at(offset) or _NOWHERE
        return self.paragraphs.at(offset) or _NOWHERE

    def next(self, passage: Passage, unit: Unit) -> Passage | None:
        """Return the first unit that starts at or after the passage's end, or None."""
        if unit is Unit.WORD:
            return word_after(self.text, passage.end)
        if unit is Unit.SENTENCE:
            return self._sentence_after(passage.end)
        return self.paragraphs.after(passage.end)

    def previous(self, passage: Passage, unit: Unit) -> Passage | None:
        """Return the last unit that ends at or before the passage's start, or None."""
        if unit is Unit.WORD:
            return word_before(self.text, passage.start)
        if unit is Unit.SENTENCE:
            return self._sentence_before(passage.start)
        return self.paragraphs.before(passage.start)

    def _sentence_at(self, offset: int) -> Passage | None:
        if not self._latest.holds(offset):
            paragraph = self.paragraphs.at(offset)
            if paragraph is None:
                return None
            self._latest = sentence_at(self.text, paragraph, offset)
        return self._latest

    def _sentence_after(self, offset: int) -> Passage | None:
        mark = next_ink(self.text, offset)
        found = None if mark is None else self._sentence_at(mark)
        if found is None or found.start >= offset:
            return found
        return self._sentence_after(found.end)

    def _sentence_before(self, offset: int) -> Passage | None:
        mark = last_ink(self.text, offset)
        found = None if mark is None else self._sentence_at(mark)
        if mark is None or found is None or found.end <= offset:
            return found
        # A printed number is ink before the first sentence and part of none: go round it.
        paragraph = self.paragraphs.at(mark)
        before_number = paragraph is not None and mark < found.start
        return self._sentence_before(paragraph.start if paragraph and before_number else found.start)


def word_at(text: str, offset: int) -> Passage | None:
    """Return the word at `offset`, or the run of punctuation that stands alone there; None: no text."""
    mark = next_ink(text, max(0, offset))
    if mark is None:
        mark = last_ink(text, len(text))
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
    if _ALONE.match(text, mark):
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


def grapheme_start(text: str, offset: int) -> int:
    """Return the start of the grapheme (what a reader takes for one character) that holds `offset`."""
    floor = max(0, offset - _LONGEST_GRAPHEME)
    while offset > floor and offset < len(text) and _is_joined(text, offset):
        offset -= 1
    return offset


def grapheme_end(text: str, offset: int) -> int:
    """Return the end of the grapheme that starts at `offset`; the text's end beyond it."""
    ceiling = min(len(text), offset + _LONGEST_GRAPHEME)
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
        return character >= "\u2190" and not _ALONE.match(character)
    return _is_regional(character) and _regionals_before(text, offset) % 2 == 1


def _extends(character: str) -> bool:
    if character == _JOINER or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    return unicodedata.category(character)[0] == "M" or "\U000e0020" <= character <= "\U000e007f"


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regionals_before(text: str, offset: int) -> int:
    start = offset
    while start > max(0, offset - _LONGEST_GRAPHEME) and _is_regional(text[start - 1]):
        start -= 1
    return offset - start

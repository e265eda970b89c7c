"""Move a cursor through a text by words, sentences and paragraphs."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ofsted_tui.model.paragraph import Paragraph, ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, Unit
from ofsted_tui.reading.segmentation import (
    grapheme_end,
    grapheme_start,
    last_nonspace,
    next_nonspace,
    sentence_at,
    word_after,
    word_at,
    word_before,
)

if TYPE_CHECKING:
    from ofsted_tui.reading.structure.paragraphs import ParagraphRuler


_NOWHERE = Passage(0, 0)


class KnownParagraphs:
    """Finds stored paragraphs by place, with the interface of ParagraphRuler."""

    def __init__(self, text: str, table: ParagraphTable) -> None:
        """Take a text and its paragraphs; there is at least one."""
        self.text = text
        self._table = table

    def at(self, offset: int) -> Passage | None:
        """Return the paragraph at `offset`; from white space the next one, else the last."""
        found = self._table.at(offset) or self._table.starting_after(offset) or self._table.paragraphs[-1]
        return found.passage

    def after(self, offset: int) -> Passage | None:
        """Return the first paragraph that starts at or after `offset`, or None."""
        return _passage(self._table.starting_after(offset))

    def before(self, offset: int) -> Passage | None:
        """Return the last paragraph that ends at or before `offset`, or None."""
        return _passage(self._table.ending_before(offset))


def _passage(paragraph: Paragraph | None) -> Passage | None:
    return None if paragraph is None else paragraph.passage


class UnitRuler:
    """Finds words, sentences and paragraphs of one text by place, looking only around that place."""

    def __init__(self, text: str, table: ParagraphTable | None = None) -> None:
        """Take the text, and its paragraphs where they are known; nothing is measured before it is asked."""
        self.text = text
        self._table = table
        self._latest = _NOWHERE

    @cached_property
    def paragraphs(self) -> "KnownParagraphs | ParagraphRuler":
        """What finds paragraphs; made when it is first asked, since to find them in a text loads much."""
        if self._table is not None and self._table.paragraphs:
            return KnownParagraphs(self.text, self._table)
        from ofsted_tui.reading.structure.paragraphs import ParagraphRuler

        return ParagraphRuler(self.text)

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
        mark = next_nonspace(self.text, offset)
        found = None if mark is None else self._sentence_at(mark)
        if found is None or found.start >= offset:
            return found
        return self._sentence_after(found.end)

    def _sentence_before(self, offset: int) -> Passage | None:
        mark = last_nonspace(self.text, offset)
        found = None if mark is None else self._sentence_at(mark)
        if mark is None or found is None or found.end <= offset:
            return found
        # A printed number stands before the first sentence and is part of none: pass it.
        paragraph = self.paragraphs.at(mark)
        before_number = paragraph is not None and mark < found.start
        return self._sentence_before(paragraph.start if paragraph and before_number else found.start)


def moved(cursor: Cursor, ruler: UnitRuler, step: int) -> Cursor:
    """Move by `step` units, backwards where negative; at either end of the text it stays.

    A held anchor extends the passage. One that is not held is dropped, and the move begins at the edge of
    the passage on the side that it goes to.
    """
    if cursor.anchor is None or cursor.held:
        return replace(cursor, head=_head_after(cursor.head, cursor.unit, ruler, step))
    head = _head_after(cursor.passage, cursor.unit, ruler, step)
    return Cursor(cursor.head if head == cursor.passage else head, None, cursor.unit)


def _head_after(head: Passage, unit: Unit, ruler: UnitRuler, step: int) -> Passage:
    for _ in range(abs(step)):
        found = ruler.next(head, unit) if step > 0 else ruler.previous(head, unit)
        if found is None:
            break
        head = found
    return head


def extended(cursor: Cursor, ruler: UnitRuler, step: int) -> Cursor:
    """Move the head by `step` units, keeping the unit where extending began in the passage."""
    head = _head_after(cursor.head, cursor.unit, ruler, step)
    return replace(cursor, head=head, anchor=cursor.anchor or cursor.head)


def held(cursor: Cursor) -> Cursor:
    """Anchor the passage, so that every move extends it; held already, let it go."""
    return replace(cursor, anchor=cursor.anchor or cursor.head, held=not cursor.held)


def released(cursor: Cursor) -> Cursor:
    """Keep the passage, but let the next move begin another."""
    return replace(cursor, held=False)


def dropped(cursor: Cursor, ruler: UnitRuler) -> Cursor:
    """Drop the anchor; the cursor is on the unit at the head's start."""
    return placed(cursor, ruler, cursor.head.start)


def with_unit(cursor: Cursor, ruler: UnitRuler, unit: Unit) -> Cursor:
    """Step by another unit from now on; the head becomes the unit at its start, the anchor stays."""
    return replace(cursor, head=ruler.at(cursor.head.start, unit), unit=unit)


def placed(cursor: Cursor, ruler: UnitRuler, offset: int) -> Cursor:
    """Put the cursor on the unit at `offset`, with no anchor."""
    return Cursor(ruler.at(offset, cursor.unit), None, cursor.unit)


def chosen(passage: Passage, unit: Unit) -> Cursor:
    """Make a cursor that has chosen exactly this passage."""
    return Cursor(passage, None, unit)


def stretched(cursor: Cursor, text: str, start_step: int = 0, end_step: int = 0) -> Cursor:
    """Move the passage's start and end by characters as a reader counts them; never to an empty passage."""
    passage = cursor.passage
    if not passage:
        return chosen(passage, cursor.unit)
    last = grapheme_start(text, passage.end - 1)
    start = min(_offset_after(text, passage.start, start_step), max(passage.start, last))
    end = max(_offset_after(text, passage.end, end_step), min(passage.end, grapheme_end(text, start)))
    return chosen(Passage(start, end), cursor.unit)


def _offset_after(text: str, offset: int, step: int) -> int:
    for _ in range(abs(step)):
        if step > 0:
            offset = grapheme_end(text, offset)
        elif offset > 0:
            offset = grapheme_start(text, offset - 1)
    return offset

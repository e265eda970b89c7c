"""The moves of the cursor, as pure functions from one cursor to the next."""

from dataclasses import replace

from ofsted_tui.model.cursor import Cursor, Unit
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.graphemes import grapheme_end, grapheme_start
from ofsted_tui.reading.units import UnitRuler


def moved(cursor: Cursor, ruler: UnitRuler, step: int) -> Cursor:
    """Move by `step` units, backwards where negative; at either end of the text it stays.

    A held anchor extends the passage. One that is not held is dropped, and the move begins at the edge of
    the passage on the side that it goes to.
    """
    if cursor.anchor is None or cursor.held:
        return replace(cursor, head=_stepped_head(cursor.head, cursor.unit, ruler, step))
    head = _stepped_head(cursor.passage, cursor.unit, ruler, step)
    return Cursor(cursor.head if head == cursor.passage else head, None, cursor.unit)


def _stepped_head(head: Passage, unit: Unit, ruler: UnitRuler, step: int) -> Passage:
    for _ in range(abs(step)):
        found = ruler.next(head, unit) if step > 0 else ruler.previous(head, unit)
        if found is None:
            break
        head = found
    return head


def extended(cursor: Cursor, ruler: UnitRuler, step: int) -> Cursor:
    """Move the head by `step` units, keeping the unit where extending began in the passage."""
    head = _stepped_head(cursor.head, cursor.unit, ruler, step)
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
    start = min(_stepped(text, passage.start, start_step), max(passage.start, last))
    end = max(_stepped(text, passage.end, end_step), min(passage.end, grapheme_end(text, start)))
    return chosen(Passage(start, end), cursor.unit)


def _stepped(text: str, offset: int, step: int) -> int:
    for _ in range(abs(step)):
        if step > 0:
            offset = grapheme_end(text, offset)
        elif offset > 0:
            offset = grapheme_start(text, offset - 1)
    return offset

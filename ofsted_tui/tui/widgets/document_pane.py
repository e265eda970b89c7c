"""The document pane: the text with a cursor, and the keys, labels and mouse that choose passages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from string import ascii_lowercase, digits
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, ReadingPosition, Unit
from ofsted_tui.reading import cursor_moves
from ofsted_tui.reading.cursor_moves import UnitRuler
from ofsted_tui.reading.segmentation import grapheme_end
from ofsted_tui.review import Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.text.painter import GUTTER
from ofsted_tui.tui.widgets.document_view import DocumentView, ShownDocument


class DocumentPane(DocumentView, can_focus=True, inherit_bindings=False):
    """The source document with a cursor, which covers a unit; extended, any passage."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.MOVE, *keys.CHOOSE]

    def __init__(self, moved: Callable[[], None]) -> None:
        """Call `moved` whenever the cursor has moved.

        A message would be handled a frame later, and after the next key of those typed at one go: that
        key would work on the tags of the place before.
        """
        super().__init__()
        self._moved = moved
        self._ruler = UnitRuler("")
        self.cursor = Cursor(Passage(0, 0))
        """Where the reviewer is."""
        self._column: int | None = None
        """The column that moves by row keep to."""
        self._labels: Labels | None = None
        self._pressed: int | None = None
        """The offset at which the mouse was pressed."""
        self._wandered = False
        """Whether the mouse has scrolled away from the cursor."""

    def open(self, shown: ShownDocument, place: ReadingPosition | None) -> None:
        """Show a document at a place; at its beginning where there is none."""
        self._labels = None
        self._ruler = UnitRuler(shown.text, shown.paragraphs)
        cursor = place.cursor if place else Cursor(self._ruler.at(0, Unit.SENTENCE))
        self.cursor, self.passage = cursor, cursor.passage
        self.show(shown, place.top if place else 0)

    @property
    def place(self) -> ReadingPosition:
        """Where the reviewer is, and what is at the top of the pane."""
        return ReadingPosition(self.cursor, self.top_offset)

    def put(self, cursor: Cursor, *, keep_column: bool = False, look_at: Passage | None = None) -> None:
        """Move the cursor, bring it (or another place to look at) into view and tell of it."""
        self.cursor = cursor
        if not keep_column:
            self._column = None
        self.set_passage(cursor.passage)
        self._wandered = False
        self.bring_into_view(look_at or cursor.head)
        self._moved()

    def put_back(self, place: ReadingPosition) -> None:
        """Be again where the reviewer was, with the same row at the top."""
        self.put(place.cursor)
        self.scroll_to_row(self.wrap.row_of(place.top))

    def choose(self, passage: Passage) -> None:
        """Make the passage just this one."""
        self.put(cursor_moves.chosen(passage, self.cursor.unit))

    def choose_nothing_at(self, offset: int) -> None:
        """Be at the first sentence from an offset on, with no passage chosen: moving chooses one."""
        start = self._ruler.at(offset, Unit.SENTENCE).start
        self.put(cursor_moves.chosen(Passage(start, start), Unit.SENTENCE))

    def go_to(self, offset: int) -> None:
        """Put the cursor on the unit at an offset."""
        self.put(cursor_moves.placed(self.cursor, self._ruler, offset))

    def laid_out(self) -> None:
        """Keep the cursor on the screen when that has become smaller."""
        super().laid_out()
        if not self._wandered and not self.rows_of(self.cursor.head):
            self.bring_into_view(self.cursor.head)

    # keys

    def action_move(self, step: int) -> None:
        """Go to the next or previous unit; with words, a row down or up."""
        if self.cursor.unit is Unit.WORD:
            self._move_row(step)
        else:
            self.put(cursor_moves.moved(self.cursor, self._ruler, step))

    def action_move_word(self, step: int) -> None:
        """Go to the next or previous word, going by words from now on."""
        if self.cursor.unit is not Unit.WORD:
            self.action_unit(Unit.WORD.value)
        self.put(cursor_moves.moved(self.cursor, self._ruler, step))

    def _move_row(self, step: int) -> None:
        head = self.cursor.head.start
        if self._column is None:
            self._column = self.wrap.column_of(head)
        row = self.wrap.row_of(head) + step
        while 0 <= row < self.wrap.total:
            word = self._ruler.at(self.wrap.offset_at(row, self._column), Unit.WORD)
            if (word.start > head) == (step > 0) and word != self.cursor.head:
                self.put(self._with_head(word), keep_column=True)
                return
            row += step

    def action_extend(self, step: int) -> None:
        """Extend the passage by a unit, or draw it back."""
        self.put(cursor_moves.extended(self.cursor, self._ruler, step))

    def action_anchor(self) -> None:
        """Let every move extend the passage, until it is dropped."""
        self.put(cursor_moves.held(self.cursor))

    def release(self) -> None:
        """Keep the passage, but let the next move begin another."""
        self.cursor = cursor_moves.released(self.cursor)

    def drop(self) -> None:
        """Drop what was extended, and the hits that were marked."""
        if self.pattern is not None:
            self.set_pattern(None, 0)
        self.put(cursor_moves.dropped(self.cursor, self._ruler))

    def action_unit(self, name: str) -> None:
        """Go by words, sentences or paragraphs."""
        self.put(cursor_moves.with_unit(self.cursor, self._ruler, Unit(name)))

    def action_stretch(self, start_step: int, end_step: int) -> None:
        """Move the passage's start or end by a character."""
        cursor = cursor_moves.stretched(self.cursor, self.shown.text, start_step, end_step)
        edge = cursor.head.start if start_step else max(cursor.head.start, cursor.head.end - 1)
        self.put(cursor, look_at=Passage(edge, edge + 1))

    def action_top(self) -> None:
        """Go to the first unit."""
        self._go(0)

    def action_end(self) -> None:
        """Go to the last unit."""
        self._go(len(self.shown.text))

    def action_page(self, step: int) -> None:
        """Go a page down or up; within a unit that is longer than a page the view moves alone."""
        head = self.cursor.head
        rows = self.wrap.rows_of(head)
        row = max(rows[0], min(self.scroll_offset.y, rows[-1])) + step * max(1, self.size.height - 2)
        offset = self.wrap.offset_at(max(0, min(row, self.wrap.total - 1)), 0)
        if self._ruler.at(offset, self.cursor.unit) == head:
            self.scroll_to_row(row)
        else:
            self._go(offset)

    def _go(self, offset: int) -> None:
        self.put(self._with_head(self._ruler.at(offset, self.cursor.unit)))

    def _with_head(self, head: Passage) -> Cursor:
        held = self.cursor.held
        return Cursor(head, self.cursor.anchor if held else None, self.cursor.unit, held)

    # labels

    def action_labels(self) -> None:
        """Label every word on the screen; the labels typed choose the first and the last word."""
        first, last = self.top_offset, self.wrap.span(self.scroll_offset.y + self.size.height - 1)[1]
        self._take_labels(
            Labels.over(self._ruler, first, last, self.cursor.anchor if self.cursor.held else None)
        )
        self._moved()

    def _take_labels(self, labels: "Labels | None") -> None:
        self._labels = labels
        self.set_labels(labels.showing if labels else {})
        self.refresh_bindings()

    @property
    def hint(self) -> str:
        """What the pane waits for, where a key means something else just now."""
        return self._labels.hint if self._labels else ""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep keys from their bindings while labels are typed."""
        return self._labels is not None

    def on_key(self, event: events.Key) -> None:
        """Take a key as part of a label."""
        if self._labels is None:
            return
        event.stop()
        event.prevent_default()
        passage = self._labels.typed(event.key, event.character)
        self._take_labels(None if self._labels.is_over else self._labels)
        if passage is not None:
            self.choose(passage)
        else:
            self._moved()

    def leave_labels(self) -> None:
        """Take the labels away, if there are any."""
        if self._labels is not None:
            self._take_labels(None)

    # the mouse

    def on_mouse_scroll_down(self) -> None:
        """Note that the reader looks elsewhere than at the cursor."""
        self._wandered = True

    def on_mouse_scroll_up(self) -> None:
        """Note that the reader looks elsewhere than at the cursor."""
        self._wandered = True

    def _offset_under(self, event: events.MouseEvent) -> int:
        return self.wrap.offset_at(self.scroll_offset.y + event.y, event.x - self.margin - GUTTER)

    def _grapheme_at(self, offset: int) -> Passage:
        return Passage(offset, max(offset, grapheme_end(self.shown.text, offset)))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is pressed; with shift, extend the passage to there."""
        if event.button != 1:
            return
        self.leave_labels()
        offset = self._offset_under(event)
        if event.shift:
            self.choose(self.passage.joined(self._grapheme_at(offset)))
        else:
            self.go_to(offset)
        self._pressed = offset
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Choose the characters that the mouse is dragged over."""
        if self._pressed is None or event.button == 0:
            return
        if not 0 <= event.y < self.size.height:
            self.scroll_relative(y=-1 if event.y < 0 else 1, animate=False)
        offset = self._offset_under(event)
        if offset != self._pressed:
            self.choose(self._grapheme_at(self._pressed).joined(self._grapheme_at(offset)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Stop choosing."""
        if self._pressed is not None:
            self._pressed = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Choose the word under a double click, the paragraph under a triple one."""
        if event.chain in (2, 3):
            unit = Unit.WORD if event.chain == 2 else Unit.PARAGRAPH
            self.choose(self._ruler.at(self._offset_under(event), unit))


def shown_document(review: Review) -> ShownDocument:
    """Return the open document with its annotations, and what of it is marked read."""
    text = review.document.text

    def is_read(start: int, end: int) -> bool:
        index = review.paragraphs.index_at(end - 1)
        found = None if index is None else review.paragraphs.paragraphs[index]
        return found is not None and found.start >= start and review.opened.is_read(found.passage)

    areas = {area.code: area for area in review.codebook.areas}
    return ShownDocument(
        text, review.opened.cuts.drawn(text), review.annotations, areas, is_read, review.paragraphs
    )


_LETTERS = ascii_lowercase + digits
_LENGTH = 2


@dataclass(slots=True)
class Labels:
    """Two-character labels being typed: the first names where the passage begins, the second its end.

    A label that ends in a capital takes the punctuation around its word along.
    """

    text: str
    words: dict[str, Passage]
    first: Passage | None = None
    """The word that was named first, or the passage that was anchored already."""
    begun: str = ""
    """The part of a label that was typed."""
    is_over: bool = field(default=False)

    @classmethod
    def over(cls, ruler: UnitRuler, start: int, end: int, anchor: Passage | None) -> "Labels":
        """Label the words between two offsets; with an anchor only the other end is asked for."""
        found: list[Passage] = []
        word = ruler.next(Passage(start, start), Unit.WORD)
        while word is not None and word.start < end and len(found) < len(_LETTERS) ** _LENGTH:
            found.append(word)
            word = ruler.next(word, Unit.WORD)
        names = sorted(("".join(pair) for pair in product(_LETTERS, repeat=_LENGTH)), key=_ease)
        return cls(ruler.text, dict(zip(names, found, strict=False)), anchor)

    @property
    def showing(self) -> dict[int, str]:
        """The labels that can still be meant, by the offset of their word."""
        return {word.start: name for name, word in self.words.items() if name.startswith(self.begun)}

    @property
    def hint(self) -> str:
        """What is to be typed now."""
        end = "last" if self.first else "first"
        more = "; enter: this word alone" if self.first else ""
        return f"Type the label of the {end} word (capital: with its punctuation{more}; esc: back)"

    def typed(self, key: str, character: str | None) -> Passage | None:
        """Take a key; return the passage once both ends are named. A wrong key ends it."""
        if key == "enter" and self.first is not None:
            self.is_over = True
            return self.first
        self.begun += (character or key).lower()
        word = self.words.get(self.begun)
        if word is None:
            self.is_over = not self.showing
            return None
        self.begun = ""
        if character is not None and character.isupper():
            word = self._with_punctuation(word)
        if self.first is None:
            self.first = word
            return None
        self.is_over = True
        return self.first.joined(word)

    def _with_punctuation(self, word: Passage) -> Passage:
        """Return the word with what stands right before and behind it, up to the next white space."""
        start, end = word.start, word.end
        while start > 0 and _is_punctuation(self.text[start - 1]):
            start -= 1
        while end < len(self.text) and _is_punctuation(self.text[end]):
            end += 1
        return Passage(start, end)


def _is_punctuation(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _ease(name: str) -> tuple[bool, str]:
    """Sort labels of letters alone before those with digits."""
    return not name.isalpha(), name

"""The document pane: the text, and the keys that choose passages in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events

from ofsted_tui.model.cursor import Cursor, Unit
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Place
from ofsted_tui.reading import cursor_moves
from ofsted_tui.tui import keys
from ofsted_tui.tui.widgets.cursor_view import CursorView
from ofsted_tui.tui.widgets.text_view import Shown

if TYPE_CHECKING:
    from ofsted_tui.tui.text.labels import Labels


class DocumentPane(CursorView, can_focus=True, inherit_bindings=False):
    """The source document."""

    HELP = (
        "The document. The marked passage is what a digit tags; units are words, sentences or paragraphs."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.DOCUMENT_PANE

    def __init__(self, moved: Callable[[], None]) -> None:
        """Call `moved` whenever the cursor has moved."""
        super().__init__(moved)
        self._labels: Labels | None = None

    def open(self, shown: Shown, place: Place | None) -> None:
        """Show a document at a place; at its beginning where there is none."""
        self._labels = None
        super().open(shown, place)

    def action_move(self, step: int) -> None:
        """Go to the next or previous unit; with words, a row down or up."""
        if self._cursor.unit is Unit.WORD:
            self._move_row(step)
        else:
            self.put(cursor_moves.moved(self._cursor, self._ruler, step))

    def action_move_word(self, step: int) -> None:
        """Go to the next or previous word, going by words from now on."""
        if self._cursor.unit is not Unit.WORD:
            self.action_unit(Unit.WORD.value)
        self.put(cursor_moves.moved(self._cursor, self._ruler, step))

    def _move_row(self, step: int) -> None:
        head = self._cursor.head.start
        if self._column is None:
            self._column = self.column_of(head)
        row = self.wrap.row_of(head) + step
        while 0 <= row < self.wrap.total:
            word = self._ruler.at(self.offset_at(row, self._column), Unit.WORD)
            if (word.start > head) == (step > 0) and word != self._cursor.head:
                self.put(self._with_head(word), keep_column=True)
                return
            row += step

    def action_extend(self, step: int) -> None:
        """Extend the passage by a unit, or draw it back."""
        self.put(cursor_moves.extended(self._cursor, self._ruler, step))

    def action_anchor(self) -> None:
        """Let every move extend the passage, until it is dropped."""
        self.put(cursor_moves.held(self._cursor))

    def release(self) -> None:
        """Keep the passage, but let the next move begin another."""
        self._cursor = cursor_moves.released(self._cursor)

    def action_drop(self) -> None:
        """Drop what was extended, and the hits that were marked."""
        if self.pattern is not None:
            self.set_pattern(None, 0)
        self.put(cursor_moves.dropped(self._cursor, self._ruler))

    def action_unit(self, name: str) -> None:
        """Go by words, sentences or paragraphs."""
        self.put(cursor_moves.with_unit(self._cursor, self._ruler, Unit(name)))

    def action_stretch(self, start_step: int, end_step: int) -> None:
        """Move the passage's start or end by a character."""
        cursor = cursor_moves.stretched(self._cursor, self.shown.text, start_step, end_step)
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
        head = self._cursor.head
        first, last = self.wrap.row_of(head.start), self.wrap.row_of(max(head.start, head.end - 1))
        row = max(first, min(self.scroll_offset.y, last)) + step * max(1, self.size.height - 2)
        offset = self.offset_at(max(0, min(row, self.wrap.total - 1)), 0)
        if self._ruler.at(offset, self._cursor.unit) == head:
            self.scroll_to_row(row)
        else:
            self._go(offset)

    def _go(self, offset: int) -> None:
        self.put(self._with_head(self._ruler.at(offset, self._cursor.unit)))

    def _with_head(self, head: Passage) -> Cursor:
        held = self._cursor.held
        return Cursor(head, self._cursor.anchor if held else None, self._cursor.unit, held)

    def action_labels(self) -> None:
        """Label every word on the screen; the labels typed choose the first and the last word."""
        from ofsted_tui.tui.text.labels import Labels

        first, last = self.top_offset, self.wrap.span(self.scroll_offset.y + self.size.height - 1)[1]
        self._take_labels(
            Labels.over(self._ruler, first, last, self._cursor.anchor if self._cursor.held else None)
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

    @property
    def acts_at_once(self) -> bool:
        """Whether keys do all that they do by bindings: not while labels are typed."""
        return self._labels is None

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

    def pressed(self) -> None:
        """Leave the labels."""
        if self._labels is not None:
            self._take_labels(None)

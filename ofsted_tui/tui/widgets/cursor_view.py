"""A document with a cursor in it: the passage that is chosen, and the mouse that chooses it."""

from collections.abc import Callable

from textual import events

from ofsted_tui.model.cursor import Cursor, Unit
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Place
from ofsted_tui.reading import cursor_moves
from ofsted_tui.reading.graphemes import grapheme_end
from ofsted_tui.reading.units import UnitRuler
from ofsted_tui.tui.text.painter import GUTTER
from ofsted_tui.tui.widgets.text_view import Shown, TextView


class CursorView(TextView):
    """A text with a cursor, which covers a unit; extended, any passage."""

    def __init__(self, moved: Callable[[], None]) -> None:
        """Call `moved` whenever the cursor has moved: a message would come a frame later."""
        super().__init__()
        self._moved = moved
        self._ruler = UnitRuler("")
        self._cursor = Cursor(Passage(0, 0))
        self._column: int | None = None
        """The column that moves by row keep to."""
        self._pressed: int | None = None
        self._wandered = False
        """Whether the mouse has scrolled away from the cursor."""

    def open(self, shown: Shown, place: Place | None) -> None:
        """Show a document at a place; at its beginning where there is none."""
        self._ruler = UnitRuler(shown.text, shown.paragraphs)
        cursor = place.cursor if place else Cursor(self._ruler.at(0, Unit.SENTENCE))
        self._cursor, self.passage = cursor, cursor.passage
        self.show(shown, place.top if place else 0)

    @property
    def cursor(self) -> Cursor:
        """Where the reviewer is."""
        return self._cursor

    @property
    def place(self) -> Place:
        """Where the reviewer is, and what is at the top of the pane."""
        return Place(self._cursor, self.top_offset)

    def put(self, cursor: Cursor, *, keep_column: bool = False, look_at: Passage | None = None) -> None:
        """Move the cursor, bring it (or another place to look at) into view and tell of it."""
        self._cursor = cursor
        if not keep_column:
            self._column = None
        self.set_passage(cursor.passage)
        self._wandered = False
        self.bring_into_view(look_at or cursor.head)
        self._moved()

    def put_back(self, place: Place) -> None:
        """Be again where the reviewer was, with the same row at the top."""
        self.put(place.cursor)
        self.scroll_to_row(self.wrap.row_of(place.top))

    def choose(self, passage: Passage) -> None:
        """Make the passage just this one."""
        self.put(cursor_moves.chosen(passage, self._cursor.unit))

    def go_to(self, offset: int) -> None:
        """Put the cursor on the unit at an offset."""
        self.put(cursor_moves.placed(self._cursor, self._ruler, offset))

    def on_mouse_scroll_down(self) -> None:
        """Note that the reader looks elsewhere than at the cursor."""
        self._wandered = True

    def on_mouse_scroll_up(self) -> None:
        """Note that the reader looks elsewhere than at the cursor."""
        self._wandered = True

    def laid_out(self) -> None:
        """Keep the cursor on the screen when that has become smaller."""
        if not self._wandered and not self.rows_of(self._cursor.head):
            self.bring_into_view(self._cursor.head)

    def _offset_under(self, event: events.MouseEvent) -> int:
        return self.offset_at(self.scroll_offset.y + event.y, event.x - self.margin - GUTTER)

    def _grapheme_at(self, offset: int) -> Passage:
        return Passage(offset, max(offset, grapheme_end(self.shown.text, offset)))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is pressed; with shift, extend the passage to there."""
        if event.button != 1:
            return
        self.pressed()
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

    def pressed(self) -> None:
        """End what a press of the mouse ends."""

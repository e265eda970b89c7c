"""The annotations of a document, two rows each, drawn only where they are on the screen."""

from bisect import bisect_left
from collections.abc import Callable, Iterable

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.message import Message
from textual.strip import Strip

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.tui import keys
from ofsted_tui.tui.text.palette import Palette
from ofsted_tui.tui.widgets.line_view import LineView
from ofsted_tui.tui.widgets.status_line import fitted

_ROWS = 2
_KEPT_STRIPS = 1_000


class AnnotationList(LineView, can_focus=True, inherit_bindings=False):
    """Annotations in reading order, one of them marked."""

    HELP = (
        "The annotations of this document in reading order. Enter goes to the passage."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ANNOTATION_PANE

    class Marked(Message):
        """Another annotation is marked, by key or mouse."""

        def __init__(self, annotation: Annotation) -> None:
            """Take the annotation."""
            super().__init__()
            self.annotation = annotation

    class Chosen(Message):
        """An annotation was double-clicked."""

    def __init__(self, codebook: Codebook, place_of: Callable[[Annotation], str]) -> None:
        """Take the codebook for titles, and what to say of an annotation's place."""
        super().__init__()
        self._codebook = codebook
        self._place_of = place_of
        self._items: list[Annotation] = []
        self._marked: int | None = None
        self._width = 0
        self._palette: Palette | None = None
        self._strips: dict[tuple[str, int], tuple[Annotation, Strip]] = {}
        """Rows of annotations as they were drawn, unmarked, by id and number."""

    @property
    def marked(self) -> Annotation | None:
        """The marked annotation."""
        return None if self._marked is None else self._items[self._marked]

    def __len__(self) -> int:
        """Count the annotations that are listed."""
        return len(self._items)

    def fill(self, annotations: Iterable[Annotation]) -> None:
        """List other annotations, given in reading order."""
        self._items = list(annotations)
        self._strips.clear()
        self._marked = None
        self.set_row_count(len(self._items) * _ROWS)
        self.refresh()

    def put(self, before: Annotation | None, after: Annotation | None) -> None:
        """Take out one annotation and put in another; only the rows from there on are drawn again."""
        marked, first = self.marked, len(self._items)
        if before is not None and (found := self._position(before)) is not None:
            del self._items[found]
            first = found
        if after is not None and self._position(after) is None:
            found = bisect_left(self._items, after.reading_order, key=_order)
            self._items.insert(found, after)
            first = min(first, found)
        self._marked = None if marked is None else self._position(marked)
        self.set_row_count(len(self._items) * _ROWS)
        lowest_top = max(0, len(self._items) * _ROWS - self.size.height)
        if self.scroll_offset.y > lowest_top:
            self.scroll_to_row(lowest_top)
        top = self.scroll_offset.y
        self.refresh_rows(set(range(max(top, first * _ROWS), top + self.size.height)))

    def _position(self, annotation: Annotation) -> int | None:
        found = bisect_left(self._items, annotation.reading_order, key=_order)
        same = found < len(self._items) and self._items[found].id == annotation.id
        return found if same else None

    def mark(self, annotation: Annotation | None) -> None:
        """Mark an annotation and bring it into view; None, or one that is not listed, marks none."""
        self._set_marked(None if annotation is None else self._position(annotation))

    def _set_marked(self, index: int | None) -> None:
        before, self._marked = self._marked, index
        changed = {before, index} if before != index else set()
        self.refresh_rows({one * _ROWS + row for one in changed if one is not None for row in range(_ROWS)})
        if index is not None:
            self._show(index)

    def _show(self, index: int) -> None:
        top, height = self.scroll_offset.y, self.size.height
        row = index * _ROWS
        if not top <= row <= top + height - _ROWS:
            self.scroll_to_row(row - height // 3 if row < top else row + _ROWS - height + height // 3)

    def action_move(self, step: int) -> None:
        """Mark another annotation."""
        if not self._items:
            return
        now = -1 if self._marked is None else self._marked
        self._set_marked(max(0, min(len(self._items) - 1, now + step)))
        if self.marked is not None:
            self.post_message(self.Marked(self.marked))

    def action_page(self, step: int) -> None:
        """Mark an annotation a page away."""
        self.action_move(step * max(1, self.size.height // _ROWS - 1))

    def on_click(self, event: events.Click) -> None:
        """Mark the annotation under the mouse; a double click goes to its passage."""
        index = (self.scroll_offset.y + event.y) // _ROWS
        if index < len(self._items):
            self._set_marked(index)
            self.post_message(self.Marked(self._items[index]))
            if event.chain == _ROWS:
                self.post_message(self.Chosen())

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        super().notify_style_update()
        self._palette = None
        self._strips.clear()

    def prepare_paint(self) -> None:
        """Read the styles once a paint."""
        if self._palette is None:
            accent = Color.parse(self.app.theme_variables["primary"])
            colours = {area.digit: area.colour for area in self._codebook.areas}
            background = self.background_colors[1]
            self._palette = Palette(self.ground, background, accent, colours, self.app.no_color)
        self._top = self.scroll_offset.y
        width = self.scrollable_content_region.width
        if width != self._width or len(self._strips) > _KEPT_STRIPS:
            self._width = width
            self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw one row: an annotation's letter, place and quote, or its direction, topic and note."""
        assert self._palette is not None
        index, second = divmod(self._top + y, _ROWS)
        if index >= len(self._items):
            return Strip.blank(self._width, self._palette.base)
        annotation = self._items[index]
        kept = self._strips.get((annotation.id, second))
        if kept is None or kept[0] is not annotation:
            segments = self._second(annotation) if second else self._first(annotation)
            strip = Strip(segments).adjust_cell_length(self._width, self._palette.base)
            kept = self._strips[annotation.id, second] = annotation, strip
        return self._as_marked(kept[1], second) if index == self._marked else kept[1]

    def _as_marked(self, strip: Strip, second: int) -> Strip:
        assert self._palette is not None
        if not second:
            strip = Strip([Segment("▌", self._palette.marker), *list(strip)[1:]], self._width)
        return strip.apply_style(self._mark_style())

    def _mark_style(self) -> Style:
        assert self._palette is not None
        ground = self._palette.text(0, 0, True, False)
        return Style(bgcolor=ground.bgcolor, reverse=ground.reverse)

    def _first(self, annotation: Annotation) -> list[Segment]:
        assert self._palette is not None
        area = self._codebook.area_or_unknown(annotation.area)
        sign = annotation.direction.sign if annotation.direction else " "
        head = f"{self._place_of(annotation)} "
        room = max(0, self._width - 5 - len(head))
        quote = fitted(visible_summary(annotation.quote[: room * 4]), room)
        return [
            Segment(" ", self._palette.marker),
            Segment(area.letter, self._palette.letter(area.digit)),
            Segment(f"{sign} ", self._palette.strong),
            Segment(head, self._palette.faint),
            Segment(quote, self._palette.base),
        ]

    def _second(self, annotation: Annotation) -> list[Segment]:
        assert self._palette is not None
        topic = visible_summary(self._codebook.topic_title(annotation.topic))
        note = visible_summary(annotation.note[:400])
        words = " · ".join(part for part in (topic, note and f"* {note}") if part)
        return [Segment("    " + fitted(words, max(0, self._width - 5)), self._palette.faint)]


def _order(annotation: Annotation) -> tuple[int, int, str, str]:
    return annotation.reading_order

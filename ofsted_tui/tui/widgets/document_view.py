"""A document drawn by row: wrapped lazily, marked by place, and repainted only where its look has changed.

What a frame costs depends on the rows that it draws, not on the length of the text or the number of
annotations.
"""

import asyncio
import re
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from rich.segment import Segment
from textual import work
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ofsted_tui.model.annotation import AnnotationIndex
from ofsted_tui.model.codebook import JudgementArea
from ofsted_tui.model.paragraph import ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.find import hits_between
from ofsted_tui.tui.text.painter import GUTTER, RowMarks, RowPainter
from ofsted_tui.tui.text.wrapping import WrapIndex
from ofsted_tui.tui.themes import Palette
from ofsted_tui.tui.widgets.rows import (
    SCROLLING_CSS,
    move_bar,
    palette_of,
    refresh_rows,
    scroll_to_row,
    set_row_count,
)

MEASURE = 92
"""The widest text column, in cells: longer lines tire the eye."""
_ABOVE = 0.3
"""The share of the height above an aligned passage."""
_SLICE_SECONDS = 0.004
_FIRST_SECONDS = 0.001
_KEPT_STRIPS = 2048


class ShownDocument(NamedTuple):
    """What the view shows: a text and where to ask what lies on it."""

    text: str
    drawn: str
    """The text as it is drawn: of the same length, without the page breaks within paragraphs."""
    annotations: AnnotationIndex
    areas: dict[str, JudgementArea]
    is_read: Callable[[int, int], bool]
    """Whether a paragraph marked read begins within these offsets."""
    paragraphs: ParagraphTable | None = None
    """The paragraphs that the cursor goes by; None: those that the text's lines make."""


_NOTHING = ShownDocument("", "", AnnotationIndex(), {}, lambda _start, _end: False)


class DocumentView(ScrollView, can_focus=False):
    """The text of one document with its annotations, a marked passage, and the hits of a search."""

    ALLOW_SELECT = False
    DEFAULT_CSS = f"DocumentView {{ {SCROLLING_CSS} }}"

    def __init__(self) -> None:
        """Begin empty; `show` brings a document."""
        super().__init__()
        self.shown = _NOTHING
        self.wrap = WrapIndex("")
        self.passage = Passage(0, 0)
        self.pattern: re.Pattern[str] | None = None
        self.labels: dict[int, str] = {}
        self._longest_hit = 0
        self._aligned: Passage | None = None
        """The passage that was aligned last."""
        self._home = 0
        """The offset at the top as the reader had it last: what a resize comes back to."""
        self._laid_out_size: Size | None = None
        """The size for which the rows are laid out; None while that is being done."""
        self._palette: Palette | None = None
        self._painter: RowPainter | None = None
        self._filters: Sequence[LineFilter] = ()
        self._strips: OrderedDict[tuple[int, int, int], Strip] = OrderedDict()
        """Rows as they were drawn, by the offsets at which they and the part that is marked begin and end."""
        self._drawn_width = self._left = self._cells = 0
        """The widths of the rows that were drawn, of their margin and of their text."""

    # what is shown

    def show(self, shown: ShownDocument, top: int) -> None:
        """Show another document with the character at offset `top` in the topmost row."""
        is_laid_out = bool(self.wrap.width)
        self.shown, self.wrap = shown, WrapIndex(shown.drawn)
        self.labels, self._painter, self._aligned, self._home = {}, None, None, top
        if is_laid_out:
            with self._laying_out():
                self._lay_out()
        self._redraw()

    def replace_annotations(self, annotations: AnnotationIndex) -> None:
        """Show other annotations on the same text."""
        self.shown = self.shown._replace(annotations=annotations)
        self._redraw()

    def set_pattern(self, pattern: re.Pattern[str] | None, longest: int) -> None:
        """Mark all hits of a pattern; `longest` bounds their length in characters."""
        self.pattern, self._longest_hit = pattern, longest
        self._redraw()

    def set_labels(self, labels: dict[int, str]) -> None:
        """Lay labels over the text at offsets; none takes them away."""
        self.labels = labels
        self._redraw()

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def repaint(self, passage: Passage) -> None:
        """Draw again the rows of a passage whose annotations or marks have changed."""
        if self._strips:  # the row in which it begins may begin before it
            inside = range(self.wrap.span(self.wrap.row_of(passage.start))[0], passage.end)
            for key in [key for key in self._strips if key[0] in inside]:
                del self._strips[key]
        refresh_rows(self, self.rows_of(passage))

    def set_passage(self, passage: Passage) -> None:
        """Mark another passage, and draw again only the rows that differ."""
        before, self.passage = self.passage, passage
        refresh_rows(self, {row for part in _differing(before, passage) for row in self.rows_of(part)})

    # where it is shown

    @property
    def text_width(self) -> int:
        """The cells of the text column."""
        return max(8, min(MEASURE, self.scrollable_content_region.width - GUTTER - 1))

    @property
    def margin(self) -> int:
        """The cells left of the gutter, so that the column stands in the middle."""
        return max(0, (self.scrollable_content_region.width - GUTTER - self.text_width) // 2)

    @property
    def top_offset(self) -> int:
        """The offset of the first character of the topmost row."""
        if not self.wrap.width:
            return self._home
        return self.wrap.span(self.scroll_offset.y)[0]

    def rows_of(self, passage: Passage) -> range:
        """Return the rows of a passage that are on the screen."""
        if not self.wrap.width:
            return range(0)
        rows, top = self.wrap.rows_of(passage), self.scroll_offset.y
        return range(max(rows[0], top), min(rows[-1], top + self.size.height) + 1)

    def scroll_to_row(self, row: int) -> None:
        """Put a row at the top, as far as there are rows below it."""
        set_row_count(self, self.wrap.total)
        scroll_to_row(self, row)

    def bring_into_view(self, passage: Passage) -> None:
        """Scroll only where the passage is not wholly on the screen, leaving a margin around it."""
        if self.wrap.width:
            before = self.scroll_offset.y
            top = self.wrap.top_with(passage, before, self.size.height)
            if top != before:
                self.scroll_to_row(top)

    def look_at(self, passage: Passage) -> None:
        """Mark a passage, and align it."""
        self.set_passage(passage)
        self.align(passage)

    def align(self, passage: Passage) -> None:
        """Have a passage begin at the same height in every view: at any size, as long as it is marked."""
        self._aligned = passage
        if self.wrap.width and self.size.height:
            self.scroll_to_row(self.wrap.top_above(passage, self.size.height, _ABOVE))

    # wrapping

    def _settle(self) -> None:
        """Wrap for the present width unless that is done: the first paint comes before the resize is told."""
        if self.size.width and self.wrap.width != self.text_width:
            with self._laying_out():
                self._lay_out()

    @contextmanager
    def _laying_out(self) -> Iterator[None]:
        """Scroll inside without taking it for the reader's own doing."""
        self._laid_out_size = None
        try:
            yield
        finally:
            self._laid_out_size = self.size

    def _lay_out(self) -> None:
        """Wrap for the width of the view and put back the topmost row; then wrap the rest while idle."""
        self.wrap.set_width(self.text_width)
        self._strips.clear()
        row = self.wrap.row_of(self._home)
        for below in range(0, self.size.height + 1, 8):
            self.wrap.span(row + below)
        self.wrap.install(next(self.wrap.computed_in_slices(_FIRST_SECONDS)))
        self._go_home(self._home)
        if self.wrap.pending:
            self._wrap_rest()

    def _go_home(self, offset: int) -> None:
        row = self.wrap.row_of(offset)
        set_row_count(self, self.wrap.total)
        if row != self.scroll_offset.y:
            scroll_to_row(self, row)

    @work(exclusive=True, group="wrap")
    async def _wrap_rest(self) -> None:
        """Wrap the rest in short slices between keys, and take it in at one stroke, so that nothing jumps."""
        wrap, cells = self.wrap, self.wrap.width
        computed: dict[int, array[int]] = {}
        for part in wrap.computed_in_slices(_SLICE_SECONDS):
            computed |= part
            await asyncio.sleep(0.001)
            if self.wrap is not wrap or wrap.width != cells:
                return
        top = self.top_offset
        wrap.install(computed)
        with self._laying_out():
            self._go_home(top)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note where the reader has scrolled to."""
        move_bar(self, self.virtual_size.height, new_value)
        super().watch_scroll_y(old_value, new_value)
        if self._laid_out_size == self.size:
            self._home = self.top_offset

    def on_resize(self) -> None:
        """Wrap anew where the width has changed, and come back to the place."""
        self._settle()
        if self.wrap.width:
            with self._laying_out():
                self._go_home(self._home)
                self.laid_out()

    def laid_out(self) -> None:
        """Keep what was aligned in its place when the view has another size."""
        if self._aligned is not None and self._aligned == self.passage:
            self.align(self._aligned)

    # drawing

    def notify_style_update(self) -> None:
        """Forget everything that was drawn in other colours."""
        super().notify_style_update()
        self._palette = self._painter = None
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw rows of the screen, which are kept as they go to the terminal.

        Textual's own way pads and filters every row of the view for every frame.
        """
        self._settle()
        width = self.scrollable_content_region.width
        if width != self._drawn_width:
            self._drawn_width, self._left, self._cells = width, self.margin, self.text_width
            self._strips.clear()
        if self._palette is None or self._painter is None:
            self._palette = palette_of(self, self.shown.areas.values())
            self._filters = self.get_line_filters()
            self._painter = RowPainter(self.shown.drawn, self.shown.areas, self._palette)
        top = self.scroll_offset.y
        return [self._row(top + y).crop(*crop.column_span) for y in crop.line_range]

    def _row(self, row: int) -> Strip:
        """Return a row of the text as it was drawn before, or draw it."""
        assert self._palette is not None
        if row >= self.wrap.total:
            return self._filtered(Strip.blank(self._drawn_width, self._palette.base))
        start, end = self.wrap.span(row)
        first, last = max(start, self.passage.start), min(max(end, start + 1), self.passage.end)
        key = (start, first, last) if first < last else (start, start, start)
        strip = self._strips.get(key)
        if strip is None:
            marked = Passage(first, last) if first < last else None
            strip = self._strips[key] = self._filtered(self._drawn(start, end, marked))
            if len(self._strips) > _KEPT_STRIPS:
                self._strips.popitem(last=False)
        return strip

    def _filtered(self, strip: Strip) -> Strip:
        assert self._palette is not None
        for line_filter in self._filters:
            strip = strip.apply_filter(line_filter, self._palette.background)
        return strip

    def _drawn(self, start: int, end: int, marked: Passage | None) -> Strip:
        assert self._painter is not None
        assert self._palette is not None
        base, right = self._palette.base, self._drawn_width - self._left - GUTTER - self._cells
        row = self._painter.paint(start, end, self._cells, self._marks(start, end, marked))
        padded = [Segment(" " * self._left, base), *row, Segment(" " * right, base)]
        return Strip(Segment.simplify(padded), self._drawn_width)

    def _marks(self, start: int, end: int, passage: Passage | None) -> RowMarks:
        """Return what is to be shown beside the text of a row, and over it."""
        shown, labels = self.shown, self.labels
        return RowMarks(
            shown.annotations.touching(Passage(start, max(end, start + 1))),
            passage,
            hits_between(self.pattern, shown.text, start, end, self._longest_hit) if self.pattern else [],
            [(at, labels[at]) for at in range(start, end) if at in labels] if labels else [],
            shown.is_read(start, end),
        )


def _differing(before: Passage, after: Passage) -> list[Passage]:
    """Return what is in one of two passages only."""
    if not before.overlaps(after):
        return [before, after] if before != after else []
    edges = ((before.start, after.start), (before.end, after.end))
    return [Passage(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]]

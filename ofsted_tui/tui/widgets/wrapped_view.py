"""A text wrapped to the width of its pane: rows, places, and a scroll position that never jumps."""

import asyncio
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from textual import work
from textual.geometry import Size

from ofsted_tui.model.passage import Passage
from ofsted_tui.tui.text.cells import Row, is_plain
from ofsted_tui.tui.text.painter import GUTTER
from ofsted_tui.tui.text.wrapping import WrapIndex
from ofsted_tui.tui.widgets.line_view import LineView

MEASURE = 92
"""The widest text column, in cells: longer lines tire the eye."""
_SLICE_SECONDS = 0.004
_FIRST_SECONDS = 0.001


class WrappedView(LineView):
    """Rows of one text, wrapped lazily: the first screen at once, the rest while nothing is to be done."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.wrap = WrapIndex("")
        self._home = 0
        """The offset at the top as the reader had it last: what a resize comes back to."""
        self._laid_out_size = Size(0, 0)
        self._is_laying_out = False
        self._settled = False

    def set_text(self, text: str, top: int) -> None:
        """Take another text, with the character at offset `top` in the topmost row."""
        self.wrap = WrapIndex(text)
        self._home = top
        self.rows_changed()
        if self._settled:
            with self._laying_out():
                self._lay_out()
        self.refresh()

    def rows_changed(self) -> None:
        """Forget what was drawn of rows that are no longer the same."""

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

    def _lay_out(self) -> None:
        """Wrap for the width of the pane and put back the topmost row; then wrap the rest while idle."""
        top = self._home
        self.wrap.set_width(self.text_width)
        self.rows_changed()
        row = self.wrap.row_of(min(top, len(self.wrap.text)))
        for below in range(0, self.size.height + 1, 8):
            self.wrap.span(row + below)
        self._wrap_for(_FIRST_SECONDS)
        self._scroll_to_offset(top)
        if self.wrap.pending:
            self._wrap_rest()

    def _wrap_for(self, seconds: float) -> None:
        started = perf_counter()
        computed: dict[int, array[int]] = {}
        for chunk in self.wrap.pending_chunks():
            if perf_counter() - started > seconds:
                break
            computed[chunk] = self.wrap.computed(chunk)
        self.wrap.install(computed)

    def _scroll_to_offset(self, offset: int) -> None:
        row = self.wrap.row_of(min(offset, len(self.wrap.text)))
        self.set_row_count(self.wrap.total)
        if row != self.scroll_offset.y:
            self.scroll_to_row(row)

    @work(exclusive=True, group="wrap")
    async def _wrap_rest(self) -> None:
        """Wrap the rest in short slices between keys, and take it in at one stroke, so that nothing jumps."""
        wrap, cells = self.wrap, self.wrap.width
        computed: dict[int, array[int]] = {}
        started = perf_counter()
        for chunk in wrap.pending_chunks():
            computed[chunk] = wrap.computed(chunk)
            if perf_counter() - started > _SLICE_SECONDS:
                await asyncio.sleep(0.001)
                started = perf_counter()
                if self.wrap is not wrap or wrap.width != cells:
                    return
        top = wrap.span(self.scroll_offset.y)[0]
        wrap.install(computed)
        self.rows_changed()
        with self._laying_out():
            self._scroll_to_offset(top)

    @contextmanager
    def _laying_out(self) -> Iterator[None]:
        """Scroll inside without taking it for the reader's own doing."""
        before, self._is_laying_out = self._is_laying_out, True
        try:
            yield
        finally:
            self._is_laying_out = before
            self._laid_out_size = self.size

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note where the reader has scrolled to."""
        super().watch_scroll_y(old_value, new_value)
        if self._settled and not self._is_laying_out and self._laid_out_size == self.size:
            self._home = self.top_offset

    def on_resize(self) -> None:
        """Wrap anew where the width has changed, and come back to the place."""
        with self._laying_out():
            self.settle()
            if self._settled:
                self._scroll_to_offset(self._home)
                self.laid_out()

    def laid_out(self) -> None:
        """Do what is to be done when the view has another size."""

    def settle(self) -> None:
        """Wrap for the present width unless that is done."""
        if self.size.width and (not self._settled or self.wrap.width != self.text_width):
            self._settled = True
            with self._laying_out():
                self._lay_out()

    def rows_of(self, passage: Passage) -> range:
        """Return the rows of a passage that are on the screen."""
        if not self.wrap.width:
            return range(0)
        top = self.scroll_offset.y
        first = self.wrap.row_of(min(passage.start, len(self.wrap.text)))
        last = self.wrap.row_of(max(passage.start, passage.end - 1))
        return range(max(first, top), min(last, top + self.size.height) + 1)

    def offset_at(self, row: int, column: int) -> int:
        """Return the offset of the character shown at a row and a column of the text."""
        start, end = self.wrap.span(row)
        last = max(start, end - 1)
        if is_plain(self.wrap.text, start, end):
            return min(start + max(0, column), last)
        return min(start + Row(self.wrap.text[start:end]).index_at(column), last)

    def column_of(self, offset: int) -> int:
        """Return the column of the text at which a character is shown."""
        start, end = self.wrap.span(self.wrap.row_of(offset))
        if is_plain(self.wrap.text, start, end):
            return offset - start
        return Row(self.wrap.text[start:end]).columns[offset - start]

    def bring_into_view(self, passage: Passage) -> None:
        """Scroll only where the passage is not wholly on the screen, leaving a margin around it."""
        if not self._settled:
            return
        top, height = self.scroll_offset.y, self.size.height
        first = self.wrap.row_of(min(passage.start, len(self.wrap.text)))
        last = self.wrap.row_of(max(passage.start, passage.end - 1))
        if (top <= first and last < top + height) or not height:
            return
        margin = min(height // 4, max(0, height - 1 - (last - first)))
        target = first - margin if first < top or last - first >= height else last - height + 1 + margin
        self.set_row_count(self.wrap.total)
        self.scroll_to_row(target)

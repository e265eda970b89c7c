"""A scrolling widget that draws its rows itself, only those on the screen."""

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from ofsted_tui.tui.widgets.row_scroll_bar import RowScrollBar
from ofsted_tui.tui.widgets.row_widget import RowWidget


class LineView(RowWidget, ScrollView):
    """A ScrollView whose number of rows may change without laying out the screen anew."""

    DEFAULT_CSS = "LineView { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"

    @property
    def acts_at_once(self) -> bool:
        """Whether keys do all that they do by bindings."""
        return True

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar; one of our own is made where there is none yet."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = RowScrollBar(vertical=True, name="vertical")
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def set_row_count(self, rows: int) -> None:
        """Say how many rows there are in all."""
        size = Size(self.scrollable_content_region.width, rows)
        if size == self.virtual_size:
            return
        self.set_reactive(Widget.virtual_size, size)  # assigning it would lay out the whole screen
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = rows
            self.vertical_scrollbar.window_size = self.size.height

    def scroll_to_row(self, row: int) -> None:
        """Put a row at the top, as far as there are rows below it."""
        self.scroll_to(y=max(0, row), animate=False, immediate=True, force=True)

    def refresh_rows(self, rows: set[int]) -> None:
        """Draw again those of the rows that are on the screen."""
        top, (width, height) = self.scroll_offset.y, self.size
        regions: list[Region] = []
        for y in sorted(row - top for row in rows if top <= row < top + height):
            if regions and regions[-1].bottom == y:
                regions[-1] = Region(0, regions[-1].y, width, y + 1 - regions[-1].y)
            else:
                regions.append(Region(0, y, width, 1))
        if regions:
            self.refresh(*regions)

"""A scrolling widget that draws its rows itself, only those on the screen."""

from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.tui.safe_filter import SafeFilter, safe_segments


class LineView(ScrollView):
    """A ScrollView whose number of rows may change without laying out the screen anew."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "LineView { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"

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
        top, height = self.scroll_offset.y, self.size.height
        regions = [
            Region(0, row - top, self.size.width, 1) for row in sorted(rows) if top <= row < top + height
        ]
        if regions:
            self.refresh(*regions)

    def prepare_paint(self) -> None:
        """Read what every row of this paint needs; called once a paint."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of a region of the screen.

        Textual's cache of styled lines is passed by, for speed: this widget has no border and no padding.
        Other filters than the sanitiser (NO_COLOR) need the long way.
        """
        self.prepare_paint()
        filters = self.app.get_line_filters()
        if any(not isinstance(one, ANSIToTruecolor | SafeFilter) for one in filters):
            return super().render_lines(crop)
        strips = [_safe(self.render_line(y)) for y in crop.line_range]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips


def _safe(strip: Strip) -> Strip:
    """Return the strip as the sanitiser lets it through; the same one where there is nothing to do."""
    if all(segment.text.isprintable() for segment in strip):
        return strip
    return Strip(safe_segments(list(strip)), strip.cell_length)

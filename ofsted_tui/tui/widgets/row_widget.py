"""A widget that draws its rows itself, past Textual's cache of styled lines."""

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.tui.safe_filter import filters_are_usual, safe_segments


class RowWidget(Widget):
    """A widget without border and padding; only the rows that are asked for are drawn."""

    ALLOW_SELECT = False

    def prepare_paint(self) -> None:
        """Read what every row of this paint needs; called once a paint."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of a region of the screen.

        Textual's cache of styled lines is passed by, for speed. Other filters than the sanitiser (NO_COLOR)
        need the long way.
        """
        self.prepare_paint()
        if not filters_are_usual(self.app):
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

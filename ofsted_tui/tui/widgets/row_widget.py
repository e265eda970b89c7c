"""A widget that draws its rows itself, past Textual's cache of styled lines."""

from typing import Self

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.tui.safe_filter import filters_are_usual, safe_segments


class RowWidget(Widget):
    """A widget without border and padding; only the rows that are asked for are drawn."""

    ALLOW_SELECT = False
    _ground: Style | None = None

    @property
    def ground(self) -> Style:
        """The style of the widget, worked out once a theme: Textual asks all that lie around for it."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def notify_style_update(self) -> None:
        """Forget the style of another theme."""
        super().notify_style_update()
        self._ground = None

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Ask for another paint; where only rows differ, all that Textual keeps of styles stays."""
        if not regions or layout or recompose or not (repaint and self._is_mounted):
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self._dirty_regions.update(regions)
        self._repaint_regions.update(regions)
        self._repaint_required = True
        self.check_idle()
        return self

    def prepare_paint(self) -> None:
        """Read what every row of this paint needs; called once a paint."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of a region as they are now: Textual's cache of styled lines is passed by."""
        self.prepare_paint()
        strips = [_safe(self.render_line(y)) for y in crop.line_range]
        if not filters_are_usual(self.app):
            strips = [filtered(self, strip) for strip in strips]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips


def filtered(widget: Widget, strip: Strip) -> Strip:
    """Return the strip as the filters of the app let it through (NO_COLOR)."""
    background = widget.background_colors[1]
    for one in widget.app.get_line_filters():
        strip = strip.apply_filter(one, background)
    return strip


def _safe(strip: Strip) -> Strip:
    """Return the strip as the sanitiser lets it through; the same one where there is nothing to do."""
    if all(segment.text.isprintable() for segment in strip):
        return strip
    return Strip(safe_segments(list(strip)), strip.cell_length)

"""What widgets share that draw their rows themselves, by `render_line`."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.model.codebook import JudgementArea
from ofsted_tui.tui.text.palette import Palette

SCROLLING_CSS = "overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;"
"""The styles of a view of rows: no row is wider than the view, and the bar never comes and goes."""


def palette_of(widget: Widget, areas: Iterable[JudgementArea] = ()) -> Palette:
    """Return the styles of a widget's rows in the theme of now."""
    accent = Color.parse(widget.app.theme_variables["primary"])
    colours = {area.digit: area.colour for area in areas}
    return Palette(widget.rich_style, widget.background_colors[1], accent, colours, widget.app.no_color)


def marked_style(palette: Palette) -> Style:
    """Return what the marked row or cell has over its own style."""
    ground = palette.text(0, 0, True, False)
    return Style(bgcolor=ground.bgcolor, reverse=ground.reverse)


def as_marked(strip: Strip, palette: Palette, *, has_bar: bool = True) -> Strip:
    """Return a row as it looks marked, with a bar in its first cell."""
    if has_bar:
        strip = Strip([Segment("▌", palette.marker), *strip.crop(1)], strip.cell_length)
    return strip.apply_style(marked_style(palette))


def set_row_count(view: ScrollView, rows: int) -> None:
    """Say how many rows a view has in all.

    To assign the size would lay out the whole screen, which no number of rows changes.
    """
    size = Size(view.scrollable_content_region.width, rows)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        if view.show_vertical_scrollbar:
            view.vertical_scrollbar.window_virtual_size = rows
            view.vertical_scrollbar.window_size = view.size.height


def scroll_to_row(view: ScrollView, row: int) -> None:
    """Put a row at the top of a view, as far as there are rows below it."""
    view.scroll_to(y=max(0, row), animate=False, force=True)


def refresh_rows(view: ScrollView, rows: Iterable[int]) -> None:
    """Draw again those of the rows that are on the screen."""
    top, height = view.scroll_offset.y, view.size.height
    for row in rows:
        if top <= row < top + height:
            view.refresh_line(row)

"""A scroll bar of which only the rows that look otherwise are drawn anew."""

from math import ceil
from typing import NamedTuple, Self

from rich.segment import Segment
from textual.color import Color
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from ofsted_tui.tui.safe_filter import filters_are_usual
from ofsted_tui.tui.widgets.row_widget import filtered


class Look(NamedTuple):
    """All that the look of a bar comes from; its place in eighths of a row, as Textual draws it."""

    size: int
    is_grabbed: bool
    mouse_over: bool
    start: int
    end: int

    def changed_rows(self, other: "Look") -> list[int]:
        """Return the rows that look otherwise in another look."""
        if self[:3] != other[:3]:
            return list(range(max(self.size, other.size)))
        ends = ((self.start, other.start), (self.end, other.end))
        rows = {
            row
            for one, two in ends
            if one != two
            for row in range(min(one, two) // 8, max(one, two) // 8 + 1)
        }
        return sorted(row for row in rows if row < self.size)


class RowScrollBar(ScrollBar):
    """Textual's own bar, drawn row by row: that one is rendered and styled as a whole at every scroll."""

    _drawn: tuple[Strip, ...] = ()
    _look = Look(0, False, False, 0, 0)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Ask for another paint of what has changed."""
        if self._drawn and repaint and not (regions or layout or recompose):
            before, self._look = self._look, self._new_look()
            rows = before.changed_rows(self._look)
            if not rows:
                return self
            self._drawn = ()
            regions = tuple(Region(0, y, self.size.width, 1) for y in rows)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _new_look(self) -> Look:
        size, window, rows = self.size.height, self.window_size, self.window_virtual_size
        state = size, bool(self.grabbed), self.mouse_over
        if window >= rows:
            return Look(*state, 0, 0)
        length = max(1, window * size / rows)
        start = int((size - length) * self.position / (rows - window) * 8)
        return Look(*state, start, start + ceil(length * 8))

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._drawn = ()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of a region."""
        if len(self._drawn) != self.size.height:
            self._drawn, self._look = self._strips(), self._new_look()
        strips = list(self._drawn[crop.y : crop.bottom])
        return strips if filters_are_usual(self.app) else [filtered(self, strip) for strip in strips]

    def _strips(self) -> tuple[Strip, ...]:
        """Draw all rows; one after the other, as Textual's renderer has them."""
        is_needed = self.window_size < self.window_virtual_size
        back, bar = self._colours()
        bar_of_rows = self.renderer.render_bar(
            size=self.size.height,
            virtual_size=ceil(self.window_virtual_size),
            window_size=ceil(self.window_size) if is_needed else 0,
            position=self.position,
            thickness=self.thickness,
            back_color=back.rich_color,
            bar_color=bar.rich_color,
        )
        return tuple(Strip([one], self.thickness) for one in bar_of_rows.segments if isinstance(one, Segment))

    def _colours(self) -> tuple[Color, Color]:
        """Return the colours of the ground and of the bar, as Textual's own bar takes them."""
        assert self.parent is not None
        styles = self.parent.styles
        kind = "_active" if self.grabbed else "_hover" if self.mouse_over else ""
        back: Color = getattr(styles, f"scrollbar_background{kind}")
        bar: Color = getattr(styles, f"scrollbar_color{kind}")
        if back.a < 1:
            back = self.parent.background_colors[0] + back
        return back, back + bar

"""The judgement areas with their digits, letters and counts."""

from collections.abc import Mapping

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.model.codebook import Codebook, Edition, JudgementArea
from ofsted_tui.tui.text.cells import fitted
from ofsted_tui.tui.text.palette import Palette
from ofsted_tui.tui.widgets.drawn_rows import palette_of


class AreaList(Widget):
    """One row for each digit: an area, or why the digit is none in this edition."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "AreaList { height: 5; }"

    class Chosen(Message):
        """An area was clicked."""

        def __init__(self, digit: int) -> None:
            """Take the area's digit."""
            super().__init__()
            self.digit = digit

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._rows: list[tuple[int, str, str, int | None]] = []
        self._palette: Palette | None = None
        self._areas: tuple[JudgementArea, ...] = ()

    def show(self, codebook: Codebook, edition: Edition, counts: Mapping[str, int]) -> None:
        """Show the areas of an edition with the number of annotations of each, by code."""
        if self._areas != codebook.areas_of(edition):
            self._areas, self._palette = codebook.areas_of(edition), None
        areas = {area.digit: area for area in self._areas}
        rows: list[tuple[int, str, str, int | None]] = []
        for digit in range(1, 6):
            area = areas.get(digit)
            if area is None:
                rows.append((digit, " ", f"not a judgement in {edition.code}", None))
            else:
                rows.append((digit, area.letter, area.short_title, counts.get(area.code, 0)))
        changed = [y for y, row in enumerate(rows) if self._rows[y : y + 1] != [row]]
        if changed:
            self._rows = rows
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        super().notify_style_update()
        self._palette = None

    def render_line(self, y: int) -> Strip:
        """Draw one area."""
        if self._palette is None:
            self._palette = palette_of(self, self._areas)
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self._palette.base)
        digit, letter, title, count = self._rows[y]
        number = "" if count is None else str(count)
        style = self._palette.base if count is not None else self._palette.faint
        room = max(0, self.size.width - 7 - len(number))
        segments = [
            Segment(f" {digit} ", style),
            Segment(letter, self._palette.letter(digit)),
            Segment(" " + fitted(title, room).ljust(room), style),
            Segment(f" {number} ", style),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, self._palette.base)

    def on_click(self, event: events.Click) -> None:
        """Tell which area was clicked."""
        if 0 <= event.y < len(self._rows):
            self.post_message(self.Chosen(self._rows[event.y][0]))

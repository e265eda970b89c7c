"""One line of text that never lays anything out."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui.text.cells import fitted, width


class StatusLine(Widget):
    """A line with a text at its left and one at its right; the left one gives way."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "StatusLine { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._left = self._right = ""
        self._is_alarm = False

    @property
    def text(self) -> str:
        """What stands at the left."""
        return self._left

    def say(self, left: str, right: str = "", *, is_alarm: bool = False) -> None:
        """Show other texts; an alarm is told apart by more than its colour."""
        new = left, right, is_alarm
        if new != (self._left, self._right, self._is_alarm):
            self._left, self._right, self._is_alarm = new
            self.refresh()
            if is_alarm and self.is_mounted and width(visible_line(left)) > self.size.width - 2:
                # What to do stands at the end: cut off, it would be lost.
                self.app.notify(visible_line(left), severity="error", timeout=12, markup=False)

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base = self.rich_style
        if self._is_alarm:
            base += Style(bold=True, reverse=True)
        right = fitted(visible_line(self._right), max(0, self.size.width - 2))
        taken = width(right)
        room = max(0, self.size.width - 2 - taken - (2 if right else 0))
        left = " " + fitted(visible_line(self._left), room)
        between = " " * max(0, self.size.width - 1 - taken - width(left))
        return Strip([Segment(f"{left}{between}{right} ", base)]).adjust_cell_length(self.size.width, base)

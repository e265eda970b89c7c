"""Texts beside each other under headings, one of them marked; as many as there is room for."""

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.model.safe_text import visible_line, visible_summary
from ofsted_tui.tui.text.wrapping import fitted, is_plain
from ofsted_tui.tui.text.wrapping import width as cells_of
from ofsted_tui.tui.themes import Palette
from ofsted_tui.tui.widgets.rows import marked_style, palette_of

_NARROWEST, _WIDEST = 26, 44
_MOST = 4_000
"""Characters of a text that are laid out."""


class Panel(NamedTuple):
    """One text."""

    head: str
    kind: str
    facts: str
    text: str


class SideBySide(Widget):
    """Panels from left to right."""

    ALLOW_SELECT = False

    class Marked(Message):
        """A panel was clicked."""

        def __init__(self, index: int) -> None:
            """Take its number."""
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._panels: Sequence[Panel] = ()
        self.marked = 0
        self._first = 0
        self._palette: Palette | None = None
        self._lines: list[list[str]] = []
        self._made_for: tuple[object, ...] = ()

    def show(self, panels: Sequence[Panel], marked: int) -> None:
        """Show other panels, one of them marked and in view."""
        self._panels = panels
        self.marked = max(0, min(marked, len(panels) - 1))
        self._made_for = ()
        self.refresh()

    @property
    def _width(self) -> int:
        number = max(1, len(self._panels))
        return max(_NARROWEST, min(_WIDEST, (self.size.width - 1) // number))

    @property
    def _shown(self) -> int:
        return max(1, (self.size.width - 1) // self._width)

    def on_click(self, event: events.Click) -> None:
        """Mark the panel under the mouse."""
        index = self._first + event.x // self._width
        if index < len(self._panels):
            self.post_message(self.Marked(index))

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        super().notify_style_update()
        self._palette = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; the texts are laid out once for their width, and the styles read once a theme."""
        if self._palette is None:
            self._palette = palette_of(self)
        self._first = max(self.marked - self._shown + 1, min(self._first, self.marked))
        made_for = self._panels, self._width
        if self._made_for != made_for:
            self._made_for = made_for
            self._lines = [self._laid_out(panel, self._width - 3) for panel in self._panels]
        return super().render_lines(crop)

    def _laid_out(self, panel: Panel, width: int) -> list[str]:
        text = visible_summary(panel.text[:_MOST])
        if not is_plain(text):  # wide characters: fewer of them fit in a line
            width //= 2
        return [panel.head, panel.kind, panel.facts, *wrap(text, max(4, width))]

    def render_line(self, y: int) -> Strip:
        """Draw one line of all panels."""
        assert self._palette is not None
        parts: list[Segment] = []
        for index in range(self._first, min(self._first + self._shown, len(self._panels))):
            parts += self._part(index, y)
        line = Strip(parts).adjust_cell_length(self.size.width, self._palette.base)
        more = "›" if self._first + self._shown < len(self._panels) and not y else ""
        return (
            line
            if not more
            else Strip([*line.crop(0, self.size.width - 1), Segment(more, self._palette.marker)])
        )

    def _part(self, index: int, y: int) -> list[Segment]:
        assert self._palette is not None
        palette, lines, width = self._palette, self._lines[index], self._width
        is_marked = index == self.marked
        is_last = y == self.size.height - 1 and len(lines) > self.size.height
        text = lines[y] if y < len(lines) else ""
        shown = fitted(visible_line(f"{text} …" if is_last else text), width - 3)
        style = (palette.strong, palette.faint, palette.faint)[y] if y < 3 else palette.base
        if is_marked and not y:
            style += marked_style(palette)
        edge = Segment("▌ " if is_marked else "│ ", palette.marker if is_marked else palette.faint)
        return [edge, Segment(shown + " " * (width - 2 - cells_of(shown)), style)]

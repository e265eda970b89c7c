"""The floor of a key: a Textual app that draws its rows itself, and as many of them anew as the key says."""

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

FIRST = ord("A")
"""The key that changes one row; the letter after it changes two."""


class Rows(Widget, can_focus=True):
    """A screen full of text."""

    DEFAULT_CSS = "Rows { width: 100%; height: 100%; }"
    presses = 0

    def on_key(self, event: events.Key) -> None:
        """Change so many rows."""
        number = ord(event.character or "A") - FIRST + 1
        self.presses += 1
        self.refresh(*(Region(0, row, self.size.width, 1) for row in range(number)))

    def render_line(self, y: int) -> Strip:
        """Draw a row of words."""
        words = (
            f"{self.presses:5} row {y} of a text that is as long as the rows of a document are wide, or so"
        )
        return Strip([Segment(words)]).adjust_cell_length(self.size.width)


class Lines(App[None]):
    """A screen full of text, some of which a key changes."""

    def compose(self) -> ComposeResult:
        """Make the text."""
        yield Rows()

    def on_mount(self) -> None:
        """Have the keys go there."""
        self.query_one(Rows).focus()


Lines().run()

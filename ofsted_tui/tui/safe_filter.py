"""The backstop: no control character from a document reaches the terminal, whatever widget drew it."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ofsted_tui.model.safe_text import visible_line


class SafeFilter(LineFilter):
    """Shows stand-ins for what would act on the terminal, on every line that Textual draws."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with sanitised text; the same list where there is nothing to do."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(visible_line(segment.text), segment.style)
            for segment in segments
        ]

"""The backstop: no control character from a document reaches the terminal, whatever widget drew it."""

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter

from ofsted_tui.model.safe_text import visible_line


class SafeFilter(LineFilter):
    """Shows stand-ins for what would act on the terminal, on every line that Textual draws."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with sanitised text; the same list where there is nothing to do."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return safe_segments(segments)


def safe_segments(segments: list[Segment]) -> list[Segment]:
    """Return the segments with stand-ins for every character that could act on the terminal."""
    return [
        segment if segment.control else Segment(visible_line(segment.text), segment.style)
        for segment in segments
    ]


def filters_are_usual(app: App[object]) -> bool:
    """Tell whether a widget whose rows are safe may pass by Textual's filters (NO_COLOR needs them)."""
    return all(isinstance(one, ANSIToTruecolor | SafeFilter) for one in app.get_line_filters())

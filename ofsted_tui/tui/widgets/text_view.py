"""A document drawn by row: marked by place, and repainted only where its look has changed."""

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from rich.segment import Segment
from textual.color import Color
from textual.strip import Strip

from ofsted_tui.model.annotation_index import AnnotationIndex
from ofsted_tui.model.codebook import JudgementArea
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.find import hits_between
from ofsted_tui.tui.text.painter import GUTTER, RowMarks, RowPainter
from ofsted_tui.tui.text.palette import Palette
from ofsted_tui.tui.widgets.wrapped_view import WrappedView

_KEPT_STRIPS = 2048


class Shown(NamedTuple):
    """What the view shows: a text and where to ask what lies on it."""

    text: str
    drawn: str
    """The text as it is drawn: of the same length, without the page breaks within paragraphs."""
    annotations: AnnotationIndex
    areas: dict[str, JudgementArea]
    is_read: Callable[[int, int], bool]
    """Whether a paragraph marked read begins within these offsets."""
    paragraphs: ParagraphTable | None = None
    """The paragraphs that the cursor goes by; None: those that the text's lines make."""


_NOTHING = Shown("", "", AnnotationIndex(), {}, lambda _start, _end: False)


class TextView(WrappedView):
    """The text of one document with its annotations, a passage, and the hits of a search."""

    def __init__(self) -> None:
        """Begin empty; `show` brings a document."""
        super().__init__()
        self.shown = _NOTHING
        self.passage = Passage(0, 0)
        self.pattern: re.Pattern[str] | None = None
        self.labels: dict[int, str] = {}
        self._longest_hit = 0
        self._palette: Palette | None = None
        self._painter: RowPainter | None = None
        self._strips: OrderedDict[int, Strip] = OrderedDict()

    def show(self, shown: Shown, top: int) -> None:
        """Show another document with the character at offset `top` in the topmost row."""
        self.shown = shown
        self.labels = {}
        self._painter = None
        self.set_text(shown.drawn, top)

    def rows_changed(self) -> None:
        """Forget every row that was drawn."""
        self._strips.clear()

    def replace_annotations(self, annotations: AnnotationIndex) -> None:
        """Show other annotations on the same text."""
        self.shown = self.shown._replace(annotations=annotations)
        self._strips.clear()
        self.refresh()

    def set_pattern(self, pattern: re.Pattern[str] | None, longest: int) -> None:
        """Mark all hits of a pattern; `longest` bounds their length in characters."""
        self.pattern, self._longest_hit = pattern, longest
        self._strips.clear()
        self.refresh()

    def set_labels(self, labels: dict[int, str]) -> None:
        """Lay labels over the text at offsets; none takes them away."""
        self.labels = labels
        self._strips.clear()
        self.refresh()

    def repaint(self, passage: Passage) -> None:
        """Draw again the rows of a passage whose annotations or marks have changed."""
        if self._strips:  # the row in which it begins may begin before it
            inside = range(self.wrap.span(self.wrap.row_of(passage.start))[0], passage.end)
            for start in inside if len(inside) < len(self._strips) else [*self._strips]:
                if start in inside:
                    self._strips.pop(start, None)
        self.refresh_rows(set(self.rows_of(passage)))

    def set_passage(self, passage: Passage) -> None:
        """Mark another passage, and draw again only the rows that differ."""
        before, self.passage = self.passage, passage
        if self._settled:
            self.refresh_rows({row for part in _differing(before, passage) for row in self.rows_of(part)})

    def notify_style_update(self) -> None:
        """Forget everything that was drawn in other colours."""
        super().notify_style_update()
        self._palette = self._painter = None
        self._strips.clear()

    def prepare_paint(self) -> None:
        """Make sure of rows and palette: the first paint comes before the resize is told."""
        self.settle()
        if self._palette is None:
            self._palette = self._new_palette()
        if self._painter is None:
            self._painter = RowPainter(self.shown.drawn, self.shown.areas, self._palette)
        self._top, self._left, self._cells = self.scroll_offset.y, self.margin, self.text_width
        self._right = self.scrollable_content_region.width - self._left - GUTTER - self._cells

    def _new_palette(self) -> Palette:
        accent = Color.parse(self.app.theme_variables["primary"])
        colours = {area.digit: area.colour for area in self.shown.areas.values()}
        background = self.background_colors[1]
        return Palette(self.ground, background, accent, colours, self.app.no_color)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the screen."""
        assert self._palette is not None
        row = self._top + y
        if row >= self.wrap.total:
            return Strip.blank(self.scrollable_content_region.width, self._palette.base)
        start, end = self.wrap.span(row)
        marked = self.passage.start < max(end, start + 1) and start < self.passage.end
        if marked:
            return self._strip(start, end, self.passage)
        strip = self._strips.get(start)
        if strip is None:
            strip = self._strips[start] = self._strip(start, end, None)
            if len(self._strips) > _KEPT_STRIPS:
                self._strips.popitem(last=False)
        return strip

    def _strip(self, start: int, end: int, passage: Passage | None) -> Strip:
        assert self._painter is not None
        assert self._palette is not None
        shown, span = self.shown, Passage(start, max(end, start + 1))
        hits = hits_between(self.pattern, shown.text, start, end, self._longest_hit) if self.pattern else []
        labels = (
            [(at, self.labels[at]) for at in range(start, end) if at in self.labels] if self.labels else []
        )
        marks = RowMarks(shown.annotations.touching(span), passage, hits, labels, shown.is_read(start, end))
        base = self._palette.base
        segments = self._painter.paint(start, end, self._cells, marks)
        joined = Segment.simplify(
            [Segment(" " * self._left, base), *segments, Segment(" " * self._right, base)]
        )
        return Strip(joined, self._left + GUTTER + self._cells + self._right)


def _differing(before: Passage, after: Passage) -> list[Passage]:
    """Return what is in one of two passages only."""
    if not before.overlaps(after):
        return [before, after] if before != after else []
    edges = ((before.start, after.start), (before.end, after.end))
    return [Passage(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]]

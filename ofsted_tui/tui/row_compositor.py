"""Screens put together from only those pieces of their widgets that are drawn anew.

Textual asks every widget around the changed rows for all of its rows, also those beside them and those that
lie behind others: most of what a key costs on a screen full of text.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Wanted = dict[int, set[int]]
"""The columns at which the pieces begin that are still to be drawn, by row."""


class RowCompositor(Compositor):
    """A compositor that asks for no row in vain."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what is to be written where something has changed; None where nothing has."""
        regions = self._dirty_regions.copy()
        self._dirty_regions.clear()
        if not regions:
            return None
        spans = list(self._regions_to_spans(regions))
        wanted: Wanted = {}
        for y, first, last in spans:
            touched = (cut for cut, end in pairwise(self.cuts[y]) if cut < last and end > first)
            wanted.setdefault(y, set()).update(touched)
        return ChopsUpdate(self._pieces(wanted), spans, [cuts[1:] for cuts in self.cuts])

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """Return the pieces of the rows within `crop` that are drawn."""
        wanted = {y: set(self.cuts[y][:-1]) for y in crop.line_range if is_rendered_line(y)}
        return self._pieces(wanted)  # type: ignore[return-value] # as Textual's own: what is drawn is there

    def _pieces(self, wanted: Wanted) -> list[dict[int, Strip | None]]:
        """Draw what is wanted, widgets in front first; return the pieces of each row by their columns."""
        pieces: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            rows = _rows_of(shown, wanted)
            if rows:
                strips = _drawn(widget, region, shown, rows)
                for y in rows:
                    self._fill(pieces[y], wanted[y], y, shown, strips[y])
        return pieces

    def _fill(
        self, pieces: dict[int, Strip | None], wanted: set[int], y: int, shown: Region, strip: Strip
    ) -> None:
        """Put one row of a widget where nothing lies in front of it."""
        cuts = self.cuts[y]
        first = cuts.index(shown.x)
        last = cuts.index(shown.right, first)
        is_whole = last == first + 1 and strip.cell_length == shown.width
        parts = [strip] if is_whole else strip.divide([cut - shown.x for cut in cuts[first + 1 : last + 1]])
        for cut, piece in zip(cuts[first:last], parts, strict=False):
            if cut in wanted:
                wanted.remove(cut)
                pieces[cut] = piece


def _rows_of(shown: Region, wanted: Wanted) -> list[int]:
    """Return the rows of a part of the screen in which something is wanted."""
    left, right = shown.x, shown.right
    rows = [(y, wanted[y]) for y in shown.line_range if y in wanted]
    return [y for y, cuts in rows if left in cuts or any(left <= cut < right for cut in cuts)]


def _drawn(widget: Widget, region: Region, shown: Region, rows: Sequence[int]) -> dict[int, Strip]:
    """Return a widget's rows from the first of these to the last, by their place on the screen."""
    part = Region(shown.x, rows[0], shown.width, rows[-1] + 1 - rows[0])
    return dict(zip(part.line_range, widget.render_lines(part.translate(-region.offset)), strict=False))

"""What each character of a text shows as, and the terminal cells that it takes.

Offsets stay those of the text: every character, shown or not, has a column, and the characters of one
grapheme share theirs, so that a cursor never lands inside one.
"""

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from rich.cells import cell_len, get_character_cell_size, split_graphemes

from ofsted_tui.model.passage import FILLER
from ofsted_tui.model.safe_text import visible

TAB = 4
"""A tab reaches to the next multiple of this many cells in its row."""

# Joined emoji, variation selectors and skin tones: terminals disagree about their width and tear the row,
# so only the base character is shown, whose width is the same everywhere.
_JOINED = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
# Only these are joined to what is before a joiner: a letter that a joiner swallowed would be hidden text.
_EMOJI = "\u2194\u2195\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff"
_UNJOINED = re.compile(f"(?<=\u200d)[^{_EMOJI}]")
_NO_CELL = "\u00b7"

_PLAIN = re.compile(r"[^\x20-\x7e\n\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027]")


def is_plain(text: str, start: int = 0, end: int | None = None) -> bool:
    """Tell whether every character of `text[start:end]` takes one cell and shows as itself."""
    return _PLAIN.search(text, start, len(text) if end is None else end) is None


def clusters(shown: str) -> list[tuple[int, int, str, int]]:
    """Return (start, end, what to show, cells) for each grapheme of sanitised text without tabs."""
    if _JOINED.search(shown) is None:
        spans = split_graphemes(shown)[0]
        return [(at, end, shown[at:end] if cells else _NO_CELL, cells or 1) for at, end, cells in spans]
    found = []
    for first, last in pairwise(_unjoined(shown)):
        for start, end, cells in split_graphemes(shown[first:last])[0]:
            start, end = first + start, first + end
            found.append((start, end, *_drawn(shown[start:end], cells)))
    return found


def _unjoined(shown: str) -> list[int]:
    letters = (match.start() for match in _UNJOINED.finditer(shown))
    return [0, *(at for at in letters if get_character_cell_size(shown[at])), len(shown)]


def _drawn(grapheme: str, cells: int) -> tuple[str, int]:
    if _JOINED.search(grapheme):
        grapheme = _JOINED.sub("", grapheme)[:1] or _NO_CELL
        cells = get_character_cell_size(grapheme)
    return (grapheme, cells) if cells else (_NO_CELL, 1)


def width(shown: str) -> int:
    """Return the cells that sanitised text without tabs takes."""
    if is_plain(shown):
        return len(shown)
    if _JOINED.search(shown) or not cell_len(shown[:1]):
        return sum(cluster[3] for cluster in clusters(shown))
    return cell_len(shown)


def fitted(shown: str, cells: int) -> str:
    """Return sanitised text cut to so many cells, with … where something was cut."""
    if is_plain(shown):
        return shown if len(shown) <= cells else shown[: max(0, cells - 1)] + "…" * (cells > 0)
    parts: list[str] = []
    used = 0
    for _, end, grapheme, size in clusters(shown):
        if used + size > cells - (end < len(shown)):
            return "".join(parts) + "…" * (cells > 0)
        parts.append(grapheme)
        used += size
    return "".join(parts)


class RowCells:
    """The characters of one row: what each shows as, and the column at which it begins."""

    def __init__(self, text: str) -> None:
        """Take the text of one row, without its newline."""
        self.glyphs: list[str] = []
        self.columns: list[int] = [0]
        """One column a character, and one more for the end of the row."""
        shown = visible(text)
        for number, part in enumerate(shown.split("\t")):
            if number:
                self._add_tab()
            for start, end, grapheme, cells in clusters(part) if part else ():
                self._add(grapheme, cells, end - start)

    def _add(self, grapheme: str, cells: int, length: int) -> None:
        column = self.columns[-1]
        self.glyphs += [grapheme.replace(FILLER, "")] + [""] * (length - 1)
        self.columns += [column] * (length - 1) + [column + cells]

    def _add_tab(self) -> None:
        cells = TAB - self.columns[-1] % TAB
        self._add(" " * cells, cells, 1)

    def text(self, start: int, end: int) -> str:
        """Return what the characters from `start` to `end` of the row show as."""
        return "".join(self.glyphs[start:end])

    def index_at(self, column: int) -> int:
        """Return the index of the first character of the grapheme that is shown at a column."""
        last = max(0, bisect_right(self.columns, max(0, column)) - 1)
        return bisect_left(self.columns, self.columns[last])

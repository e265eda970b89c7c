"""Page breaks within paragraphs: kept in the stored text, left out where it is shown or quoted."""

from bisect import bisect_left
from collections.abc import Sequence

from ofsted_tui.model.passage import Passage

FILLER = "\u034f"
"""Combining grapheme joiner: it takes no cell and joins the character before it."""


class Cuts:
    """The page breaks within paragraphs of one text; every look-up is logarithmic."""

    def __init__(self, cuts: Sequence[Passage] = ()) -> None:
        """Take spans of white space, half open, that do not overlap."""
        self._cuts = sorted(cuts, key=lambda cut: cut.start)
        self._ends = [cut.end for cut in self._cuts]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._cuts)

    def quote(self, text: str, passage: Passage, shift: int = 0) -> str:
        """Return the passage's words with one space for each cut, none after a hyphen.

        `text` may be an extract that begins at the offset `shift` of the whole text.
        """
        parts: list[str] = []
        start = passage.start
        for cut in self._cuts[bisect_left(self._ends, passage.start + 1) :]:
            if cut.start >= passage.end:
                break
            before = text[start - shift : max(start, cut.start) - shift]
            parts.append(before)
            if start < cut.start and cut.end < passage.end and not _is_open(before):
                parts.append(" ")
            start = cut.end
        parts.append(text[start - shift : max(start, passage.end) - shift])
        return "".join(parts)

    def drawn(self, text: str) -> str:
        """Return the text as it is shown: of the same length, each cut one space wide.

        All characters of a cut but the last become fillers that take no room, so offsets stay offsets.
        """
        parts: list[str] = []
        start = 0
        for cut in self._cuts:
            before = text[start : cut.start]
            last = FILLER if _is_open(before[-2:]) else " "
            parts += [before, FILLER * (cut.end - cut.start - 1), last]
            start = cut.end
        parts.append(text[start:])
        return "".join(parts) if self._cuts else text


def _is_open(before: str) -> bool:
    """Tell whether the text ends with a hyphen within a word."""
    return before.endswith(("-", "\u2010", "\u2011")) and before[-2:-1].isalnum()

"""One paragraph of a PDF while its lines are put together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ofsted_tui.reading.formats.pdf_furniture import FOOTNOTE, PageLines
from ofsted_tui.reading.formats.pdf_lines import Line

OPEN_HYPHEN = re.compile(r"\w-\Z")
"""A hyphen at a line end, after which the word goes on."""
_SUSPENDED = re.compile(r"(?:and|or|to)\s")
"""What follows a hyphen that stands for a word left out, as in "16- and 17-year-olds"."""
SAME_PLACE = 3.0
"""Lines that begin less than so many points apart begin at one place."""


@dataclass(slots=True)
class PdfBlock:
    """One paragraph with its page and the pages that begin within it."""

    text: str
    page: int
    """Counted from 0."""
    lines: list[Line]
    is_item: bool = False
    is_row: bool = False
    is_footnote: bool = False
    breaks: list[tuple[int, int]] = field(default_factory=list)
    """Length of the text before a page begins, and that page."""
    gap: float = 0.0
    """The distance from the line above, in points; large at the top of a page."""

    def add(self, line: Line) -> None:
        """Go on with a line; a hyphen at the line end stays, the line end goes."""
        joint = "" if OPEN_HYPHEN.search(self.text) and not _SUSPENDED.match(line.text) else " "
        if line.page != self.lines[-1].page:
            self.breaks.append((len(self.text) + len(joint), line.page))
        self.text += joint + line.text
        self.lines.append(line)

    @property
    def hang(self) -> float | None:
        """Where its lines after the first begin."""
        return self.lines[1].left if len(self.lines) > 1 else None

    @property
    def is_hanging(self) -> bool:
        """Whether it is an item whose lines after the first are indented."""
        return self.is_item and self.hang is not None and self.hang - self.lines[0].left >= SAME_PLACE


def footnote_blocks(page: PageLines) -> Iterator[PdfBlock]:
    """Go through the footnotes of a page, each as one paragraph."""
    block: PdfBlock | None = None
    for line in page.footnotes:
        if block is None or FOOTNOTE.match(line.text):
            if block is not None:
                yield block
            block = PdfBlock(line.text, page.number, [line], is_footnote=True)
        else:
            block.add(line)
    if block is not None:
        yield block

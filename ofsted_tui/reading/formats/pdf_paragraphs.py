"""Lines of a PDF put together to paragraphs, over line ends and page breaks.

The rules were measured on 497 published PDFs: a gap wider than 1.28 times the usual distance and 1.45 times
the size divides paragraphs, and so do a number or bullet at the margin and a change of size by 1.3 points.
"""

import re
from collections.abc import Sequence

from ofsted_tui.reading.build.headings import LONGEST, heading_of
from ofsted_tui.reading.build.judgement_rows import HEAD_ROW, HEADING_WORDS, TableRows, opens_table
from ofsted_tui.reading.formats.pdf_blocks import OPEN_HYPHEN, SAME_PLACE, PdfBlock, footnote_blocks
from ofsted_tui.reading.formats.pdf_furniture import PageLines, pitch
from ofsted_tui.reading.formats.pdf_lines import BULLET_GLYPHS, MARK_SIZE, Line

_WIDE_GAP, _WIDE_FOR_SIZE = 1.28, 1.45
_WIDEST_GAP = 2.5
_OTHER_SIZE = 1.3
_FARTHEST = 4
"""How far a printed number may be from the one before, where the numbering has a fault."""
_NUMBER = re.compile(r"(\d{1,3})[.)]\s*(?=[A-Z‘“'\"(\[£])")
_BARE_NUMBER = re.compile(r"(\d{1,3})\s+(?=[A-Z‘“'\"(\[])")
_GLYPH = re.compile(rf"(?:[{BULLET_GLYPHS}]\s*|o\s+(?=[A-Z]))")
_DASH = re.compile(r"[-–−—]\s+")
_LABEL = re.compile(
    r"(?:Inspection dates?|Lead inspectors?|Inspectors?|Date of (?:the )?(?:inspection|visit)|Our ref|Report"
    r" published|T|F|E|W|Tel|Textphone|Telephone|Email|Direct [TF])\s*:|W:\s*www|Dear\b|Yours (?:sincerely"
    r"|faithfully)|©"
)
_ENDED = re.compile(r"[.!?…:;]['\"’”)\]]*\d{0,2}\Z")
_GOES_ON = re.compile(
    r"(?:\b(?:and|or|of|the|to|a|an|in|for|with|is|are|was|were|be|been|by|have|has|had|that|this|their|its|from|on"
    r"|as|at|who|which|not|but|than|into|about|these|those|all|can|will|also|between|across|within)|[,–-])\Z",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"The (?:experiences? and progress of|impact of leaders on) \w+ \w+|What needs to impro", re.IGNORECASE
)
_HEAD_OF_PAGE = re.compile(rf"{_TITLE.pattern}|The Office for Standards|If you would like", re.IGNORECASE)
"""What begins a page without going on with the one before."""
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_LONG = 40
"""Lines of the running text that are not the last of their paragraph are longer, in characters."""
_FULL = 60
"""A line of running text under a heading is longer, in characters."""
_ROOM = 12
"""Lines of running text leave less room at the right than the next word and so many characters."""
_OTHER_PLACE = 60.0
"""What begins so many points to the right of the line above is no running text under it."""
_CONTINUES = re.compile(r"[a-zà-ÿ‘'’“\"(\d&£]")


class Paragrapher:
    """Puts the lines of a whole PDF together."""

    def __init__(self, pages: Sequence[PageLines]) -> None:
        """Take the pages without heads, feet and footnotes."""
        self._pages = pages
        self._pitch = pitch(pages)
        self._last_number = 0
        self._blocks: list[PdfBlock] = []
        self._footnotes: list[PdfBlock] = []
        self._hangs: dict[int, float] = {}
        self._table: TableRows | None = None
        self._table_lines: list[Line] = []
        wide = (line.right for page in pages for line in page.lines if len(line.text) > _LONG)
        self._right = max(wide, default=0.0)

    def blocks(self) -> list[PdfBlock]:
        """Return the paragraphs in reading order; footnotes follow the paragraph their page ends in."""
        for page in self._pages:
            for line in page.lines:
                self._take(line)
            self._end_table()
            self._footnotes += footnote_blocks(page)
        self._flush_footnotes()
        return self._blocks

    def _take(self, line: Line) -> None:
        if self._table is not None:
            if self._table.takes(line.text):
                self._table_lines.append(line)
                return
            self._end_table()
        if opens_table(line.text):
            self._table, self._table_lines = TableRows(), [line]
            return
        self._take_running(line)

    def _take_running(self, line: Line) -> None:
        """Take a line of the running text."""
        gap = self._gap(line)
        last = self._blocks[-1] if self._blocks else None
        if last is not None and _is_mark(line, last.lines[-1]):
            return
        if last is None or self._begins(last, line, gap):
            self._flush_footnotes()
            self._blocks.append(self._begun(line, gap))
        else:
            last.add(line)
            if last.is_item and len(last.lines) == 2:
                self._hangs[round(last.lines[0].left)] = line.left

    def _end_table(self) -> None:
        if self._table is None:
            return
        table, lines, self._table = self._table, self._table_lines, None
        rows = table.rows()
        if not rows:
            for line in lines:
                self._take_running(line)
            return
        for row in (HEAD_ROW, *(f"{row.title}\t{row.grade}" for row in rows)):
            self._blocks.append(PdfBlock(row, lines[0].page, [lines[0]], is_row=True))

    def _flush_footnotes(self) -> None:
        self._blocks += self._footnotes
        self._footnotes = []

    def _gap(self, line: Line) -> float:
        lines = self._blocks[-1].lines if self._blocks else []
        return lines[-1].y - line.y if lines and lines[-1].page == line.page else float("inf")

    def _begun(self, line: Line, gap: float) -> PdfBlock:
        number = _NUMBER.match(line.text) or _BARE_NUMBER.match(line.text)
        if number:
            self._last_number = int(number.group(1))
            if number.re is _NUMBER:
                text = f"{number.group(1)}{line.text[number.end(1)]} {line.text[number.end() :]}"
                return PdfBlock(text, line.page, [line], is_item=True, gap=gap)
        glyph = _GLYPH.match(line.text) or _DASH.match(line.text)
        text = f"- {line.text[glyph.end() :]}" if glyph else line.text
        return PdfBlock(text, line.page, [line], is_item=bool(number or glyph), gap=gap)

    def _begins(self, last: PdfBlock, line: Line, gap: float) -> bool:
        """Tell whether a line begins a paragraph of its own."""
        if last.is_row or last.is_footnote or _LABEL.match(line.text) or self._is_item(last, line):
            return True
        if _ENDED.search(last.text) and _is_title(line.text):
            return True
        if self._is_under_heading(last, line):
            return True
        if abs(line.size - last.lines[-1].size) > _OTHER_SIZE:
            return not OPEN_HYPHEN.search(last.text)
        if gap == float("inf"):
            return not self._runs_over_page(last, line)
        if gap < -self._pitch:
            return True
        if line.text[0].islower() and not _ENDED.search(last.text) and gap < _WIDEST_GAP * line.size:
            return False  # lines of a heading may stand far apart
        return gap > _WIDE_GAP * self._pitch and gap > _WIDE_FOR_SIZE * (line.size or 12)

    def _is_item(self, last: PdfBlock, line: Line) -> bool:
        if _GLYPH.match(line.text):
            return True
        hang = self._hang(last)
        if hang is not None and hang - last.lines[0].left >= SAME_PLACE:
            if abs(hang - line.left) < SAME_PLACE:
                return False  # a line at the hanging indent goes on, whatever figure it begins with
            if last.is_hanging and line.page == last.lines[-1].page and line.left < hang - SAME_PLACE:
                return True
        if _DASH.match(line.text):
            return bool(_ENDED.search(last.text)) or last.text.startswith("- ")
        number = _NUMBER.match(line.text)
        if number is None:
            return False
        return self._is_plausible(int(number.group(1)), bool(_ENDED.search(last.text)), last)

    def _is_plausible(self, number: int, ended: bool, last: PdfBlock) -> bool:
        """Tell a paragraph's number from an age: the next one, or after a sentence one near it."""
        if number == self._last_number + 1:
            runs_on = not ended and last.text[0].isdecimal() and self._is_full(last)
            return not runs_on and not OPEN_HYPHEN.search(last.text)
        return ended and (number == 1 or -1 <= number - self._last_number <= _FARTHEST)

    def _runs_over_page(self, last: PdfBlock, line: Line) -> bool:
        """Tell whether the first line of a page goes on with what stood last on the page before."""
        ended = _ENDED.search(last.text)
        if OPEN_HYPHEN.search(last.text) or (not ended and _CONTINUES.match(line.text)):
            return True
        if not ended:
            return bool(_GOES_ON.search(last.text)) or (
                self._is_full(last) and (last.is_item or len(last.lines) > 1)
            )
        hang = self._hang(last)
        if hang is not None and hang - last.lines[0].left >= SAME_PLACE:
            return abs(hang - line.left) < SAME_PLACE
        return self._had_no_room(last.lines[-1], line) and not _HEAD_OF_PAGE.match(line.text)

    def _is_under_heading(self, last: PdfBlock, line: Line) -> bool:
        """Tell whether running text begins under lines that stand apart and had room for its first word."""
        above = last.lines[-1]
        if last.is_item or len(last.text) > LONGEST or last.gap <= _WIDE_GAP * self._pitch:
            return False
        if _ENDED.search(last.text) or OPEN_HYPHEN.search(last.text) or _GOES_ON.search(last.text):
            return False
        if line.text[0].isdecimal() and heading_of(last.text) is None:
            return False
        if len(line.text) < _FULL or line.text[0].islower() or line.left > above.left + _OTHER_PLACE:
            return False
        width = (line.right - line.left) / len(line.text)
        return above.right + width * (len(line.text.split()[0]) + _ROOM) < self._right

    def _hang(self, block: PdfBlock) -> float | None:
        """Return where the further lines of an item begin, or would: those of the items before it tell."""
        if not block.is_item or block.hang is not None:
            return block.hang
        return self._hangs.get(round(block.lines[0].left))

    def _had_no_room(self, line: Line, following: Line) -> bool:
        """Tell whether a line was too full for the first word of the next one, both at one margin."""
        if abs(line.left - following.left) > SAME_PLACE or len(line.text) < _LONG:
            return False
        width = (line.right - line.left) / (len(line.text) - 1)
        return line.right + width * (len(following.text.split()[0]) + 1) > self._right

    def _is_full(self, block: PdfBlock) -> bool:
        """Tell whether the last line runs to the right margin."""
        return block.lines[-1].right > self._right - 12 * (block.lines[-1].size or 12) * 0.5


def _is_title(text: str) -> bool:
    """Tell whether a line begins the heading of a judgement area."""
    return bool(_TITLE.match(text)) and not {word.casefold() for word in _WORD.findall(text)} - HEADING_WORDS


def _is_mark(line: Line, before: Line) -> bool:
    return len(line.text) <= 2 and line.text.isdecimal() and line.size < MARK_SIZE * before.size

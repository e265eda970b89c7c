"""Read a PDF: lines to paragraphs, paragraphs to text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ofsted_tui.model.document import SourceText
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.limits import PDF_PAGES
from ofsted_tui.reading.formats.pdf_pages import (
    BULLET_GLYPHS,
    FOOTNOTE,
    MARK_SIZE,
    Line,
    PageLines,
    in_reading_order,
    lines_of,
    pitch,
    side_by_side,
    take_furniture_out,
)
from ofsted_tui.reading.structure.headings import (
    HEAD_ROW,
    LONGEST_HEADING,
    TableRows,
    has_heading_words_only,
    heading_of,
    opens_table,
)

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_SCANNED = 50
"""Pages with pictures and fewer characters than this, on average, are pictures of text."""
_TAIL = 16_384
_WORD_ERRORS = {
    4: "is locked with a password: open it, save a copy without one, and import that",
    5: "is locked by a security method that cannot be opened: ask for an open copy",
}
_BROKEN = "is damaged and cannot be read as a PDF: download it again, or ask for another copy"


def pdf_text(data: bytes) -> SourceText:
    """Return the running text of a PDF, a paragraph a line, with the offset where each page begins.

    Raises ReadingError, without the file's name, where it is locked, damaged, cut short, too long or scanned.
    """
    if b"%%EOF" not in data[-_TAIL:].rstrip(b"\0\r\n\t "):
        raise ReadingError("is cut short (the end of the PDF is missing): download it again")
    document = _opened(data)
    try:
        pages = _pages(document)
        _refuse_scan(document, pages)
    finally:
        document.close()
    empty = sum(not page.lines for page in pages)
    take_furniture_out(pages)
    remarks = (f"{empty} of {len(pages)} pages hold no text",) if empty else ()
    return _composed(Paragrapher(pages).blocks(), len(pages), remarks)


def _opened(data: bytes) -> "PdfDocument":
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadingError(_WORD_ERRORS.get(getattr(error, "err_code", 0), _BROKEN)) from error
    if len(document) == 0:
        raise ReadingError(_BROKEN)
    if len(document) > PDF_PAGES:
        raise ReadingError(f"has more than {PDF_PAGES:,} pages: split it into smaller files")
    return document


def _refuse_scan(document: "PdfDocument", pages: list[PageLines]) -> None:
    characters = sum(len(line.text) for page in pages for line in page.lines)
    if characters >= _SCANNED * len(pages):
        return
    if characters == 0 or any(_has_picture(document, page.number) for page in pages):
        raise ReadingError(
            "holds no text, only pictures of pages (a scan): run text recognition (OCR) on it first"
        )


def _has_picture(document: "PdfDocument", number: int) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in document[number].get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3))


def _pages(document: "PdfDocument") -> list[PageLines]:
    import pypdfium2

    pages = []
    for number in range(len(document)):
        try:
            page = document[number]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise ReadingError(f"is damaged on page {number + 1}: download it again") from error
        lines = in_reading_order(side_by_side(list(lines_of(text_page, number))))
        pages.append(PageLines(number, page.get_height(), lines))
        text_page.close()
        page.close()
    return pages


OPEN_HYPHEN = re.compile(r"\w-\Z")
"""A hyphen at a line end, after which the word goes on."""
_SUSPENDED = re.compile(r"(?:and|or|to)\s")
"""What follows a hyphen that stands for a word left out, as in "16- and 17-year-olds"."""
SAME_PLACE = 3.0
"""Lines that begin less than so many points apart begin at one place."""
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
_LONG = 40
"""Lines of the running text that are not the last of their paragraph are longer, in characters."""
_FULL = 60
"""A line of running text under a heading is longer, in characters."""
_ROOM = 12
"""Lines of running text leave less room at the right than the next word and so many characters."""
_OTHER_PLACE = 60.0
"""What begins so many points to the right of the line above is no running text under it."""
_CONTINUES = re.compile(r"[a-zà-ÿ‘'’“\"(\d&£]")


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
        if last.is_item or len(last.text) > LONGEST_HEADING or last.gap <= _WIDE_GAP * self._pitch:
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
    return bool(_TITLE.match(text)) and has_heading_words_only(text)


def _is_mark(line: Line, before: Line) -> bool:
    return len(line.text) <= 2 and line.text.isdecimal() and line.size < MARK_SIZE * before.size


def _composed(blocks: list[PdfBlock], page_count: int, remarks: tuple[str, ...]) -> SourceText:
    """Put the blocks one below the other: items and rows follow each other, others after a blank line."""
    parts: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    before: PdfBlock | None = None
    for block in blocks:
        if before is not None:
            joint = "\n" if _is_close(before, block) else "\n\n"
            parts.append(joint)
            length += len(joint)
        starts.setdefault(block.page, length)
        for at, page in block.breaks:
            starts.setdefault(page, length + at)
        parts.append(block.text)
        length += len(block.text)
        before = block
    return SourceText(
        "".join(parts) + "\n",
        "PDF",
        lines_are_paragraphs=True,
        pages=_all_pages(starts, page_count, length),
        remarks=remarks,
    )


def _is_close(before: PdfBlock, block: PdfBlock) -> bool:
    if before.is_row and block.is_row:
        return True
    both_bullets = before.text.startswith("- ") and block.text.startswith("- ")
    return both_bullets or (
        len(before.lines) == len(block.lines) == 1 and block.gap < 1.6 * block.lines[0].size
    )


def _all_pages(starts: dict[int, int], page_count: int, length: int) -> tuple[int, ...]:
    """Return where every page begins; one without text begins where the next one does."""
    offsets, following = [], length
    for page in reversed(range(page_count)):
        following = starts.get(page, following)
        offsets.append(following)
    return tuple(reversed(offsets))

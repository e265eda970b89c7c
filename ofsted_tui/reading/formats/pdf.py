"""A PDF in, its running text out: no heads, no page numbers, no page breaks within paragraphs."""

from typing import TYPE_CHECKING

from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.limits import PDF_PAGES
from ofsted_tui.model.source_text import SourceText
from ofsted_tui.reading.formats.pdf_blocks import PdfBlock
from ofsted_tui.reading.formats.pdf_furniture import (
    PageLines,
    in_reading_order,
    side_by_side,
    take_furniture_out,
)
from ofsted_tui.reading.formats.pdf_lines import lines_of
from ofsted_tui.reading.formats.pdf_paragraphs import Paragrapher

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

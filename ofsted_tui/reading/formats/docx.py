"""A Word file in, its text out, as a reader sees it."""

import io
import zipfile
from xml.etree import ElementTree

from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.source_text import SourceText
from ofsted_tui.reading.formats.blocks import composed
from ofsted_tui.reading.formats.docx_archive import word_parts
from ofsted_tui.reading.formats.docx_body import LIST_STYLE, PlainBody
from ofsted_tui.reading.formats.html import read_html

_STYLE_MAP = f"p.{LIST_STYLE} => ul.marked > li:fresh"


def docx_text(data: bytes) -> SourceText:
    """Return the text of a Word file, a paragraph a line, with its headings.

    Tracked insertions, text boxes and notes are in; tracked deletions, comments, headers, footers and
    pictures are out; automatic numbers are written as Word shows them. Where the document begins with a
    first-level heading, that is its title. Raises ReadingError, without the file's name, where it is no
    Word document, locked, damaged or made to harm.
    """
    parts = word_parts(data)
    document = PlainBody(parts).document(parts["document"])
    blocks = read_html(_html(document)).builder.blocks
    if not blocks:
        raise ReadingError("holds no text: open it in Word to see what it holds, pictures perhaps")
    title = blocks[0].text if blocks[0].level == 1 else ""
    return composed(blocks, "Word", title)


def _html(document: ElementTree.Element) -> str:
    import mammoth

    result = mammoth.convert_to_html(
        _archive(document),
        style_map=_STYLE_MAP,
        include_embedded_style_map=False,
        convert_image=lambda image: [],
    )
    return str(result.value)


def _archive(document: ElementTree.Element) -> io.BytesIO:
    """Return a Word file with this document alone, so that nothing else of the original is ever opened."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", ElementTree.tostring(document, "utf-8"))
    file.seek(0)
    return file

"""A web page in, its running text out, without navigation, forms and what is hidden."""

from ofsted_tui.model.source_text import SourceText
from ofsted_tui.reading.formats.blocks import Block, collapsed, composed
from ofsted_tui.reading.formats.html_decoding import decoded
from ofsted_tui.reading.formats.html_reader import ARTICLE, MAIN, HtmlReader


def html_text(data: bytes) -> SourceText:
    """Return the running text of a web page, a paragraph a line, with its headings.

    Where the page marks its main part, or holds one article, only that is taken; the title is its first
    first-level heading, or else the page's own. Raises ReadingError, without the file's name, where the
    bytes are no text.
    """
    text, encoding = decoded(data)
    reader = read_html(text)
    blocks = main_blocks(reader)
    heading = next((block.text for block in blocks if block.level == 1), "")
    return composed(blocks, "HTML", heading or collapsed(reader.title), encoding)


def read_html(text: str) -> HtmlReader:
    """Return a reader that has read the whole text of a page."""
    reader = HtmlReader()
    reader.feed(text)
    reader.close()
    reader.builder.end_row(0)
    return reader


def main_blocks(reader: HtmlReader) -> list[Block]:
    """Return the blocks of the main part, or else of the only article, or else all."""
    blocks = reader.builder.blocks
    if inside := [block for block in blocks if block.scope == MAIN]:
        return inside
    articles = {block.scope for block in blocks if block.scope >= ARTICLE}
    if len(articles) == 1:
        return [block for block in blocks if block.scope in articles]
    return blocks

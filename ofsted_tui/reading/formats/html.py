"""Read an HTML page as blocks of text."""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from ofsted_tui.model.document import SourceText
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.limits import TITLE_CHARACTERS
from ofsted_tui.reading.formats.blocks import Block, BlockBuilder, collapsed, composed

_MAIN = 1
"""The scope of what is inside the main part."""
_ARTICLE = 2
"""The scope of what is inside the first article; others count on."""

_SKIPPED_BLOCKS = frozenset({"nav", "footer", "aside"})
_BLANK_LINE = re.compile(r"\n[ \t\r]{0,99}\n")

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905 - a list of words
"""Elements that have no end tag."""

_SKIPPED = frozenset(
    """
    script style noscript template svg math nav footer aside select textarea datalist iframe object canvas
    audio video map dialog
    """.split()  # noqa: SIM905 - a list of words is read easier as text
)
"""Elements whose text is not part of the page's running text, wherever they are."""

_SKIPPED_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})

_HEADINGS = {f"h{level}": level for level in range(1, 7)}

_LISTS = frozenset({"ul", "ol", "menu", "dir"})

_BLOCKS = frozenset(
    """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure form
    header hgroup hr legend li main p pre section summary table tbody tfoot thead title head
    """.split()  # noqa: SIM905 - a list of words is read easier as text
) | {*_HEADINGS, *_LISTS}
"""Elements that begin on a line of their own, but for rows and cells."""

_CELLS = frozenset({"td", "th"})
"""The elements that a row is made of."""

_AFTER_PARAGRAPH = dict.fromkeys(_BLOCKS, frozenset({"p", "title"}))
_IMPLIED_ENDS = _AFTER_PARAGRAPH | {
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "td": frozenset({"p", *_CELLS}),
    "th": frozenset({"p", *_CELLS}),
    "tr": frozenset({"p", "tr", *_CELLS}),
    "tbody": frozenset({"p", "tr", "tbody", "thead", "tfoot", *_CELLS}),
    "tfoot": frozenset({"p", "tr", "tbody", "thead", "tfoot", *_CELLS}),
}
"""The innermost open elements that the start of an element ends: end tags are often left out."""

_Attributes = dict[str, str | None]


def html_text(data: bytes) -> SourceText:
    """Return the running text of a web page, a paragraph a line, with its headings.

    Where the page marks its main part, or holds one article, only that is taken; the title is its first
    first-level heading, or else the page's own. Raises ReadingError, without the file's name, where the
    bytes are no text.
    """
    text, encoding = _decoded(data)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.builder.end_row(0)
    blocks = _main_blocks(reader.builder.blocks)
    heading = next((block.text for block in blocks if block.level == 1), "")
    return composed(blocks, "HTML", heading or collapsed(reader.title), encoding)


def _main_blocks(blocks: list[Block]) -> list[Block]:
    """Return the blocks of the main part, or else of the only article, or else all."""
    if inside := [block for block in blocks if block.scope == _MAIN]:
        return inside
    articles = {block.scope for block in blocks if block.scope >= _ARTICLE}
    if len(articles) == 1:
        return [block for block in blocks if block.scope in articles]
    return blocks


@dataclass(slots=True)
class _Open:
    """An open element that matters."""

    tag: str
    is_skipped: bool
    scope: int
    """The scope of what follows it."""


@dataclass(slots=True)
class _List:
    is_ordered: bool
    number: int


class _Reader(HTMLParser):
    """Makes blocks of a page; `builder.blocks` are ready when all is fed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = BlockBuilder()
        self.title = ""
        self._open: list[_Open] = []
        self._counts: Counter[str] = Counter()
        self._skipped = 0
        self._lists: list[_List] = []
        self._tables: list[int] = []
        """The groups of the open tables."""
        self._groups = 0
        self._articles = 0
        self._is_after_break = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a start tag."""
        if tag in _VOID:
            if not self._skipped:
                self._void(tag)
            return
        self._end_implied(tag)
        attributes = dict(reversed(attrs))
        if self._skipped or self._is_left_out(tag, attributes):
            self._skip(tag)
        elif tag in _BLOCKS or tag in _CELLS or tag == "tr" or _is_main(tag, attributes):
            self._begin(tag, attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag that ends itself, as in XHTML and in drawings."""
        if tag in _VOID:
            self.handle_starttag(tag, attrs)
        elif not self._skipped and (tag in _BLOCKS or tag in _CELLS):
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take an end tag: it ends the innermost such element and all that is open inside."""
        if tag == "p" and not self._skipped and not self._counts[tag]:
            self.builder.end_block()
        while self._counts[tag]:
            if self._pop() == tag:
                break

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._skipped:
            return
        if self._counts["title"]:
            self.title = (self.title + data[:TITLE_CHARACTERS])[:TITLE_CHARACTERS]
            return
        if self._is_after_break and not data.isspace():
            self._is_after_break = False
        if self._counts["pre"]:
            self._take_plain_text(data)
            return
        self.builder.text(data)

    def unknown_decl(self, data: str) -> None:
        """Leave out what no browser shows either, as CDATA sections."""

    def _take_plain_text(self, data: str) -> None:
        first, *others = _BLANK_LINE.split(data)
        self.builder.text(first)
        for other in others:
            self.builder.end_block()
            self.builder.text(other)

    def _void(self, tag: str) -> None:
        if tag == "br":
            # Two line breaks on end are how many pages separate paragraphs.
            if self._is_after_break and not self.builder.is_in_cell and not self.builder.level:
                self.builder.end_block()
            self.builder.text(" ")
            self._is_after_break = True
        elif tag == "hr":
            self.builder.end_block()
        elif tag == "wbr":
            return

    def _is_left_out(self, tag: str, attributes: _Attributes) -> bool:
        if tag in _SKIPPED or _is_hidden(tag, attributes):
            return True
        if tag == "button":
            # Folding parts of pages have their heading in a button.
            return not self.builder.level
        if tag == "header" or attributes.get("role") in _SKIPPED_ROLES:
            return not self.builder.scope
        return False

    def _begin(self, tag: str, attributes: _Attributes) -> None:
        if tag in _CELLS:
            self.builder.begin_cell()
        elif tag == "tr" or (tag == "table" and self.builder.is_in_cell):
            self._end_row()
        else:
            self.builder.end_block()
        self._push(tag, is_skipped=False)
        self._begin_scope(tag, attributes)
        if tag in _LISTS:
            self._begin_list(tag, attributes)
        elif tag == "table":
            self._groups += 1
            self._tables.append(self._groups)
        elif tag == "li":
            self.builder.mark = self._item_mark(attributes)
        elif tag in _HEADINGS:
            self.builder.level = _HEADINGS[tag]

    def _end_row(self) -> None:
        self.builder.end_row(self._tables[-1] if self._tables else 0)

    def _begin_scope(self, tag: str, attributes: _Attributes) -> None:
        if _is_main(tag, attributes):
            self.builder.scope = _MAIN
        elif tag == "article" and not self.builder.scope:
            self.builder.scope = _ARTICLE + self._articles
            self._articles += 1

    def _begin_list(self, tag: str, attributes: _Attributes) -> None:
        if not self._lists:
            self._groups += 1
        self.builder.group = self._groups
        start = _number(attributes.get("start"), 1)
        self._lists.append(_List(tag == "ol", start))

    def _item_mark(self, attributes: _Attributes) -> str:
        if not self._lists:
            return "- "
        current = self._lists[-1]
        if not current.is_ordered:
            return "- "
        number = _number(attributes.get("value"), current.number)
        current.number = number + 1
        return f"{number}. "

    def _skip(self, tag: str) -> None:
        if not self._skipped and (tag in _BLOCKS or tag in _SKIPPED_BLOCKS):
            self.builder.end_block()
        self._push(tag, is_skipped=True)

    def _push(self, tag: str, is_skipped: bool) -> None:
        self._open.append(_Open(tag, is_skipped, self.builder.scope))
        self._counts[tag] += 1
        self._skipped += is_skipped

    def _pop(self) -> str:
        ended = self._open.pop()
        self._counts[ended.tag] -= 1
        if ended.is_skipped:
            self._skipped -= 1
            return ended.tag
        if ended.tag in {"tr", "table"}:
            self._end_row()
        else:
            self.builder.end_block()
        self.builder.scope = ended.scope
        self._end_part(ended.tag)
        return ended.tag

    def _end_part(self, tag: str) -> None:
        if tag == "li":
            self.builder.mark = ""
        elif tag in _HEADINGS:
            self.builder.level = 0
        elif tag == "table":
            self._tables.pop()
        elif tag in _LISTS:
            self._lists.pop()
            if not self._lists:
                self.builder.group = 0

    def _end_implied(self, tag: str) -> None:
        ends = _IMPLIED_ENDS.get(tag, frozenset())
        while self._open and self._open[-1].tag in ends:
            # An item ends only one item, a row one row: those further out hold a list or table.
            ended = self._pop()
            if ended == tag:
                break


def _number(value: str | None, otherwise: int) -> int:
    text = (value or "").strip()
    is_number = len(text) <= 6 and text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()
    return int(text) if is_number else otherwise


def _is_hidden(tag: str, attributes: _Attributes) -> bool:
    """Tell whether attributes hide an element from a reader for good.

    `hidden="until-found"` does not: it folds text that can be unfolded.
    """
    if tag in {"html", "body", "main"}:
        # Hidden until a script has run, which a saved page need not say.
        return False
    if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
        return True
    if (attributes.get("aria-hidden") or "").lower() == "true":
        return True
    style = (attributes.get("style") or "")[:2_000]
    return "display:none" in "".join(style.lower().split())


def _is_main(tag: str, attributes: _Attributes) -> bool:
    """Tell whether an element is the main part of a page."""
    return tag == "main" or attributes.get("role") == "main"


_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HEAD = 2_048
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_KNOWN = re.compile(r"(?:windows-|cp)125\d|iso-8859-1[0-6]?|iso-8859-[2-9]|utf-?8|macintosh")
"""Only plain encodings: some that Python has besides take very long, or run on what is no text."""
_LATIN = frozenset({"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"})
"""What browsers read as Windows-1252 (WHATWG Encoding Standard, section 4.2)."""
_ENCODING_NAMES = {
    "utf-8-sig": "UTF-8 with BOM",
    "utf-16": "UTF-16",
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
}


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding in words: by BOM, by declaration, as UTF-8, as Windows-1252.

    Raises ReadingError, without the file's name, where the bytes are no text.
    """
    for bom, codec in _BOMS.items():
        if data.startswith(bom):
            return data.decode(codec, "replace"), _ENCODING_NAMES[codec]
    if b"\0" in data[:_HEAD]:
        raise ReadingError("is binary, not HTML (it holds NUL bytes): save it as a web page again")
    for codec in (_declared(data[:_HEAD]), "utf-8"):
        try:
            return data.decode(codec), _ENCODING_NAMES.get(codec, codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace"), _ENCODING_NAMES["cp1252"]


def _declared(head: bytes) -> str:
    found = _DECLARED.search(head)
    name = found.group(1).decode("ascii", "replace").lower() if found else "utf-8"
    if name in _LATIN:
        return "cp1252"
    if name in {"utf8", "utf-8"} or not _KNOWN.fullmatch(name):
        return "utf-8"
    return "cp1252" if name in {"windows-1252", "cp1252"} else name

"""The tags of a page, one after the other, made into blocks; no tree, so nesting costs nothing."""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from ofsted_tui.model.limits import TITLE_CHARACTERS
from ofsted_tui.reading.formats.blocks import BlockBuilder
from ofsted_tui.reading.formats.html_tags import (
    BLOCKS,
    HEADINGS,
    IMPLIED_ENDS,
    LISTS,
    SKIPPED,
    SKIPPED_ROLES,
    VOID,
    is_hidden,
    is_main,
)

MAIN = 1
"""The scope of what is inside the main part."""
ARTICLE = 2
"""The scope of what is inside the first article; others count on."""

_CELLS = frozenset({"td", "th"})
_SKIPPED_BLOCKS = frozenset({"nav", "footer", "aside"})
_BLANK_LINE = re.compile(r"\n[ \t\r]{0,99}\n")

_Attributes = dict[str, str | None]


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


class HtmlReader(HTMLParser):
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
        if tag in VOID:
            if not self._skipped:
                self._void(tag)
            return
        self._end_implied(tag)
        attributes = dict(reversed(attrs))
        if self._skipped or self._is_left_out(tag, attributes):
            self._skip(tag)
        elif tag in BLOCKS or tag in _CELLS or tag == "tr" or is_main(tag, attributes):
            self._begin(tag, attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag that ends itself, as in XHTML and in drawings."""
        if tag in VOID:
            self.handle_starttag(tag, attrs)
        elif not self._skipped and (tag in BLOCKS or tag in _CELLS):
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
        if tag in SKIPPED or is_hidden(tag, attributes):
            return True
        if tag == "button":
            # Folding parts of pages have their heading in a button.
            return not self.builder.level
        if tag == "header" or attributes.get("role") in SKIPPED_ROLES:
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
        if tag in LISTS:
            self._begin_list(tag, attributes)
        elif tag == "table":
            self._groups += 1
            self._tables.append(self._groups)
        elif tag == "li":
            self.builder.mark = self._item_mark(attributes)
        elif tag in HEADINGS:
            self.builder.level = HEADINGS[tag]

    def _end_row(self) -> None:
        self.builder.end_row(self._tables[-1] if self._tables else 0)

    def _begin_scope(self, tag: str, attributes: _Attributes) -> None:
        if is_main(tag, attributes):
            self.builder.scope = MAIN
        elif tag == "article" and not self.builder.scope:
            self.builder.scope = ARTICLE + self._articles
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
        if not self._skipped and (tag in BLOCKS or tag in _SKIPPED_BLOCKS):
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
        elif tag in HEADINGS:
            self.builder.level = 0
        elif tag == "table":
            self._tables.pop()
        elif tag in LISTS:
            self._lists.pop()
            if not self._lists:
                self.builder.group = 0

    def _end_implied(self, tag: str) -> None:
        ends = IMPLIED_ENDS.get(tag, frozenset())
        while self._open and self._open[-1].tag in ends:
            # An item ends only one item, a row one row: those further out hold a list or table.
            ended = self._pop()
            if ended == tag:
                break


def _number(value: str | None, otherwise: int) -> int:
    text = (value or "").strip()
    is_number = len(text) <= 6 and text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()
    return int(text) if is_number else otherwise

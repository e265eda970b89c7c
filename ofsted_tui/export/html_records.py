"""The annotations and places of threads in an HTML report, read back as people see them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.export.csv_columns import Row
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import visible

_KINDS = ("evidence", "place")
_COMMENT = b"<!--"
_NAME = re.compile(rb"</?([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    rb"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)|(["'])))?"""
)
"""A name and its value; the last group is a quote that is never closed."""
_END = re.compile(rb"[\s/]*>")
_LINE_END = re.compile(r"\r\n?")
_MARK = b'data-report="ofsted-tui"'
_HEAD = 2_000
_ACTIVE = frozenset({"script", "iframe", "object", "embed", "template", "textarea", "plaintext", "noscript"})
"""Elements that can make a page show another text than stands in it; no report has any."""
_CELL_ATTRIBUTES = frozenset({"data-column", "data-exact"})
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class HtmlRecord:
    """One article of the report."""

    line: int
    kind: str
    """ "evidence" or "place"."""
    id: str
    """What the article calls itself, without what stands before the id."""
    row: Row = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Tag:
    name: str
    is_end: bool
    given: dict[str, str]
    start: int
    end: int


@dataclass(slots=True)
class _Cell:
    column: str
    tag: str
    exact: str | None
    start: int
    """Where its text begins."""


def html_records(path: Path, file: BinaryIO) -> Iterator[HtmlRecord]:
    """Yield the articles of a report one after the other.

    Raises UserError where the file is too large, is no report, or is cut off.
    """
    data = file.read(limits.HTML_REPORT_BYTES + 1)
    if len(data) > limits.HTML_REPORT_BYTES:
        most = limits.HTML_REPORT_BYTES // 1_000_000
        raise UserError(f"{path}: is larger than {most:,} MB; verify a CSV or an XLSX file instead.")
    if _MARK not in data[:_HEAD]:
        raise UserError(f"{path}: is no report of ofsted-tui; name one, or a CSV that it exported.")
    reader = _Reader(data)
    for tag in _tags(data):
        if tag.name in _ACTIVE:
            raise UserError(f"{path}: holds <{tag.name}>, which no report does; write the report again.")
        yield from reader.take(tag)
    yield from reader.rest()
    if not reader.is_whole:
        raise UserError(f"{path}: is cut off: its end is missing; write the report again.")


def _tags(data: bytes) -> Iterator[_Tag]:
    """Yield the tags, from the left to the right; nothing is looked at twice, however it is nested."""
    at = data.find(b"<")
    while at >= 0:
        if data.startswith(_COMMENT, at):
            at = _behind(data, b"-->", at + 2)
        elif data[at + 1 : at + 2] in b"!?":
            at = _behind(data, b">", at)
        else:
            name = _NAME.match(data, at)
            tag = _tag(data, at, name) if name else None
            if name and tag is None:
                return
            if tag is not None:
                yield tag
            at = tag.end if tag else at + 1
            if tag is not None and tag.name == "style" and not tag.is_end:
                at = _behind(data, b"</style", at)
        at = data.find(b"<", at)


def _behind(data: bytes, words: bytes, at: int) -> int:
    found = data.find(words, at)
    return len(data) if found < 0 else found + len(words)


def _tag(data: bytes, at: int, name: re.Match[bytes]) -> _Tag | None:
    """Return the tag that begins at `at` with a name; None where it never ends."""
    given: dict[str, str] = {}
    end = name.end()
    while (closed := _END.match(data, end)) is None:
        found = _ATTRIBUTE.match(data, end)
        if found is None or found.group(5):
            return None
        value = found.group(2) or found.group(3) or found.group(4) or b""
        # Of two attributes of one name a browser takes the first.
        given.setdefault(_text(found.group(1)).lower(), unescape(_text(value)))
        end = found.end()
    return _Tag(_text(name.group(1)).lower(), data[at + 1 : at + 2] == b"/", given, at, closed.end())


def _text(data: bytes) -> str:
    """Return what stands in a page as text, with the line ends that a browser makes of those there."""
    return _LINE_END.sub("\n", data.decode("utf-8", "replace"))


class _Reader:
    """Collects the cells of each article."""

    def __init__(self, data: bytes) -> None:
        self.is_whole = False
        """Whether the end of the page was met."""
        self._data = data
        self._open: HtmlRecord | None = None
        self._cell: _Cell | None = None
        self._line = 1
        self._counted = 0

    def take(self, tag: _Tag) -> Iterator[HtmlRecord]:
        """Take the next tag, and yield the article that it ends."""
        if tag.name == "html" and tag.is_end:
            self.is_whole = True
        elif tag.name == "article":
            yield from self._article(tag)
        elif tag.is_end:
            if self._cell is not None and tag.name == self._cell.tag:
                self._end_cell(tag.start)
        elif self._open is not None and "data-column" in tag.given:
            self._begin_cell(tag)
        elif self._cell is not None:
            self._fault(f"{self._cell.column} holds markup")

    def rest(self) -> Iterator[HtmlRecord]:
        """Yield the article that was never closed."""
        self._fault("the article is not closed")
        yield from self._close(len(self._data))

    def _article(self, tag: _Tag) -> Iterator[HtmlRecord]:
        if not tag.is_end:
            self._fault("another article begins in it")
        yield from self._close(tag.start)
        kind = next((one for one in _KINDS if one in tag.given.get("class", "").split()), None)
        if kind is not None and not tag.is_end:
            name = tag.given.get("id", "").partition("-")[2]
            self._open = HtmlRecord(self._line_at(tag.start), kind, name)
            if not {"class", "id"}.issuperset(tag.given):
                self._fault("the article has attributes that no report has")

    def _line_at(self, place: int) -> int:
        self._line += self._data.count(b"\n", self._counted, place)
        self._counted = place
        return self._line

    def _begin_cell(self, tag: _Tag) -> None:
        if self._cell is not None:
            self._fault(f"{self._cell.column} holds markup")
            self._end_cell(tag.start)
        column = tag.given["data-column"]
        self._cell = _Cell(column, tag.name, tag.given.get("data-exact"), tag.end)
        if not _CELL_ATTRIBUTES.issuperset(tag.given):
            self._fault(f"{column} has attributes that no report has, and may not be shown")

    def _end_cell(self, place: int) -> None:
        cell, self._cell = self._cell, None
        if cell is None or self._open is None:
            return
        shown = unescape(_text(self._data[cell.start : place]))
        value = shown if cell.exact is None else _exact(cell.exact)
        if value is None or visible(value) != shown:
            self._fault(f"{cell.column} shows another text than it stands for")
            value = shown
        if cell.column in self._open.row:
            self._fault(f"{cell.column} is there twice")
        self._open.row[cell.column] = value

    def _close(self, place: int) -> Iterator[HtmlRecord]:
        self._end_cell(place)
        if self._open is not None:
            yield self._open
        self._open = None

    def _fault(self, what: str) -> None:
        if self._open is not None and what not in self._open.faults:
            self._open.faults.append(what)


def _exact(written: str) -> str | None:
    """Return the text that stands as JSON; None where it is none, or no text that can be kept."""
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, str) and not _HALF.search(value) else None

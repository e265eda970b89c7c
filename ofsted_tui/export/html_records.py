"""The annotations and places of threads in an HTML report, read back as people see them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.export.csv_columns import Row
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import visible

_CHUNK = 200_000
_KINDS = {"evidence", "place"}
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "source", "col"})


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


def html_records(path: Path, file: BinaryIO) -> Iterator[HtmlRecord]:
    """Yield the articles of a report one after the other; raise UserError where it is too large."""
    reader = _Reader()
    read = 0
    while chunk := file.read(_CHUNK):
        read += len(chunk)
        if read > limits.HTML_REPORT_BYTES:
            most = limits.HTML_REPORT_BYTES // 1_000_000
            raise UserError(f"{path}: is larger than {most:,} MB; verify a CSV or an XLSX file instead.")
        reader.feed_bytes(chunk)
        yield from reader.taken()
    reader.close()
    yield from reader.taken(at_end=True)


class _Reader(HTMLParser):
    """Collects the cells of each article."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[HtmlRecord] = []
        self._open: HtmlRecord | None = None
        self._cell: str | None = None
        self._tag = ""
        self._exact: str | None = None
        self._parts: list[str] = []
        self._rest = b""

    def feed_bytes(self, chunk: bytes) -> None:
        """Read some more; a character that is cut by the chunk waits for the rest of it."""
        data = self._rest + chunk
        cut = len(data)
        while cut > len(data) - 4 and cut and data[cut - 1] & 0xC0 == 0x80:
            cut -= 1
        if cut and data[cut - 1] & 0xC0 == 0xC0:
            cut -= 1
        else:
            cut = len(data)
        self._rest = data[cut:]
        self.feed(data[:cut].decode("utf-8", "replace"))

    def taken(self, *, at_end: bool = False) -> list[HtmlRecord]:
        """Return the articles that are whole; at the end also one that was never closed."""
        if at_end and self._open is not None:
            self._open.faults.append("the article is not closed")
            self._close_article()
        done, self._done = self._done, []
        return done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "article":
            self._begin(given)
        elif self._open is not None and "data-column" in given:
            self._begin_cell(tag, given)
        elif self._cell is not None and tag not in _VOID:
            self._fault(f"{self._cell} holds markup")

    def _begin(self, given: dict[str, str]) -> None:
        kinds = _KINDS & set(given.get("class", "").split())
        if self._open is not None:
            self._fault("another article begins in it")
            self._close_article()
        if kinds:
            name = given.get("id", "").partition("-")[2]
            self._open = HtmlRecord(self.getpos()[0], kinds.pop(), name)

    def _begin_cell(self, tag: str, given: dict[str, str]) -> None:
        if self._cell is not None:
            self._fault(f"{self._cell} holds markup")
            self._end_cell()
        self._cell, self._tag, self._parts = given["data-column"], tag, []
        self._exact = given.get("data-exact")

    def handle_endtag(self, tag: str) -> None:
        if self._cell is not None and tag == self._tag:
            self._end_cell()
        elif tag == "article" and self._open is not None:
            self._close_article()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._parts.append(data)

    def _end_cell(self) -> None:
        name, shown = self._cell, "".join(self._parts)
        self._cell = None
        if name is None or self._open is None:
            return
        value = shown if self._exact is None else _exact(self._exact)
        if value is None or visible(value) != shown:
            self._fault(f"{name} shows another text than it stands for")
            value = shown
        if name in self._open.row:
            self._fault(f"{name} is there twice")
        self._open.row[name] = value

    def _close_article(self) -> None:
        if self._cell is not None:
            self._end_cell()
        if self._open is not None:
            self._done.append(self._open)
        self._open = None

    def _fault(self, what: str) -> None:
        if self._open is not None:
            self._open.faults.append(what)


def _exact(written: str) -> str | None:
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, str) else None

"""The articles of an HTML report, read back as the report writes them, piece by piece."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import BinaryIO

from ofsted_tui.export.csv_columns import Row
from ofsted_tui.export.report.report_file import HTML_BEGINNING
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError

_CHUNK = 1_000_000
_ARTICLE, _ARTICLE_END = "<article", b"</article>"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CELL = re.compile(r'<([a-z]+) data-column="([a-z0-9_]+)"(?: data-exact="([^"<>]*)")?>([^<]*)</\1>')
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class HtmlPiece:
    """A piece of the page: what stands before an article, and the article."""

    line: int
    """The line of the page where the article begins."""
    before: str
    article: str
    """The whole article; empty in the last piece, whose `before` is the rest of the page."""


def html_pieces(path: Path, file: BinaryIO) -> Iterator[HtmlPiece]:
    """Yield the pieces of a report, one after the other.

    Raises UserError where the file is too large, is no report, or is cut off.
    """
    line, is_first, before = 1, True, ""
    for data, is_last in _parts(path, file):
        text = _text(path, data)
        if is_first and not text.encode().startswith(HTML_BEGINNING):
            raise UserError(f"{path}: is no report of ofsted-tui; name one, or a CSV that it exported.")
        is_first = False
        before, begins, inside = text.partition(_ARTICLE)
        if is_last:
            before, inside = text, ""
        line += before.count("\n")
        yield HtmlPiece(line, before, begins + inside if inside else "")
        line += inside.count("\n")
    if not before.rstrip().endswith("</html>"):
        raise UserError(f"{path}: is cut off: its end is missing; write the report again.")


def _parts(path: Path, file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield the page up to the end of each article, then the rest; with each whether it is the rest."""
    rest, read = b"", 0
    while chunk := file.read(_CHUNK):
        read += len(chunk)
        *whole, rest = (rest + chunk).split(_ARTICLE_END)
        if read > limits.HTML_REPORT_BYTES or len(rest) > limits.CSV_ROW_BYTES:
            most = limits.HTML_REPORT_BYTES // 1_000_000
            raise UserError(f"{path}: is larger than {most:,} MB; verify a CSV or an XLSX file instead.")
        for one in whole:
            yield one + _ARTICLE_END, False
    yield rest, True


def _text(path: Path, data: bytes) -> str:
    try:
        return data.removeprefix(_BYTE_ORDER_MARK).decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path}: is not written in UTF-8, as a report is; write the report again."
        ) from error


def cells_of(article: str) -> Row:
    """Return what stands in the columns of an article, as it was before it was made fit for a page."""
    return {column: _value(shown, exact) for _, column, exact, shown in _CELL.findall(article)}


def _value(shown: str, exact: str) -> str:
    """Return the text that stands as JSON, where that is one; else the text that is shown."""
    try:
        value = json.loads(unescape(exact)) if exact else None
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, str) and not _HALF.search(value) else unescape(shown)

"""An HTML report checked against a database: its quotes, and that the page shows nothing but what it says."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from ofsted_tui.evidence.tally import Tally
from ofsted_tui.export.csv_columns import COLUMNS, Row
from ofsted_tui.export.html_records import HtmlPiece, cells_of
from ofsted_tui.export.page_markup import Markup
from ofsted_tui.export.report.page import BODY, HEAD, HEAD_END, MAIN, section_tag
from ofsted_tui.export.report.page_evidence import evidence_article
from ofsted_tui.export.report.page_threads import STEPS, place_article
from ofsted_tui.export.report.words import count_words, tally_of_row
from ofsted_tui.export.thread_rows import THREAD_COLUMNS
from ofsted_tui.export.verify_rows import RowCheck
from ofsted_tui.model.safe_text import visible_line

_KIND = re.compile(r'<article class="(evidence|place)[ "]')
_STANDS_IN = {
    "evidence": [BODY, MAIN, section_tag("evidence")],
    "place": [BODY, MAIN, section_tag("threads"), STEPS],
}
"""The elements in which the articles of a report stand."""
_SHOWN = 40
"""Characters that are named of what is otherwise than it should be."""
PAGE_NOT_CHECKED = (
    "only the quotes, what stands with them and their number were checked, not the rest of the page"
)


class PageCheck:
    """Takes the pieces of a page one after the other; `finish` checks what only all of them tell."""

    def __init__(self, check: RowCheck) -> None:
        """Take what gathers the differences."""
        self._check = check
        self._tally = Tally()
        self._markup = Markup(is_open="<html>")
        self._header: str | None = None
        self._header_line = 1
        self._places: list[tuple[HtmlPiece, Row]] = []

    def take(self, piece: HtmlPiece) -> None:
        """Check a piece; places of threads wait until all are known."""
        self._before(piece)
        kind = _KIND.match(piece.article)
        if kind is None:
            if piece.article:
                self._check.differs(piece.line, "", "is an article such as no report has")
            return
        if self._markup.open[1:] != _STANDS_IN[kind.group(1)]:
            self._check.differs(piece.line, "", "stands where no report has it, and may not be shown")
        cells = cells_of(piece.article)
        if kind.group(1) == "place":
            self._places.append((piece, cells))
            return
        row, missing = _complete(cells, COLUMNS)
        self._check.rows += 1
        self._tally = self._tally.plus(tally_of_row(row))
        fault = missing or _other_words(piece.article, evidence_article(row))
        self._check.annotation(row, piece.line, fault)

    def finish(self) -> None:
        """Check the places of threads, and the number that the page states."""
        rows = {cells.get("passage_id", ""): _complete(cells, THREAD_COLUMNS)[0] for _, cells in self._places}
        for piece, cells in self._places:
            row, missing = _complete(cells, THREAD_COLUMNS)
            fault = missing or _other_words(piece.article, place_article(row, rows))
            self._check.place(row, piece.line, fault)
        if f" {escape(count_words(self._tally))} " not in (self._header or ""):
            line = self._header_line
            self._check.differs(
                line, "", f"the page states another number than its {self._check.rows:,} quotes"
            )

    def _before(self, piece: HtmlPiece) -> None:
        page = piece.before
        if self._header is None:
            head, _, page = page.partition(HEAD_END)
            if not re.fullmatch(rf"{re.escape(HEAD)}<title>[^<]*</title>\n", head):
                said = "the head of the page is not that of such a report: it may hide or show other words"
                self._check.differs(1, "", said)
            self._header_line = 2 + head.count("\n") + HEAD_END.count("\n")
            self._header = page.partition("</header>")[0]
        self._check.differs(piece.line, "", self._markup.take(page))


def _complete(cells: Mapping[str, str], columns: Sequence[str]) -> tuple[Row, str]:
    """Return the row of the columns, and what is said of those that are not there."""
    missing = [name for name in columns if name not in cells]
    row = {name: cells.get(name, "") for name in columns}
    return row, f"lacks {', '.join(missing)}, or has markup there" if missing else ""


def _other_words(article: str, expected: str) -> str:
    """Say where an article is otherwise than a report writes it for the same row; empty where it is not."""
    if article == expected:
        return ""
    pairs = enumerate(zip(article, expected, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(article), len(expected)))
    return f"shows something else than its columns say ({visible_line(article[at : at + _SHOWN])!r})"

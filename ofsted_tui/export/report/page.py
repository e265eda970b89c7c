"""The evidence report as one HTML file that needs nothing else: no script, nothing fetched."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from ofsted_tui.export.report.content import Report
from ofsted_tui.export.report.page_evidence import evidence_articles
from ofsted_tui.export.report.page_parts import line, table, text
from ofsted_tui.export.report.page_style import STYLE
from ofsted_tui.export.report.page_tables import documents_table, grades_part, matrix_part, plan_table
from ofsted_tui.export.report.page_threads import thread_part
from ofsted_tui.export.report.report_file import HTML_BEGINNING, write_lines
from ofsted_tui.export.report.words import CHECK, CLAIMS, LICENCE, as_of_words, count_words, scope_words
from ofsted_tui.model.progress import Progress, silent

WRITING = "writing the report"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
HEAD = (
    f"{HTML_BEGINNING.decode()}\n"
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
)
"""The page before its title."""
HEAD_END = f"<style>{STYLE}</style></head>"
BODY, MAIN = "<body>", '<main id="main">'
_PARTS = {
    "grades": "Grades over time",
    "matrix": "Matrix",
    "evidence": "Evidence by area, topic and direction",
    "threads": "Threads",
    "plan": "Improvement plan",
    "documents": "Documents",
    "codebook": "Codebook",
}


def write_html(report: Report, path: Path, *, force: bool = False, progress: Progress = silent) -> int:
    """Write the report, whole or not at all, and return the number of annotations.

    Raises UserError where the file cannot be written, OtherFileError where another kind of file is there
    already and `force` is not given.
    """
    total = report.matrix.total.total
    page = _Page(report)
    write_lines(
        path, page.lines(), HTML_BEGINNING, force=force, tell=lambda: progress(WRITING, page.written, total)
    )
    return page.written


def html_lines(report: Report) -> Iterator[str]:
    """Yield the lines of the report."""
    return _Page(report).lines()


class _Page:
    """The page, and how many annotations of it are written."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.written = 0

    def lines(self) -> Iterator[str]:
        """Yield the page line by line; one area's annotations are held at a time."""
        report = self._report
        yield f"{HEAD}<title>{line(f'Evidence report: {report.title}')}</title>"
        yield HEAD_END
        yield f'{BODY}<a class="skip" href="#main">To the report</a>'
        yield from _header(report)
        yield from _contents()
        yield MAIN
        yield from self._part("grades", grades_part(report))
        yield from self._part("matrix", matrix_part(report))
        yield from self._part("evidence", self._evidence())
        yield from self._part("threads", thread_part(report))
        yield from self._part("plan", plan_table(report))
        yield from self._part("documents", documents_table(report))
        yield from self._part("codebook", _codebook(report))
        yield "</main>"
        yield f'<footer><p class="soft">{escape(LICENCE)} Made with ofsted-tui.</p></footer></body></html>'

    def _part(self, name: str, lines: Iterator[str]) -> Iterator[str]:
        yield section_tag(name)
        yield f'<h2 id="{name}-heading">{_PARTS[name]}</h2>'
        yield from lines
        yield "</section>"

    def _evidence(self) -> Iterator[str]:
        for (_, area), groups in groupby(self._report.evidence(), lambda one: (one.area, one.area_title)):
            yield f"<h3>{text(area)}</h3>"
            topic: str | None = None
            for group in groups:
                if group.topic_title != topic:
                    topic = group.topic_title
                    yield f"<h4>{text(topic or 'No topic')}</h4>"
                for article in evidence_articles(self._report, group):
                    yield article
                    self.written += 1
        if not self.written:
            yield "<p>Nothing is tagged yet.</p>"


def section_tag(name: str) -> str:
    """Return the tag that begins a part of the page."""
    return f'<section id="{name}" aria-labelledby="{name}-heading">'


def _header(report: Report) -> Iterator[str]:
    yield f"<header><h1>{line(f'Evidence report: {report.title}')}</h1>"
    counts = escape(count_words(report.matrix.total))
    yield f"<p>{text(scope_words(report))} {counts} {as_of_words(report)}</p>"
    yield f'<p class="soft">{escape(CLAIMS)} {escape(CHECK)}</p></header>'


def _contents() -> Iterator[str]:
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in _PARTS.items())
    yield f'<nav aria-label="Contents"><ol>{links}</ol></nav>'


def _codebook(report: Report) -> Iterator[str]:
    used = {code for column in report.matrix.columns for code in column.area_codes}
    rows = [
        (line(area.title), line(area.code), line(", ".join(_editions(report, area.code))))
        for area in report.codebook.areas
        if area.code in used
    ]
    yield table("Judgement areas of this report", ("Area", "Code", "Judged in the editions"), rows)


def _editions(report: Report, code: str) -> list[str]:
    return [one.title for one in report.codebook.editions if code in one.area_codes]

"""One annotation of the HTML report: the quote, where it stands, and what a checker needs."""

from collections.abc import Iterator
from html import escape

from ofsted_tui.export.csv_columns import COLUMNS, Row
from ofsted_tui.export.report.content import DIRECTIONS, Evidence, Report
from ofsted_tui.export.report.page_parts import cell, proof
from ofsted_tui.export.report.words import tally_of_row

_LOOKS = ("strengths", "improvement", "neutral", "none", "claims")
_PROSE = (
    ("document", "", ""),
    ("event_start", ", ", ""),
    ("section", ", ", ""),
    ("paragraph", ", ¶", ""),
    ("page", ", page ", ""),
    ("reviewer", ". Tagged by ", ""),
    ("quantifier", ", how many: ", ""),
)
"""What is said of a place, each with what stands before and after it."""


def evidence_articles(report: Report, evidence: Evidence) -> Iterator[str]:
    """Yield an article for each annotation of a group."""
    for found in evidence.found:
        yield evidence_article(report.rows.row(found))


def evidence_article(row: Row) -> str:
    """Return the article of one annotation; every column stands in it exactly once."""
    at = tally_of_row(row).index(1)
    said = [name for name, _, _ in _PROSE if row[name]]
    note = f'<p class="note">Note: {cell("note", row["note"])}</p>' if row["note"] else ""
    shown = {"quote", "note" if row["note"] else "quote", *said}
    rest = [name for name in COLUMNS if name not in shown]
    prose = "".join(f"{before}{cell(name, row[name])}{after}" for name, before, after in _PROSE if row[name])
    return (
        f'<article class="evidence {_LOOKS[at]}" id="annotation-{escape(row["annotation_id"])}">'
        f"{cell('quote', row['quote'], 'blockquote')}"
        f'<p class="where"><span class="said">{escape(DIRECTIONS[at])}</span> · {prose}</p>'
        f"{note}{proof(row, rest)}</article>"
    )

"""The threads of the HTML report: each as a picture, and its places side by side in time."""

from collections.abc import Iterator, Mapping
from datetime import date
from html import escape

from ofsted_tui.export.csv_columns import Row
from ofsted_tui.export.report.content import Report
from ofsted_tui.export.report.page_parts import cell, figure, line, proof, text
from ofsted_tui.export.report.thread_picture import thread_picture
from ofsted_tui.export.report.words import is_of_claims
from ofsted_tui.export.thread_rows import THREAD_COLUMNS, thread_row
from ofsted_tui.model.thread import ThreadStatus

STEPS = '<div class="steps">'
"""What the places of a thread stand in."""
_PICTURED = 300
"""Threads that are drawn: with more, the page would be too large to read."""


def thread_part(report: Report) -> Iterator[str]:
    """Yield the threads."""
    if not report.threads:
        yield "<p>No thread is followed yet.</p>"
    for number, found in enumerate(report.threads):
        status = f" – {found.status.label}" if found.status else ""
        yield f"<h3>{line(found.thread.title)}{status}</h3>"
        if found.steps and number < _PICTURED:
            yield figure(thread_picture(found), "In time, with the months between; claims are squares.")
        yield STEPS
        rows = {step.place.id: thread_row(found, step, report.rows) for step in found.steps}
        for row in rows.values():
            yield place_article(row, rows)
        yield "</div>"


def place_article(row: Row, rows: Mapping[str, Row]) -> str:
    """Return the article of one place; every column stands in it exactly once.

    `rows` are those of the thread by the ids of their places: a relation names another one.
    """
    shown = [name for name in ("event_start", "quote", "document", "paragraph", "page", "note") if row[name]]
    rest = [name for name in THREAD_COLUMNS if name not in shown]
    when = cell("event_start", row["event_start"]) if row["event_start"] else "no date"
    is_claim = is_of_claims(row)
    claim = ' <span class="said">A claim, no finding.</span>' if is_claim else ""
    return (
        f'<article class="place{" claims" if is_claim else ""}" id="place-{escape(row["passage_id"])}">'
        f'<p class="where"><span class="said">{when}</span>{_months(row)} · {_status(row)}.{claim}'
        f"{_relation(row, rows)}</p>{_quote(row)}"
        f'<p class="where">{_place(row)}</p>{_note(row["note"])}{proof(row, rest)}</article>'
    )


def _months(row: Row) -> str:
    months = row["months_since"]
    if months in ("", "0"):
        return ""
    return f", {escape(months)} {'month' if months == '1' else 'months'} later"


def _status(row: Row) -> str:
    known = {one.value: one.label for one in ThreadStatus}
    return escape(known.get(row["status"], row["status"]) or "no status")


def _quote(row: Row) -> str:
    if not row["start"]:
        return "<p>The document does not mention it.</p>"
    return cell("quote", row["quote"], "blockquote")


def _place(row: Row) -> str:
    parts = (("document", ""), ("paragraph", ", ¶"), ("page", ", page "))
    return "".join(f"{before}{cell(name, row[name])}" for name, before in parts if row[name])


def _note(note: str) -> str:
    return f'<p class="note">Note: {cell("note", note)}</p>' if note else ""


def _relation(row: Row, rows: Mapping[str, Row]) -> str:
    other = rows.get(row["related_id"])
    if not row["relation"] or other is None or other["thread_id"] != row["thread_id"]:
        return ""
    where = f"{_day(other['event_start'])}, {other['document']}"
    link = f'<a href="#place-{escape(other["passage_id"])}">{text(where)}</a>'
    return f' <span class="said">It {escape(row["relation"])}</span> {link}.'


def _day(written: str) -> str:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written or "no date"
    return f"{day.day} {day:%b %Y}"

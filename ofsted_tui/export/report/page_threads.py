"""The threads of the HTML report: each as a picture, and its places side by side in time."""

from collections.abc import Iterator
from html import escape

from ofsted_tui.evidence.threads import Step, ThreadInTime
from ofsted_tui.export.report.content import Report
from ofsted_tui.export.report.page_parts import cell, figure, line, proof, text
from ofsted_tui.export.report.thread_picture import status_of, thread_picture, when_of
from ofsted_tui.export.report.words import months_words
from ofsted_tui.export.thread_rows import THREAD_COLUMNS, thread_row

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
        yield '<div class="steps">'
        for step in found.steps:
            yield _article(report, found, step)
        yield "</div>"


def _article(report: Report, found: ThreadInTime, step: Step) -> str:
    row = thread_row(found, step, report.rows)
    shown = [name for name in ("event_start", "quote", "document", "paragraph", "page", "note") if row[name]]
    rest = [name for name in THREAD_COLUMNS if name not in shown]
    when = cell("event_start", row["event_start"]) if row["event_start"] else "no date"
    months = f", {escape(months_words(step))}" if step.months else ""
    claim = ' <span class="said">A claim, no finding.</span>' if step.is_claim else ""
    return (
        f'<article class="place{" claims" if step.is_claim else ""}" id="place-{escape(step.place.id)}">'
        f'<p class="where"><span class="said">{when}</span>{months} · {escape(status_of(step))}.{claim}'
        f"{_relation(found, step)}</p>{_quote(row['quote'])}"
        f'<p class="where">{_place(row)}</p>{_note(row["note"])}{proof(row, rest)}</article>'
    )


def _quote(quote: str) -> str:
    return cell("quote", quote, "blockquote") if quote else "<p>The document does not mention it.</p>"


def _place(row: dict[str, str]) -> str:
    parts = (("document", ""), ("paragraph", ", ¶"), ("page", ", page "))
    return "".join(f"{before}{cell(name, row[name])}" for name, before in parts if row[name])


def _note(note: str) -> str:
    return f'<p class="note">Note: {cell("note", note)}</p>' if note else ""


def _relation(found: ThreadInTime, step: Step) -> str:
    other = next((one for one in found.steps if one.place.id == step.place.related_id), None)
    if step.place.relation is None or other is None:
        return ""
    where = f"{when_of(other)}, {other.details.title}"
    link = f'<a href="#place-{escape(other.place.id)}">{text(where)}</a>'
    return f' <span class="said">It {escape(step.place.relation.value)}</span> {link}.'

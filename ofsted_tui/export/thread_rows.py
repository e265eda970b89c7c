"""The rows of threads: one for each place of a thread, in time order, and what stands in which column."""

from collections.abc import Iterable, Iterator

from ofsted_tui.evidence.threads import Step, ThreadInTime
from ofsted_tui.export.cells import quoted, written
from ofsted_tui.export.csv_columns import Row, csv_record, joined
from ofsted_tui.export.csv_rows import RowMaker

THREAD_COLUMNS = (
    "thread_id",
    "thread",
    "thread_status",
    "area_code",
    "topic",
    "passage_id",
    "reviewer",
    "document_id",
    "document",
    "document_kind",
    "local_authority",
    "event_start",
    "months_since",
    "status",
    "relation",
    "related_id",
    "section",
    "paragraph",
    "page",
    "start",
    "end",
    "quote",
    "prefix",
    "suffix",
    "note",
    "created_at",
    "updated_at",
    "document_sha256",
)
"""The columns in their order; start, end and quote are empty where a document does not mention the point."""

THREAD_HEADER = csv_record(THREAD_COLUMNS)
_NUMBERS = frozenset({"months_since", "paragraph", "page", "start", "end"})


def thread_rows(found: Iterable[ThreadInTime], rows: RowMaker) -> Iterator[Row]:
    """Yield the row of each place of each thread."""
    for thread in found:
        for step in thread.steps:
            yield thread_row(thread, step, rows)


def thread_csv_lines(found: Iterable[ThreadInTime], rows: RowMaker) -> Iterator[str]:
    """Yield the same as records of a CSV, with their line ends; not the header."""
    for row in thread_rows(found, rows):
        cells = (quoted(row[name]) if name in _NUMBERS else written(row[name]) for name in THREAD_COLUMNS)
        yield joined(cells)


def thread_row(found: ThreadInTime, step: Step, rows: RowMaker) -> Row:
    """Return the row of one place."""
    thread, place, details = found.thread, step.place, step.details
    return {
        "thread_id": thread.id,
        "thread": thread.title,
        "thread_status": found.status.value if found.status else "",
        "area_code": thread.area,
        "topic": rows.topic(thread.area, thread.topic),
        "passage_id": place.id,
        "reviewer": place.reviewer,
        "document_id": details.id,
        "document": details.title,
        "document_kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": step.day.isoformat() if step.day else "",
        "months_since": "" if step.months is None else str(step.months),
        "status": place.status.value if place.status else "",
        "relation": place.relation.value if place.relation else "",
        "related_id": place.related_id,
        **_place(step, rows),
        "prefix": place.prefix,
        "suffix": place.suffix,
        "note": place.note,
        "created_at": place.created_at,
        "updated_at": place.updated_at,
        "document_sha256": details.sha256,
    }


def _place(step: Step, rows: RowMaker) -> Row:
    place = step.place
    passage = place.passage
    if passage is None:
        return dict.fromkeys(("section", "paragraph", "page", "start", "end", "quote"), "")
    places = rows.places(step.details.id)
    section, paragraph = places.names_at(passage.start)
    return {
        "section": section,
        "paragraph": paragraph,
        "page": places.page_at(passage.start),
        "start": str(passage.start),
        "end": str(passage.end),
        "quote": places.quote_of(place.quote, passage),
    }

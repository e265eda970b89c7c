"""What a verb changes: the rows that it writes to the store, and the `Change` that it returns."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_tui.model.annotation import CONTEXT, Annotation, Direction
from ofsted_tui.model.document import Document
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Session
from ofsted_tui.model.thread import ThreadStatus
from ofsted_tui.store.annotations import annotation_from
from ofsted_tui.store.journal import RowChange, State


@dataclass(frozen=True, slots=True)
class Change:
    """What a verb did to the annotations or read marks of one document."""

    verb: str
    document_id: str
    passage: Passage
    """The span that looks different now."""
    before: Annotation | None = None
    """The annotation as it was; None where it is new, or where a read mark changed."""
    after: Annotation | None = None
    """The annotation as it is; None where it is gone, or where a read mark changed."""
    is_many: bool = False
    """Whether other annotations changed too; the passage is that of the first."""
    is_thread: bool = False
    """Whether a thread changed: the document looks as before."""


def new_annotation(
    document: Document,
    session: Session,
    passage: Passage,
    now: str,
    *,
    area: str,
    topic: str,
    direction: Direction | None,
    note: str,
) -> State:
    """Return the row of a new annotation; quote, context and quantifier are read from the text.

    Where no direction is said, it is "claim" in a document of claims, else none.
    """
    if direction is None and document.details.kind.is_claim:
        direction = Direction.CLAIM
    return {
        **_new_row(document, session, passage, now),
        **_cut_from(document.text, passage),
        "area": area,
        "topic": topic,
        "direction": direction.value if direction else "",
        "quantifier": quantifier_in(document, passage),
        "note": note,
        "updated_at": now,
    }


def _cut_from(text: str, passage: Passage) -> State:
    return {
        "quote": text[passage.start : passage.end],
        "prefix": text[max(0, passage.start - CONTEXT) : passage.start],
        "suffix": text[passage.end : passage.end + CONTEXT],
    }


def placed_annotation(document: Document, passage: Passage, now: str) -> State:
    """Return the columns of an annotation that moves to a passage of another version of its document."""
    return {
        "document_id": document.id,
        "start": passage.start,
        "end": passage.end,
        **_cut_from(document.text, passage),
        "updated_at": now,
    }


def new_placement(
    state: State, former_id: str, former: Passage, document: Document, passage: Passage | None, now: str
) -> State:
    """Return the row of a decision but for what was decided; `former` is where the annotation was."""
    return {
        "id": str(uuid.uuid4()),
        "session_id": state["session_id"],
        "annotation_id": state["id"],
        "reviewer_id": state["reviewer_id"],
        "former_document_id": former_id,
        "former_start": former.start,
        "former_end": former.end,
        "document_id": document.id,
        "start": None if passage is None else passage.start,
        "end": None if passage is None else passage.end,
        "created_at": now,
        "removed_at": None,
    }


def new_thread(session: Session, title: str, area: str, topic: str, now: str) -> State:
    """Return the row of a new thread."""
    return {
        "id": str(uuid.uuid4()),
        "session_id": session.id,
        "reviewer_id": session.reviewer.id,
        "title": title,
        "area": area,
        "topic": topic,
        "note": "",
        "created_at": now,
        "updated_at": now,
        "removed_at": None,
    }


def new_thread_passage(
    thread: State, document: Document, passage: Passage | None, now: str, status: ThreadStatus | None
) -> State:
    """Return the row of a new place of a thread; None: the document as a whole."""
    cut = {"quote": "", "prefix": "", "suffix": ""} if passage is None else _cut_from(document.text, passage)
    return {
        "id": str(uuid.uuid4()),
        "session_id": thread["session_id"],
        "thread_id": thread["id"],
        "document_id": document.id,
        "reviewer_id": thread["reviewer_id"],
        "start": None if passage is None else passage.start,
        "end": None if passage is None else passage.end,
        **cut,
        "status": status.value if status else "",
        "relation": "",
        "related_id": None,
        "note": "",
        "created_at": now,
        "updated_at": now,
        "removed_at": None,
    }


def new_read_mark(document: Document, session: Session, passage: Passage, now: str) -> State:
    """Return the row of a new read mark."""
    return _new_row(document, session, passage, now)


def _new_row(document: Document, session: Session, passage: Passage, now: str) -> State:
    return {
        "id": str(uuid.uuid4()),
        "session_id": session.id,
        "document_id": document.id,
        "reviewer_id": session.reviewer.id,
        "start": passage.start,
        "end": passage.end,
        "created_at": now,
        "removed_at": None,
    }


def quantifier_in(document: Document, passage: Passage) -> str:
    """Return the quantifier that the words of a passage hold, as a row keeps it; empty for none."""
    from ofsted_tui.reading.language.cues import quantifier_of

    found = quantifier_of(document.text, passage)
    return found.value if found else ""


def change_of(verb: str, document_id: str, rows: Sequence[RowChange], reviewer: str) -> Change:
    """Return what changed rows mean: the change of the first annotation, else of the first row."""
    main = next((one for one in rows if one.table == "annotations"), rows[0])
    if main.table in ("threads", "thread_passages"):
        return Change(verb, document_id, _thread_passage(rows), is_thread=True)
    is_many = any(one is not main and one.table != "placements" for one in rows)
    row = main.after or main.before or {}
    if main.table == "placements":
        former = Passage(row["former_start"], row["former_end"])
        return Change(verb, row["former_document_id"], former, is_many=is_many)
    passage = Passage(row["start"], row["end"])
    if main.table == "read_marks":
        return Change(verb, document_id, passage, is_many=is_many)
    before, after = _annotation(main.before, reviewer), _annotation(main.after, reviewer)
    shown = after or before
    return Change(verb, shown.document_id if shown else document_id, passage, before, after, is_many)


def is_live(row: State | None) -> bool:
    """Tell whether there is a row, and it is no tombstone."""
    return row is not None and row["removed_at"] is None


def _annotation(row: State | None, reviewer: str) -> Annotation | None:
    return annotation_from(row, reviewer) if row is not None and is_live(row) else None


def _thread_passage(changes: Sequence[RowChange]) -> Passage:
    """Return the first passage among changes of threads; an empty one where there is none."""
    rows = (one.after or one.before or {} for one in changes if one.table == "thread_passages")
    spans = ((row["start"], row["end"]) for row in rows if row["start"] is not None)
    return Passage(*next(spans, (0, 0)))

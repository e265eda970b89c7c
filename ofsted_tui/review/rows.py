"""New rows for the store, and what rows mean."""

import uuid
from collections.abc import Sequence

from ofsted_tui.model.annotation import CONTEXT, Annotation
from ofsted_tui.model.document import Document
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Session
from ofsted_tui.model.thread import ThreadStatus
from ofsted_tui.store.annotations import annotation_from
from ofsted_tui.store.changes import RowChange, State


def new_annotation(document: Document, session: Session, passage: Passage, area: str, now: str) -> State:
    """Return the row of a new annotation, with its quote and context cut from the text."""
    return {
        **_new_row(document, session, passage, now),
        **_cut_from(document.text, passage),
        "area": area,
        "topic": "",
        "direction": "",
        "quantifier": "",
        "note": "",
        "updated_at": now,
    }


def _cut_from(text: str, passage: Passage) -> State:
    return {
        "quote": text[passage.start : passage.end],
        "prefix": text[max(0, passage.start - CONTEXT) : passage.start],
        "suffix": text[passage.end : passage.end + CONTEXT],
    }


def placed_annotation(state: State, document: Document, passage: Passage, now: str) -> State:
    """Return the row of an annotation that moves to a passage of another version of its document."""
    return {
        **state,
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


def former_place(change: RowChange) -> tuple[str, Passage]:
    """Return document and passage of the former version that a decision is about."""
    row = change.after or change.before or {}
    return row["former_document_id"], Passage(row["former_start"], row["former_end"])


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


def annotation_in(state: State | None, reviewer: str) -> Annotation | None:
    """Return the annotation that a row holds; None for no row and for a tombstone."""
    if state is None or state["removed_at"] is not None:
        return None
    return annotation_from(state, reviewer)


def span_of(change: RowChange) -> tuple[int, int]:
    """Return start and end of the row that changed; verbs never change them."""
    state = change.after or change.before or {}
    return state["start"], state["end"]


def thread_place(changes: Sequence[RowChange]) -> Passage:
    """Return the first passage among changes of threads; an empty one where there is none."""
    rows = (one.after or one.before or {} for one in changes if one.table == "thread_passages")
    spans = ((row["start"], row["end"]) for row in rows if row["start"] is not None)
    return Passage(*next(spans, (0, 0)))

"""The verbs on threads: begin, link, relate, give a status, unlink, remove."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ofsted_tui.model.document import Document
from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.model.limits import NOTE_CHARACTERS, TITLE_CHARACTERS, check_length
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.model.thread import Relation, Thread, ThreadStatus
from ofsted_tui.review.change import is_live, new_thread, new_thread_passage
from ofsted_tui.review.review import Review
from ofsted_tui.store.journal import RowChange, State

_TITLE = 80
"""How many characters of a passage a thread is called by at first."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a thread begins with."""

    document: Document
    passage: Passage
    title: str = ""
    """Empty: the first words of the passage."""
    area: str = ""
    topic: str = ""
    is_improvement: bool = False
    """Whether it is an improvement point: then it is raised by its document."""


def begin_thread(review: Review, point: Point) -> Thread:
    """Begin a thread with a passage; raise UserError where that is empty or outside the text."""
    _check(point.document, point.passage)
    quote = point.document.text[point.passage.start : point.passage.end]
    title = point.title.strip() or _shortened(quote)
    check_length("The title", title, TITLE_CHARACTERS)
    now = review.store.clock()
    thread = new_thread(review.session, title, point.area, point.topic, now)
    status = ThreadStatus.RAISED if point.is_improvement else None
    place = new_thread_passage(thread, point.document, point.passage, now, status)
    changes = [RowChange.added("threads", thread), RowChange.added("thread_passages", place)]
    review.do_at_once("begin thread", lambda: changes, thread["id"], point.document.id)
    return _thread(review, thread["id"])


def link(
    review: Review,
    thread_id: str,
    document: Document,
    passage: Passage | None,
    status: ThreadStatus | None = None,
) -> Thread:
    """Link a passage to a thread; None: the document does not mention the point. Linked once, it stays so.

    A passage takes the place of a "not mentioned" of its document. Raises UserError where the passage holds
    no words or is outside the text, and for None where the document has a passage in the thread;
    NotFoundError where the thread is gone.
    """
    if passage is not None:
        _check(document, passage)

    def make() -> list[RowChange]:
        thread, now = _own_thread(review, thread_id), review.store.clock()
        there = [one for one in thread.passages if one.document_id == document.id]
        if any(one.passage == passage for one in there):
            return []
        if there and passage is None:
            raise UserError(f"A passage of it is linked, so it mentions the point: {document.title!r}.")
        found = status if passage is not None else ThreadStatus.NOT_MENTIONED
        state = new_thread_passage(_state(review, thread_id), document, passage, now, found)
        silent = [one.id for one in there if one.passage is None]
        return [*_taken_out(review, thread, silent, now), RowChange.added("thread_passages", state)]

    review.do_at_once("link", make, thread_id, document.id)
    return _thread(review, thread_id)


def unlink(review: Review, passage_id: str) -> Thread | None:
    """Take a place out of its thread; with the last one the thread is gone (None)."""
    state = _place_state(review, passage_id)

    def make() -> list[RowChange]:
        thread, now = _own_thread(review, state["thread_id"]), review.store.clock()
        if len(thread.passages) == 1:
            return _removed(review, thread, now)
        return _taken_out(review, thread, [passage_id], now)

    review.do_at_once("unlink", make, state["thread_id"], state["document_id"])
    return review.store.threads.get(state["thread_id"])


def remove_thread(review: Review, thread_id: str) -> None:
    """Remove a thread with its places, leaving tombstones."""
    thread = _own_thread(review, thread_id)
    review.do_at_once("remove thread", lambda: _removed(review, thread, review.store.clock()), thread_id)


def set_status(review: Review, passage_id: str, status: ThreadStatus | None) -> Thread:
    """Set the status of a place, or none (None).

    Raises UserError where a place without a passage would be given another status than "not mentioned", or
    one with a passage that status.
    """
    state = _place_state(review, passage_id)
    if (state["start"] is None) != (status is ThreadStatus.NOT_MENTIONED):
        raise UserError(
            "A document that does not mention the point has no other status: unlink it instead."
            if state["start"] is None
            else "What is quoted here mentions the point; “not mentioned” is for a document as a whole."
        )
    return _edit_place(review, "status", passage_id, status=status.value if status else "")


def relate(review: Review, passage_id: str, relation: Relation | None, related_id: str = "") -> Thread:
    """Set the relation of a place to another of its thread, or none (None); raise UserError for itself."""
    thread = _own_thread(review, _place_state(review, passage_id)["thread_id"])
    if relation is None:
        return _edit_place(review, "relate", passage_id, relation="", related_id=None)
    if related_id == passage_id or thread.passage_of(related_id) is None:
        raise UserError("A relation points to another place of the same thread.")
    return _edit_place(review, "relate", passage_id, relation=relation.value, related_id=related_id)


def set_place_note(review: Review, passage_id: str, note: str) -> Thread:
    """Give a place a note, or none (empty)."""
    check_length("The note", note, NOTE_CHARACTERS)
    return _edit_place(review, "note on a place", passage_id, note=note)


def rename_thread(review: Review, thread_id: str, title: str) -> Thread:
    """Give a thread another title; raise UserError where it is empty or too long."""
    title = visible_summary(title)
    if not title:
        raise UserError("A thread needs a title.")
    check_length("The title", title, TITLE_CHARACTERS)

    def make() -> list[RowChange]:
        _own_thread(review, thread_id)
        after = {"title": title, "updated_at": review.store.clock()}
        state = _state(review, thread_id)
        return [RowChange.changed("threads", state, after)] if state["title"] != title else []

    review.do_at_once("rename thread", make, thread_id)
    return _thread(review, thread_id)


def _edit_place(review: Review, verb: str, passage_id: str, **values: str | None) -> Thread:
    def make() -> Sequence[RowChange]:
        state = _place_state(review, passage_id)
        _own_thread(review, state["thread_id"])
        if all(state[name] == value for name, value in values.items()):
            return []
        return [RowChange.changed("thread_passages", state, {**values, "updated_at": review.store.clock()})]

    state = _place_state(review, passage_id)
    review.do_at_once(verb, make, state["thread_id"], state["document_id"])
    return _thread(review, state["thread_id"])


def _taken_out(review: Review, thread: Thread, passage_ids: Collection[str], now: str) -> list[RowChange]:
    """Return the changes that remove places of a thread, and the relations to them."""
    pointing = [one.id for one in thread.passages if one.related_id in passage_ids]
    cleared = {"relation": "", "related_id": None, "updated_at": now}
    gone = {"removed_at": now}
    return [
        *(RowChange.changed("thread_passages", _place_state(review, one), gone) for one in passage_ids),
        *(RowChange.changed("thread_passages", _place_state(review, one), cleared) for one in pointing),
    ]


def _removed(review: Review, thread: Thread, now: str) -> list[RowChange]:
    places = [_place_state(review, one.id) for one in thread.passages]
    gone = {"removed_at": now}
    return [
        *(RowChange.changed("thread_passages", one, gone) for one in places),
        RowChange.changed("threads", _state(review, thread.id), gone),
    ]


def _check(document: Document, passage: Passage) -> None:
    if not 0 <= passage.start < passage.end <= document.details.length:
        raise UserError(f"{passage.start}-{passage.end} is no passage of {document.title!r}.")
    if not any(map(str.isalnum, document.text[passage.start : passage.end])):
        raise UserError(f"{passage.start}-{passage.end} of {document.title!r} holds no words.")


def _thread(review: Review, thread_id: str) -> Thread:
    found = review.store.threads.get(thread_id)
    if found is None:
        raise NotFoundError("That thread is no longer there.")
    return found


def _own_thread(review: Review, thread_id: str) -> Thread:
    found = _thread(review, thread_id)
    if found.session_id != review.session.id:
        raise UserError(f"The thread {found.title!r} belongs to another session: open that one to change it.")
    return found


def _state(review: Review, thread_id: str) -> State:
    return _live(review.store.threads.thread_state, thread_id, "thread")


def _place_state(review: Review, passage_id: str) -> State:
    return _live(review.store.threads.passage_state, passage_id, "place of a thread")


def _live(read: Callable[[str], State | None], row_id: str, what: str) -> State:
    state = read(row_id)
    if state is None or not is_live(state):
        raise NotFoundError(f"That {what} is no longer there.")
    return state


def _shortened(quote: str) -> str:
    words = visible_summary(quote[: 4 * _TITLE]).lstrip("-–−•◼▪ ")
    return words if len(words) <= _TITLE else f"{words[: _TITLE - 1].rstrip()}…"

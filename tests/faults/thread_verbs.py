"""The verbs on threads, for the table of all that changes the database."""

from ofsted_tui.model.thread import Relation, Thread, ThreadStatus
from ofsted_tui.review.threads import (
    Point,
    begin_thread,
    link,
    relate,
    remove_thread,
    rename_thread,
    set_place_note,
    set_status,
    unlink,
)
from tests.faults.verb import Step, Verb
from tests.faults.worlds import World


def _thread(world: World) -> Thread:
    return world.store.threads.of(world.session("Review"))[0]


def _begin(world: World) -> object:
    review = world.review
    return begin_thread(review, Point(review.document, world.passage(8), is_improvement=True))


def _link(world: World) -> object:
    return link(world.review, _thread(world).id, world.review.document, world.passage(9))


def _not_mentioned(world: World) -> object:
    letter = world.store.documents.get(world.document("letter.txt"))
    assert letter is not None
    return link(world.review, _thread(world).id, letter, None)


def _on_place(verb: object, *arguments: object) -> Step:
    return lambda world: verb(world.review, _thread(world).passages[1].id, *arguments)  # type: ignore[operator] # each is a verb


def _relate(world: World) -> object:
    first, second = _thread(world).passages[:2]
    return relate(world.review, second.id, Relation.OVERSTATES, first.id)


THREAD_VERBS = (
    Verb("begin a thread", _begin),
    Verb("link", _link),
    Verb("not mentioned", _not_mentioned),
    Verb("unlink", _on_place(unlink)),
    Verb("status", _on_place(set_status, ThreadStatus.CLOSED)),
    Verb("relate", _relate),
    Verb("note on a place", _on_place(set_place_note, "“here”\n\x1b")),
    Verb("title of a thread", lambda w: rename_thread(w.review, _thread(w).id, "Other")),
    Verb("remove a thread", lambda w: remove_thread(w.review, _thread(w).id)),
)
"""All but undo and redo of them."""

"""What changes in the store when annotations are placed in a new version of their document."""

from collections.abc import Iterable, Iterator

from ofsted_tui.model.document import Document
from ofsted_tui.model.errors import NotFoundError, StoreError, UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.placement import Decision
from ofsted_tui.review.checks import check_tag
from ofsted_tui.review.placing_queue import Item, Placements
from ofsted_tui.review.review import Review
from ofsted_tui.review.rows import new_placement, new_read_mark, placed_annotation
from ofsted_tui.store.changes import RowChange


def check_place(review: Review, item: Item, passage: Passage) -> None:
    """Raise UserError where the open document has the same tag on a passage, CodebookError for its area."""
    area = review.codebook.area(item.annotation.area)
    check_tag(review.codebook, review.document.details, passage, area, "")
    existing = review.store.annotations.find(review.session.id, review.document.id, passage, area.code)
    if existing is not None and existing.id != item.annotation.id:
        raise UserError("The new version has this tag on that passage already: redraw it, or leave it.")


def changes_of(
    review: Review, former: Document, item: Item, passage: Passage | None, decision: Decision
) -> list[RowChange]:
    """Return what changes with a decision: the annotation's row unless it is left, and the decision's.

    Raises NotFoundError where the annotation was removed.
    """
    now = review.store.clock()
    state = review.store.annotations.state(item.annotation.id)
    if state is None or state["removed_at"] is not None:
        raise NotFoundError("That annotation is no longer there.")
    changes = []
    if passage is not None:
        quantifier = _quantifier(review, former, item, passage)
        placed = placed_annotation(state, review.document, passage, now) | {"quantifier": quantifier}
        changes.append(RowChange("annotations", state["id"], state, placed))
    row = new_placement(state, former.id, item.former, review.document, passage, now) | {
        "state": item.placement.state.value,
        "agreement": item.placement.agreement,
        "decision": decision.value,
    }
    return [*changes, RowChange("placements", row["id"], None, row)]


def _quantifier(review: Review, former: Document, item: Item, passage: Passage) -> str:
    """Return how many the placed annotation speaks of: read anew, unless the reviewer has set it."""
    from ofsted_tui.reading.language.quantifiers import quantifier_of

    is_placed = item.annotation.document_id == review.document.id
    text = review.document.text if is_placed else former.text
    read = quantifier_of(text, item.annotation.passage)
    if item.annotation.quantifier != (read.value if read else ""):
        return item.annotation.quantifier
    found = quantifier_of(review.document.text, passage)
    return found.value if found else ""


def changes_of_certain(review: Review, former: Document, items: Iterable[Item]) -> Iterator[RowChange]:
    """Yield what changes when all items are placed that are not decided and certain."""
    taken: set[tuple[Passage, str]] = set()
    for item in items:
        passage = item.placement.passage
        if item.decision is not None or not item.placement.is_certain or passage is None:
            continue
        key = (passage, item.annotation.area)
        if key not in taken and _may(review, item, passage):
            taken.add(key)
            yield from changes_of(review, former, item, passage, Decision.ACCEPTED)


def _may(review: Review, item: Item, passage: Passage) -> bool:
    try:
        check_place(review, item, passage)
    except StoreError:
        raise
    except UserError:
        return False
    return True


def changes_of_marks(review: Review, former_id: str, placements: Placements) -> Iterator[RowChange]:
    """Yield the read marks of the former version that hold for the new one word for word."""
    store, session, document = review.store, review.session, review.document
    there = store.read_marks.of(session.id, document.id)
    for mark in store.read_marks.of(session.id, former_id):
        placement = placements.get(mark)
        passage = placement.passage if placement is not None and placement.is_certain else None
        paragraph = None if passage is None else review.paragraphs.at(passage.start)
        if paragraph is None or paragraph.passage != passage or passage in there:
            continue
        state = new_read_mark(document, session, passage, store.clock())
        yield RowChange("read_marks", state["id"], None, state)

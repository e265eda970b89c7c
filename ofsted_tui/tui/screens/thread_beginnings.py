"""What a thread can begin with: the improvement points of a session, and the passage of the workbench."""

from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_tui.model.document import DocumentDetails, time_key
from ofsted_tui.model.passage import Cuts, Passage
from ofsted_tui.review import Review


@dataclass(frozen=True, slots=True)
class Beginning:
    """A passage that a thread can begin with."""

    details: DocumentDetails
    passage: Passage
    quote: str
    """Its words, with no page break in them."""
    is_improvement: bool


def beginnings(review: Review, here: Passage) -> list[Beginning]:
    """Return the passage of the workbench, then the points of its document, then the others in time order.

    Points that a thread holds already are left out, and so is the passage where it touches a point. Raises
    StoreError.
    """
    points = [point for details in _documents(review) for point in _points_of(review, details)]
    followed = {
        (place.document_id, place.passage)
        for thread in review.store.threads.of(review.session.id)
        for place in thread.passages
    }
    points = [one for one in points if (one.details.id, one.passage) not in followed]
    own = review.document.details
    is_point = any(one.details.id == own.id and one.passage.overlaps(here) for one in points)
    if is_point or not here or (own.id, here) in followed:
        return points
    return [Beginning(own, here, review.opened.quote(here), False), *points]


def _documents(review: Review) -> list[DocumentDetails]:
    """Return the session's documents without former versions, the open one first."""
    store, session = review.store, review.session
    held = frozenset(session.document_ids) - store.documents.replaced_in(session.id)
    found = [one for one in store.documents.all() if one.id in held]
    return sorted(found, key=lambda one: (one.id != review.document.id, time_key(one)))


def _points_of(review: Review, details: DocumentDetails) -> Iterator[Beginning]:
    structures = review.store.documents.structures
    found = structures.improvement_points(details.id)
    if not found:
        return
    document, cuts = review.get_document(details.id), Cuts(structures.cuts(details.id))
    for one in found:
        passage = Passage(one.start, one.end)
        yield Beginning(details, passage, cuts.quote(document.text, passage), True)

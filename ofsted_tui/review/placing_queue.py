"""The queue of annotations whose document has a new version."""

from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.document import Document
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.placement import Decision, Placement
from ofsted_tui.review.review import Review
from ofsted_tui.store.placements import Decided

Placements = dict[Passage, Placement]
"""Placements by the passage in the former version."""


@dataclass(frozen=True, slots=True)
class Item:
    """One annotation of the former version, and where it belongs in the new one."""

    annotation: Annotation
    """As it stands now: in the former version, or placed in the new one already."""
    former: Passage
    """The passage in the former version."""
    placement: Placement
    """Where the program places it."""
    decision: Decision | None = None
    """What the reviewer decided; None where that is still to come."""

    @property
    def passage(self) -> Passage | None:
        """The passage in the new version: where the annotation is, or else where it is proposed to be."""
        is_placed = self.decision in (Decision.ACCEPTED, Decision.REDRAWN)
        return self.annotation.passage if is_placed else self.placement.passage

    @property
    def order(self) -> tuple[object, ...]:
        """A key that sorts items as the former version is read."""
        return self.former.start, self.former.end, self.annotation.area, self.annotation.id


def former_of(review: Review) -> Document:
    """Return the version whose annotations are to be placed in the open document.

    That is the one it replaces or, where none of its annotations wait, the nearest before it whose do.
    Raises NotFoundError.
    """
    store, details = review.store, review.document.details
    direct = found = store.documents.get(details.replaces or "")
    seen = {details.id}
    while found is not None and found.id not in seen:
        if store.placements.waiting_of(review.session.id, found.id, details.id):
            return found
        seen.add(found.id)
        found = store.documents.get(found.details.replaces or "")
    if direct is None:
        raise NotFoundError(f"{details.title!r} is not known to replace another document.")
    return direct


def queue_of(review: Review, former_id: str, placements: Placements) -> tuple[Item, ...]:
    """Return the annotations of the former version and those placed already, in the former's order.

    An annotation without a placement, made after the others were placed, is left out. Raises StoreError.
    """
    decided = review.store.placements.of(review.session.id, review.document.id)
    items = [*_waiting(review, former_id, placements, decided), *_placed(review, former_id, decided)]
    return tuple(sorted(items, key=lambda item: item.order))


def _waiting(
    review: Review, former_id: str, placements: Placements, decided: dict[str, Decided]
) -> Iterator[Item]:
    for annotation in review.store.annotations.of(review.session.id, former_id):
        placement, one = placements.get(annotation.passage), decided.get(annotation.id)
        if placement is not None:
            is_left = one is not None and one.decision is Decision.LEFT and one.former == annotation.passage
            decision = Decision.LEFT if is_left else None
            yield Item(annotation, annotation.passage, placement, decision)


def _placed(review: Review, former_id: str, decided: dict[str, Decided]) -> Iterator[Item]:
    for annotation in review.store.annotations.of(review.session.id, review.document.id):
        one = decided.get(annotation.id)
        if one is not None and one.decision is not Decision.LEFT and one.former_id == former_id:
            placement = Placement(one.state, one.passage, one.agreement)
            yield Item(annotation, one.former, placement, one.decision)

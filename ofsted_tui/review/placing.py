"""Placing: the annotations of a document's former version are brought into the new version."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.document import Document
from ofsted_tui.model.errors import NotFoundError, StoreError, UserError
from ofsted_tui.model.passage import Decision, Passage, Placement, PlacementState
from ofsted_tui.review.change import (
    Change,
    new_placement,
    new_read_mark,
    placed_annotation,
    quantifier_in,
)
from ofsted_tui.review.review import Review, check_tag
from ofsted_tui.store.annotations import StoredDecision
from ofsted_tui.store.journal import RowChange

PlacementsByPassage = dict[Passage, Placement]
"""Where passages of the former version belong in the new one."""


@dataclass(frozen=True, slots=True)
class QueueEntry:
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


def place_all(former: str, text: str, passages: Iterable[Passage]) -> PlacementsByPassage:
    """Place passages of a former text in a new one; any thread may do so."""
    from ofsted_tui.reading.placement.placer import Placer

    placer = Placer(former, text)
    return {passage: placer.place(passage) for passage in passages}


class Placing:
    """The queue of one session for the new version that is open in its review.

    Nothing becomes an annotation of the new version unless the reviewer says so; each decision is one verb of
    the session, which `u` takes back.
    """

    def __init__(self, review: Review) -> None:
        """Take a review whose open document replaces another; raise NotFoundError, StoreError."""
        self.review = review
        self.document: Document = review.document
        self.former: Document = _former_of(review)
        self._placements: PlacementsByPassage = {}
        self.items: tuple[QueueEntry, ...] = ()

    @property
    def wanted(self) -> list[Passage]:
        """The passages of the former version that are not placed yet: for `place_all`."""
        store, session = self.review.store, self.review.session
        of_annotations = [one.passage for one in store.annotations.of(session.id, self.former.id)]
        marks = store.read_marks.of(session.id, self.former.id)
        return [one for one in {*of_annotations, *marks} if one not in self._placements]

    def take(self, placements: PlacementsByPassage) -> None:
        """Take what `place_all` has found, and build the queue in the order of the former version."""
        self._placements |= placements
        self.refresh()

    def place(self) -> None:
        """Place what is not placed yet, here and now."""
        self.take(place_all(self.former.text, self.document.text, self.wanted))

    def refresh(self) -> None:
        """Build the queue anew from what the store holds; raise StoreError."""
        self.review.refresh()
        self.items = _queue_of(self.review, self.former.id, self._placements)

    @property
    def undecided(self) -> list[QueueEntry]:
        """The annotations that wait for a decision."""
        return [item for item in self.items if item.decision is None]

    def count(self, state: PlacementState) -> int:
        """Count the annotations that the program found to be so."""
        return sum(item.placement.state is state for item in self.items)

    def accept(self, item: QueueEntry, passage: Passage | None = None) -> Change:
        """Place an annotation where it is proposed, or where the reviewer has redrawn it.

        Raises UserError where it is gone and no passage is given, or where the new version has the same tag
        on that passage already; CodebookError where its area was not judged in the new version's edition;
        NotFoundError where another window has decided otherwise meanwhile.
        """
        target = passage or item.passage
        if target is None:
            raise UserError("It is not in the new version: choose a passage for it, or leave it.")
        decision = Decision.REDRAWN if target != item.placement.passage else Decision.ACCEPTED

        def make() -> list[RowChange]:
            self._check_as_shown(item)
            _check_place(self.review, item, target)
            return _changes_of(self.review, self.former, item, target, decision)

        return self._done("place", make, item.annotation.id)

    def leave(self, item: QueueEntry) -> Change:
        """Leave an annotation with the former version; raise NotFoundError, UserError."""
        if item.annotation.document_id != self.former.id:
            raise UserError("It is placed in the new version already: u takes that back.")

        def make() -> list[RowChange]:
            self._check_as_shown(item)
            return _changes_of(self.review, self.former, item, None, Decision.LEFT)

        return self._done("leave", make, item.annotation.id)

    def _check_as_shown(self, item: QueueEntry) -> None:
        """Raise NotFoundError where another window has changed the annotation or decided on it."""
        now = _queue_of(self.review, self.former.id, self._placements)
        if not any(_is_alike(one, item) for one in now):
            raise NotFoundError("Another window has changed that meanwhile; nothing was changed. Look again.")

    def _done(self, verb: str, make: Callable[[], list[RowChange]], target_id: str) -> Change:
        change = self.review.do_at_once(verb, make, target_id)
        assert change is not None
        self.refresh()
        return change

    def accept_certain(self) -> int:
        """Place all annotations that are there word for word without a doubt; return how many.

        Paragraphs marked read come along where they are word for word paragraphs of the new version.
        """
        placed = 0

        def make() -> list[RowChange]:
            nonlocal placed
            waiting = _queue_of(self.review, self.former.id, self._placements)
            changes = list(_certain_changes(self.review, self.former, waiting))
            placed = sum(change.table == "annotations" for change in changes)
            return [*changes, *_read_mark_changes(self.review, self.former.id, self._placements)]

        self.review.do_at_once("place all", make)
        self.refresh()
        return placed


# The queue


def _former_of(review: Review) -> Document:
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


def _queue_of(review: Review, former_id: str, placements: PlacementsByPassage) -> tuple[QueueEntry, ...]:
    """Return the annotations of the former version and those placed already, in the former's order.

    An annotation without a placement, made after the others were placed, is left out. Raises StoreError.
    """
    decided = review.store.placements.of(review.session.id, review.document.id)
    items = [*_waiting(review, former_id, placements, decided), *_placed(review, former_id, decided)]
    return tuple(sorted(items, key=lambda item: item.order))


def _waiting(
    review: Review, former_id: str, placements: PlacementsByPassage, decided: dict[str, StoredDecision]
) -> Iterator[QueueEntry]:
    for annotation in review.store.annotations.of(review.session.id, former_id):
        placement, one = placements.get(annotation.passage), decided.get(annotation.id)
        if placement is not None:
            is_left = one is not None and one.decision is Decision.LEFT and one.former == annotation.passage
            decision = Decision.LEFT if is_left else None
            yield QueueEntry(annotation, annotation.passage, placement, decision)


def _placed(review: Review, former_id: str, decided: dict[str, StoredDecision]) -> Iterator[QueueEntry]:
    for annotation in review.store.annotations.of(review.session.id, review.document.id):
        one = decided.get(annotation.id)
        if one is not None and one.decision is not Decision.LEFT and one.former_id == former_id:
            placement = Placement(one.state, one.passage, one.agreement)
            yield QueueEntry(annotation, one.former, placement, one.decision)


def _is_alike(one: QueueEntry, other: QueueEntry) -> bool:
    mine, others = one.annotation, other.annotation
    places = [(each.document_id, each.passage, each.area) for each in (mine, others)]
    return mine.id == others.id and one.decision == other.decision and places[0] == places[1]


# What a decision changes in the store


def _check_place(review: Review, item: QueueEntry, passage: Passage) -> None:
    """Raise UserError where the open document has the same tag on a passage, CodebookError for its area."""
    area = review.codebook.area(item.annotation.area)
    check_tag(review.codebook, review.document.details, passage, area, "")
    existing = review.store.annotations.find(review.session.id, review.document.id, passage, area.code)
    if existing is not None and existing.id != item.annotation.id:
        raise UserError("The new version has this tag on that passage already: redraw it, or leave it.")


def _changes_of(
    review: Review, former: Document, item: QueueEntry, passage: Passage | None, decision: Decision
) -> list[RowChange]:
    """Return the changes of a decision: the annotation's row unless it is left, and the decision's."""
    now = review.store.clock()
    state = review.store.annotations.state(item.annotation.id)
    assert state is not None  # it stands in a queue that was read within the same action
    changes = []
    if passage is not None:
        quantifier = _quantifier(review, former, item, passage)
        placed = placed_annotation(review.document, passage, now) | {"quantifier": quantifier}
        changes.append(RowChange.changed("annotations", state, placed))
    row = new_placement(state, former.id, item.former, review.document, passage, now) | {
        "state": item.placement.state.value,
        "agreement": item.placement.agreement,
        "decision": decision.value,
    }
    return [*changes, RowChange.added("placements", row)]


def _quantifier(review: Review, former: Document, item: QueueEntry, passage: Passage) -> str:
    """Return how many the placed annotation speaks of: read anew, unless the reviewer has set it."""
    is_placed = item.annotation.document_id == review.document.id
    stands_in = review.document if is_placed else former
    if item.annotation.quantifier != quantifier_in(stands_in, item.annotation.passage):
        return item.annotation.quantifier
    return quantifier_in(review.document, passage)


def _certain_changes(review: Review, former: Document, items: Iterable[QueueEntry]) -> Iterator[RowChange]:
    """Yield the changes that place all items that are certain and not decided yet."""
    taken: set[tuple[Passage, str]] = set()
    for item in items:
        passage = item.placement.passage
        if item.decision is not None or not item.placement.is_certain or passage is None:
            continue
        key = (passage, item.annotation.area)
        if key not in taken and _may(review, item, passage):
            taken.add(key)
            yield from _changes_of(review, former, item, passage, Decision.ACCEPTED)


def _may(review: Review, item: QueueEntry, passage: Passage) -> bool:
    try:
        _check_place(review, item, passage)
    except StoreError:
        raise
    except UserError:
        return False
    return True


def _read_mark_changes(
    review: Review, former_id: str, placements: PlacementsByPassage
) -> Iterator[RowChange]:
    """Yield the read marks of the former version that hold for the new one word for word."""
    store, session, document = review.store, review.session, review.document
    there = store.read_marks.of(session.id, document.id)
    for mark in store.read_marks.of(session.id, former_id):
        placement = placements.get(mark)
        passage = placement.passage if placement is not None and placement.is_certain else None
        paragraph = None if passage is None else review.paragraphs.at(passage.start)
        if paragraph is None or paragraph.passage != passage or passage in there:
            continue
        yield RowChange.added("read_marks", new_read_mark(document, session, passage, store.clock()))

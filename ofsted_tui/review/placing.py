"""A document has a new version: where one session's annotations of the former one belong in it."""

from collections.abc import Iterable, Sequence

from ofsted_tui.model.document import Document
from ofsted_tui.model.errors import NotFoundError, StoreError, UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.placement import Decision, PlacementState
from ofsted_tui.review.change import Change
from ofsted_tui.review.checks import check_tag
from ofsted_tui.review.placing_queue import Item, Placements, queue_of
from ofsted_tui.review.review import Review
from ofsted_tui.review.rows import new_placement, new_read_mark, placed_annotation
from ofsted_tui.store.changes import RowChange


def place_all(former: str, text: str, passages: Iterable[Passage]) -> Placements:
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
        former = review.store.documents.get(review.document.details.replaces or "")
        if former is None:
            raise NotFoundError(f"{self.document.title!r} is not known to replace another document.")
        self.former: Document = former
        self._placements: Placements = {}
        self.items: tuple[Item, ...] = ()

    @property
    def wanted(self) -> list[Passage]:
        """The passages of the former version that are not placed yet: for `place_all`."""
        store, session = self.review.store, self.review.session
        of_annotations = [one.passage for one in store.annotations.of(session.id, self.former.id)]
        marks = store.read_marks.of(session.id, self.former.id)
        return [one for one in {*of_annotations, *marks} if one not in self._placements]

    def take(self, placements: Placements) -> None:
        """Take what `place_all` has found, and build the queue in the order of the former version."""
        self._placements |= placements
        self.refresh()

    def place(self) -> None:
        """Place what is not placed yet, here and now."""
        self.take(place_all(self.former.text, self.document.text, self.wanted))

    def refresh(self) -> None:
        """Build the queue anew from what the store holds; raise StoreError."""
        self.review.refresh()
        self.items = queue_of(self.review, self.former.id, self._placements)

    @property
    def undecided(self) -> list[Item]:
        """The annotations that wait for a decision."""
        return [item for item in self.items if item.decision is None]

    def count(self, state: PlacementState) -> int:
        """Count the annotations that the program found to be so."""
        return sum(item.placement.state is state for item in self.items)

    def accept(self, item: Item, passage: Passage | None = None) -> Change:
        """Place an annotation where it is proposed, or where the reviewer has redrawn it.

        Raises UserError where it is gone and no passage is given, or where the new version has the same tag
        on that passage already; CodebookError where its area was not judged in the new version's edition.
        """
        target = passage or item.passage
        if target is None:
            raise UserError("It is not in the new version: choose a passage for it, or leave it.")
        self._check(item, target)
        is_redrawn = target != item.placement.passage
        decision = Decision.REDRAWN if is_redrawn else Decision.ACCEPTED
        return self._do("place", [self._changes(item, target, decision)])

    def leave(self, item: Item) -> Change:
        """Leave an annotation with the former version."""
        if item.annotation.document_id != self.former.id:
            raise UserError("It is placed in the new version already: u takes that back.")
        return self._do("leave", [self._changes(item, None, Decision.LEFT)], item.annotation.id)

    def accept_certain(self) -> int:
        """Place all annotations that are there word for word without a doubt; return how many.

        Paragraphs marked read come along where they are word for word paragraphs of the new version.
        """
        certain = [item for item in self.undecided if item.placement.is_certain and self._may(item)]
        changes = []
        taken: set[tuple[Passage, str]] = set()
        for item in certain:
            passage = item.placement.passage
            if passage is not None and (passage, item.annotation.area) not in taken:
                taken.add((passage, item.annotation.area))
                changes.append(self._changes(item, passage, Decision.ACCEPTED))
        placed = len(changes)
        changes.append(self._marks())
        if any(changes):
            self._do("place all", changes)
        return placed

    def _may(self, item: Item) -> bool:
        try:
            self._check(item, item.placement.passage or Passage(0, 0))
        except StoreError:
            raise
        except UserError:
            return False
        return True

    def _check(self, item: Item, passage: Passage) -> None:
        review, annotation = self.review, item.annotation
        area = review.codebook.area(annotation.area)
        check_tag(review.codebook, self.document.details, passage, area, "")
        existing = review.store.annotations.find(review.session.id, self.document.id, passage, area.code)
        if existing is not None and existing.id != annotation.id:
            raise UserError("The new version has this tag on that passage already: redraw it, or leave it.")

    def _changes(self, item: Item, passage: Passage | None, decision: Decision) -> list[RowChange]:
        """Return what changes with a decision: the annotation's row unless it is left, and the decision's."""
        now = self.review.store.clock()
        state = self.review.store.annotations.state(item.annotation.id)
        if state is None or state["removed_at"] is not None:
            raise NotFoundError("That annotation is no longer there.")
        changes = []
        if passage is not None:
            placed = placed_annotation(state, self.document, passage, now)
            changes.append(RowChange("annotations", state["id"], state, placed))
        row = new_placement(state, item.former, self.document, passage, now) | {
            "state": item.placement.state.value,
            "agreement": item.placement.agreement,
            "decision": decision.value,
        }
        return [*changes, RowChange("placements", row["id"], None, row)]

    def _marks(self) -> list[RowChange]:
        """Return the read marks of the former version that hold for the new one word for word."""
        store, session = self.review.store, self.review.session
        there = store.read_marks.of(session.id, self.document.id)
        found = []
        for mark in store.read_marks.of(session.id, self.former.id):
            placement = self._placements.get(mark)
            passage = placement.passage if placement is not None and placement.is_certain else None
            paragraph = None if passage is None else self.review.paragraphs.at(passage.start)
            if paragraph is None or paragraph.passage != passage or passage in there:
                continue
            state = new_read_mark(self.document, session, passage, store.clock())
            found.append(RowChange("read_marks", state["id"], None, state))
        return found

    def _do(self, verb: str, changes: Sequence[Sequence[RowChange]], target_id: str | None = None) -> Change:
        flat = [change for group in changes for change in group]
        change = self.review.do_at_once(verb, self.document.id, flat, target_id)
        self.refresh()
        return change

"""A document has a new version: where one session's annotations of the former one belong in it."""

from collections.abc import Callable, Iterable

from ofsted_tui.model.document import Document
from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.placement import Decision, PlacementState
from ofsted_tui.review.change import Change
from ofsted_tui.review.placing_changes import changes_of, changes_of_certain, changes_of_marks, check_place
from ofsted_tui.review.placing_queue import Item, Placements, former_of, queue_of
from ofsted_tui.review.review import Review
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
        self.former: Document = former_of(review)
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
        on that passage already; CodebookError where its area was not judged in the new version's edition;
        NotFoundError where another window has decided otherwise meanwhile.
        """
        target = passage or item.passage
        if target is None:
            raise UserError("It is not in the new version: choose a passage for it, or leave it.")
        decision = Decision.REDRAWN if target != item.placement.passage else Decision.ACCEPTED

        def make() -> list[RowChange]:
            self._check_as_shown(item)
            check_place(self.review, item, target)
            return changes_of(self.review, self.former, item, target, decision)

        return self._done("place", make, item.annotation.id)

    def leave(self, item: Item) -> Change:
        """Leave an annotation with the former version; raise NotFoundError, UserError."""
        if item.annotation.document_id != self.former.id:
            raise UserError("It is placed in the new version already: u takes that back.")

        def make() -> list[RowChange]:
            self._check_as_shown(item)
            return changes_of(self.review, self.former, item, None, Decision.LEFT)

        return self._done("leave", make, item.annotation.id)

    def _check_as_shown(self, item: Item) -> None:
        """Raise NotFoundError where another window has changed or decided what is shown here."""
        now = queue_of(self.review, self.former.id, self._placements)
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
            waiting = queue_of(self.review, self.former.id, self._placements)
            changes = list(changes_of_certain(self.review, self.former, waiting))
            placed = sum(change.table == "annotations" for change in changes)
            return [*changes, *changes_of_marks(self.review, self.former.id, self._placements)]

        self.review.do_at_once("place all", make)
        self.refresh()
        return placed


def _is_alike(one: Item, other: Item) -> bool:
    mine, others = one.annotation, other.annotation
    places = [(each.document_id, each.passage, each.area) for each in (mine, others)]
    return mine.id == others.id and one.decision == other.decision and places[0] == places[1]

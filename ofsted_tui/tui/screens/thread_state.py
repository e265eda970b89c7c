"""What the screen of one thread shows: the thread with its marked place, and what is proposed for it."""

from collections.abc import Callable, Sequence

from ofsted_tui.evidence.search import DocumentPassage, Search
from ofsted_tui.evidence.threads import DocumentProposals, Proposer, ThreadInTime, thread_in_time
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.thread import Thread, ThreadPassage
from ofsted_tui.review import Review
from ofsted_tui.tui.screens.search_index import SearchIndex

_FEW, _MANY = 5, 15
"""Proposals of each document, and those where more are asked for."""


class MarkedThread:
    """A thread in time order, and which of its places is marked; at first the one that was linked last."""

    def __init__(self, thread: Thread) -> None:
        """Take the thread; it has its places once the documents are known."""
        self.thread = thread
        self.in_time: ThreadInTime = thread_in_time(thread, {})
        self._documents: dict[str, DocumentDetails] = {}
        self._marked_id = thread.passages[-1].id if thread.passages else ""

    def read(self, documents: Sequence[DocumentDetails]) -> None:
        """Take the documents that places stand in."""
        self._documents = {one.id: one for one in documents}
        self.take(self.thread)

    def take(self, thread: Thread) -> None:
        """Take the thread as it is now, the same place marked where it is still there."""
        self.thread = thread
        self.in_time = thread_in_time(thread, self._documents)

    def take_linked(self, thread: Thread) -> None:
        """Take the thread with a place more, and mark that."""
        before = {one.id for one in self.thread.passages}
        new = [one.id for one in thread.passages if one.id not in before]
        self._marked_id = next(iter(new), self._marked_id)
        self.take(thread)

    @property
    def index(self) -> int:
        """The number of the marked place among those in time order."""
        ids = [step.place.id for step in self.in_time.steps]
        return ids.index(self._marked_id) if self._marked_id in ids else 0

    @property
    def place(self) -> ThreadPassage | None:
        """The marked place."""
        return self.in_time.steps[self.index].place if self.in_time.steps else None

    def mark(self, index: int) -> None:
        """Mark a place by its number; the first or last one where there is none of that number."""
        steps = self.in_time.steps
        if steps:
            self._marked_id = steps[max(0, min(len(steps) - 1, index))].place.id


class Proposals:
    """What may belong to a thread, and how it is asked for."""

    def __init__(self, review: Review, index: SearchIndex) -> None:
        """Take the review and the index of its database; raise StoreError."""
        self._index = index
        self._search = Search(review.store, index.index, None)
        self._proposer = Proposer(review.store, review.codebook, self._search)
        self.is_ready = False
        """Whether all documents are indexed: before that, silence would mean nothing."""
        self.typed = ""
        """Words to look for instead of those of the point."""
        self.is_everywhere = False
        self.limit = _FEW

    async def catch_up(self, tell: Callable[[int, int], None]) -> None:
        """Wait until all documents are indexed; `tell` is called with how many are, of how many."""
        index = self._index
        await index.catch_up(lambda: tell(index.total - index.left, index.total) if index.left else None)
        self._search.refresh()
        self.is_ready = True

    def toggle_limit(self) -> None:
        """Propose more of each document, or fewer."""
        self.limit = _MANY if self.limit == _FEW else _FEW

    def of(self, thread: Thread) -> Sequence[DocumentProposals] | None:
        """Return what may belong to a thread; None where nothing can be said yet. Raises StoreError."""
        begun = thread.passages[0] if thread.passages else None
        if begun is None or begun.passage is None or not self.is_ready:
            return None
        return self._proposer.propose(
            DocumentPassage(begun.document_id, begun.passage),
            f"{begun.quote} {thread.title}",
            typed=self.typed,
            every_authority=self.is_everywhere,
            limit=self.limit,
            linked=[DocumentPassage(one.document_id, one.passage) for one in thread.passages if one.passage],
        )

"""What the workbench keeps from key to key: the tag meant, the place, the screens it opens."""

from collections.abc import Callable
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import ReadingPosition
from ofsted_tui.review import Review
from ofsted_tui.tui.screens.review_text import tag_text

if TYPE_CHECKING:
    from ofsted_tui.evidence.search import DocumentPassage
    from ofsted_tui.tui.screens.review_screen import ReviewScreen
    from ofsted_tui.tui.screens.search_screen import SearchMemory


class TargetTag:
    """The tag that topic, note, direction and removal work on: the closest to the passage, or one chosen."""

    def __init__(self, review: Review) -> None:
        """Take the review whose open document is looked at."""
        self._review = review
        self._id: str | None = None
        self.tags: list[Annotation] = []
        """The tags that touch the passage, the closest first."""

    @property
    def tag(self) -> Annotation | None:
        """The tag that is meant; None where there is none."""
        chosen = [one for one in self.tags if one.id == self._id]
        return next(iter(chosen or self.tags), None)

    @property
    def number(self) -> int:
        """Which of the tags it is, counted from one; 0 where there is none."""
        tag = self.tag
        return self.tags.index(tag) + 1 if tag else 0

    def text(self) -> str:
        """Say what the tag is that is meant, and which of how many; empty where there is none."""
        return tag_text(self._review, self.tag, self.number, len(self.tags)) if self.tag else ""

    def look(self, passage: Passage) -> Annotation | None:
        """Return what is tagged at a passage; a tag that was chosen stays so where it still touches it."""
        self.tags = self._review.opened.tags_at(passage)
        tag = self.tag
        self.choose(tag.id if tag else None)
        return tag

    def choose(self, annotation_id: str | None) -> None:
        """Mean a certain tag once it is looked at; None: the closest."""
        self._id = annotation_id

    def choose_next(self) -> bool:
        """Mean the next of the tags; False where there is no other."""
        if len(self.tags) < 2:
            return False
        self.choose(self.tags[self.number % len(self.tags)].id)
        return True


class Stoppable(Protocol):
    """A timer that can be stopped before it fires."""

    def stop(self) -> None:
        """Keep it from firing."""


_PLACE_SECONDS = 1.0
_PLACE_SECONDS_AT_MOST = 10.0
_PAUSE = 0.25


class PlaceKeeper:
    """Writes the place a moment after the last move, and now and then while moves go on.

    Writing takes as long as a key may take, so it is done between keys.
    """

    def __init__(
        self,
        review: Review,
        where: Callable[[], tuple[ReadingPosition, str]],
        due: Callable[[], None],
        later: Callable[[float, Callable[[], None]], Stoppable],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Take the review, what tells place and pane, what is to be done when it is time, timer and clock."""
        self._review, self._where, self._due = review, where, due
        self._later, self._clock = later, clock
        self._timer: Stoppable | None = None
        self._moved_at = self._latest = 0.0

    def remember(self) -> None:
        """Hand the place to the review, which keeps it with the next verb."""
        self._review.remember(*self._where())

    def save(self) -> None:
        """Write the place now; raise StoreError."""
        self.stop()
        self.remember()
        self._review.save_place()

    def touch(self) -> None:
        """Note a move: the place is to be written soon."""
        self._moved_at = self._clock()
        if self._timer is None:
            self._timer = self._later(_PLACE_SECONDS, self._tick)
            self._latest = self._moved_at + _PLACE_SECONDS_AT_MOST

    def stop(self) -> None:
        """Have nothing written until the next move."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = None

    def _tick(self) -> None:
        now = self._clock()
        if now - self._moved_at < _PAUSE and now < self._latest:
            self._timer = self._later(_PAUSE, self._tick)
        else:
            self._timer = None
            self._due()


class EvidenceScreens:
    """Makes the screens over all documents, each of which answers a place to open."""

    def __init__(self, review: Review) -> None:
        """Take the review whose session is at work."""
        self._review = review

    @cached_property
    def _memory(self) -> "SearchMemory":
        from ofsted_tui.tui.screens.search_screen import SearchMemory

        return SearchMemory(self._review.store)

    def close(self) -> None:
        """Close the index of the search, where there was one."""
        if "_memory" in vars(self):
            self._memory.close()

    def search(self) -> "ReviewScreen[DocumentPassage]":
        """Return the search in all documents as it was left; raise StoreError."""
        from ofsted_tui.tui.screens.search_screen import SearchScreen

        return SearchScreen(self._review, self._memory, self._memory.asked)

    def search_like(self, passage: Passage) -> "ReviewScreen[DocumentPassage]":
        """Return the search for more like a passage of the open document; raise StoreError."""
        from ofsted_tui.evidence.search import DocumentPassage
        from ofsted_tui.tui.screens.search_screen import Asked, Like, SearchScreen

        quote = " ".join(self._review.opened.quote(passage).split())
        like = Like(DocumentPassage(self._review.document.id, passage), quote)
        return SearchScreen(self._review, self._memory, Asked(like=like))

    def threads(self, passage: Passage) -> "ReviewScreen[DocumentPassage]":
        """Return the threads, and what may begin one: first of all a passage; raise StoreError."""
        from ofsted_tui.tui.screens.threads_screen import ThreadsScreen

        return ThreadsScreen(self._review, self._memory.index, passage)

    def matrix(self) -> "ReviewScreen[DocumentPassage]":
        """Return what the documents say by area."""
        from ofsted_tui.tui.screens.matrix_screen import MatrixScreen

        return MatrixScreen(self._review)

    def grades(self) -> "ReviewScreen[DocumentPassage]":
        """Return the grades over time."""
        from ofsted_tui.tui.screens.grades_screen import GradesScreen

        return GradesScreen(self._review)

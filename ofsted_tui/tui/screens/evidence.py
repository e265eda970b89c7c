"""The screens over many documents, as the workbench opens them: search, threads, matrix and grades."""

from functools import cached_property
from typing import TYPE_CHECKING

from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review

if TYPE_CHECKING:
    from ofsted_tui.evidence.search import DocumentPassage
    from ofsted_tui.tui.screens.review_screen import ReviewScreen
    from ofsted_tui.tui.screens.search_state import SearchMemory


class EvidenceScreens:
    """Makes the screens, each of which answers a place to open; a search is left as it was for the next."""

    def __init__(self, review: Review) -> None:
        """Take the review whose session is at work."""
        self._review = review

    @cached_property
    def _memory(self) -> "SearchMemory":
        from ofsted_tui.tui.screens.search_state import SearchMemory

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
        from ofsted_tui.tui.screens.search_screen import SearchScreen
        from ofsted_tui.tui.screens.search_state import Asked, Like

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

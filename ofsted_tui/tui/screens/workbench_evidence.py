"""The workbench's keys for the screens over many documents, and the way back from them."""

from functools import partial
from typing import TYPE_CHECKING

from ofsted_tui.tui.screens.workbench_versions import WorkbenchVersions

if TYPE_CHECKING:
    from ofsted_tui.evidence.search import Place
    from ofsted_tui.tui.screens.search_index import SearchIndex
    from ofsted_tui.tui.screens.search_state import Asked


class WorkbenchEvidence(WorkbenchVersions):
    """Opens a screen over the workbench, and shows the place that it answers."""

    _index: "SearchIndex | None" = None
    _asked: "Asked | None" = None
    """What was searched for last."""

    def search_index(self) -> "SearchIndex":
        """Return the index of this database, opened once; raise StoreError."""
        if self._index is None:
            from ofsted_tui.tui.screens.search_index import SearchIndex

            self._index = SearchIndex(self.review.store)
        return self._index

    def action_matrix(self) -> None:
        """Show what the documents say by area."""
        from ofsted_tui.tui.screens.matrix_screen import MatrixScreen

        with self.guarded():
            self.follow_others()
            self.app.push_screen(MatrixScreen(self.review), self.come_back)

    def action_threads(self) -> None:
        """Show the threads, and what may begin one: first of all the passage here."""
        from ofsted_tui.tui.screens.threads_screen import ThreadsScreen

        with self.guarded():
            self.follow_others()
            passage = self.document_pane.cursor.passage
            self.app.push_screen(ThreadsScreen(self.review, self.search_index(), passage), self.come_back)

    def action_grades(self) -> None:
        """Show the grades over time."""
        from ofsted_tui.tui.screens.grades_screen import GradesScreen

        with self.guarded():
            self.follow_others()
            self.app.push_screen(GradesScreen(self.review), self.come_back)

    def action_search(self) -> None:
        """Search in all documents."""
        from ofsted_tui.tui.screens.search_state import Asked

        self._open_search(self._asked or Asked())

    def action_search_like(self) -> None:
        """Search in all documents for more like the passage."""
        from ofsted_tui.evidence.search import Place
        from ofsted_tui.tui.screens.search_state import Asked, Like

        passage = self.document_pane.cursor.passage
        quote = " ".join(self.review.opened.quote(passage).split())
        self._open_search(Asked(like=Like(Place(self.review.document.id, passage), quote)))

    def _open_search(self, asked: "Asked") -> None:
        from ofsted_tui.tui.screens.search_screen import SearchScreen

        with self.guarded():
            self.follow_others()
            screen = SearchScreen(self.review, self.search_index(), asked, self._remember_asked)
            self.app.push_screen(screen, self.come_back)

    def _remember_asked(self, asked: "Asked") -> None:
        self._asked = asked

    def come_back(self, place: "Place | None") -> None:
        """Show what was done meanwhile, and the place that is to be opened."""
        with self.guarded():
            self.document_pane.replace_annotations(self.review.annotations)
            self.annotation_pane.show(self.review)
            self._cursor_moved()
            if place is not None:
                if place.document_id != self.review.document.id:
                    self.open_document(place.document_id)
                self.show_passage(place.passage)
                self.call_after_refresh(partial(self.document_pane.bring_into_view, place.passage))
                self.keep_place()

    def on_unmount(self) -> None:
        """Close the index."""
        if self._index is not None:
            self._index.close()

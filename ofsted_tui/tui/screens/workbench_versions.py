"""The workbench's key for a document's versions: offered, linked, and the tags placed in the new one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Change
from ofsted_tui.tui.screens.workbench_sections import WorkbenchSections
from ofsted_tui.tui.screens.workbench_words import words_of_versions

if TYPE_CHECKING:
    from ofsted_tui.tui.screens.version_dialog import Versions


class WorkbenchVersions(WorkbenchSections):
    """Working with documents that were published anew."""

    def on_mount(self) -> None:
        """Say what is known of the versions of the document that the session opens with."""
        self.call_after_refresh(self._say_versions)

    def open_document(self, document_id: str) -> None:
        """Open another document, and say what is known of its versions; raise UserError."""
        super().open_document(document_id)
        self._say_versions()

    def _say_versions(self) -> None:
        with self.guarded():
            review, details = self.review, self.review.document.details
            placements = review.store.placements
            waiting = placements.waiting(review.session.id, details.id) if details.replaces else 0
            newer = review.store.documents.replacing(details.id)
            here = bool(newer) and placements.waiting_of(review.session.id, details.id, newer[0].id) > 0
            words = words_of_versions(waiting, bool(newer), has_waiting=here)
            if words:
                self.say(words)

    def take_in(self, change: Change, *, goes_there: bool = False) -> None:
        """Show what a verb has changed, were it many annotations at once."""
        super().take_in(change, goes_there=goes_there)
        if change.is_many:
            self.document_pane.replace_annotations(self.review.annotations)
            self.annotation_pane.show(self.review)
            self._cursor_moved()

    # placing

    def action_place(self) -> None:
        """Place the tags of the former version in the new one, once it is known which is which."""
        with self.guarded():
            self.follow_others()
            details, store = self.review.document.details, self.review.store
            newer = store.documents.replacing(details.id)
            waiting = store.placements.waiting(self.review.session.id, details.id)
            if details.replaces and (waiting or not newer):
                self._open_placing()
            elif newer:
                self._open_placing_of(newer[0].id)
            else:
                self._offer(details)

    def _open_placing_of(self, document_id: str) -> None:
        if document_id != self.review.document.id:
            self.open_document(document_id)
        else:
            self.follow_others()
        self.keep_place()
        self._open_placing()

    def _open_placing(self) -> None:
        from ofsted_tui.review.placing import Placing
        from ofsted_tui.tui.screens.placing_screen import PlacingScreen

        review = self.review
        placing = Placing(review)
        if placing.wanted or review.store.placements.of(review.session.id, review.document.id):
            self.app.push_screen(PlacingScreen(placing), self._show_placed)
        else:
            self.say("This session has no tag in the former version: there is nothing to place.")

    def _show_placed(self, passage: Passage | None) -> None:
        """Show the new version with what was placed in it."""
        with self.guarded():
            self.review.refresh()
            self._show_document()
            if passage:
                self.document_pane.choose(passage)
        self.set_class(False, "list-shown")
        self.document_pane.focus()

    # which is which

    def _offer(self, details: DocumentDetails) -> None:
        found = self._versions_of(details)
        if found is None:
            self.say(
                "No other version of this document is known: I imports one, P then places your tags in it."
            )
        else:
            self._ask([found], [])

    def offer_versions(self, documents: Sequence[DocumentDetails]) -> None:
        """Ask of each new document that seems to be a new version whether it is; raise UserError."""
        found = [self._versions_of(details) for details in documents]
        self._ask([one for one in found if one is not None], [])

    def _ask(self, versions: "Sequence[Versions]", linked: list[str]) -> None:
        """Ask of one after the other, then go on with those that were linked."""
        from ofsted_tui.tui.screens.version_dialog import VersionDialog

        if not versions:
            self._go_on_with(linked)
            return

        def answered(answer: "Versions | None") -> None:
            with self.guarded():
                self._link(answer, linked)
                self._ask(versions[1:], linked)

        self.app.push_screen(VersionDialog(versions[0]), answered)

    def _link(self, answer: "Versions | None", linked: list[str]) -> None:
        from ofsted_tui.importing.reissue import replace

        if answer is not None:
            replace(self.review.store, answer.later.id, answer.former.id)
            linked.append(answer.later.id)

    def _go_on_with(self, linked: list[str]) -> None:
        if len(linked) == 1:
            self._open_placing_of(linked[0])
        elif linked:
            self.say(f"{len(linked)} new versions are noted: open one with o, then P places your tags in it.")

    def _versions_of(self, details: DocumentDetails) -> "Versions | None":
        """Return a document and the one that agrees with it, as former the one with tags; None: no other.

        Which of the two was published first no text tells: the dialog can turn them round.
        """
        from ofsted_tui.importing.reissue import former_of
        from ofsted_tui.tui.screens.version_dialog import Versions

        store, session_id = self.review.store, self.review.session.id
        details = store.documents.details(details.id) or details
        other = former_of(store, details)
        if other is None:
            return None
        mine, others = (len(store.annotations.of(session_id, one.id)) for one in (details, other))
        found = Versions(details, other, mine, others)
        return found.turned if mine and not others else found

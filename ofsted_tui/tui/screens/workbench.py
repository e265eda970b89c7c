"""The workbench's keys for panes, documents and files."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.binding import BindingType
from textual.dom import DOMNode

from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.workbench_evidence import WorkbenchEvidence
from ofsted_tui.tui.widgets.annotation_list import AnnotationList
from ofsted_tui.tui.widgets.area_list import AreaList

if TYPE_CHECKING:
    from ofsted_tui.importing.batch import Outcome, Summary
    from ofsted_tui.tui.widgets.annotation_filter import AnnotationFilter


class Workbench(WorkbenchEvidence):
    """The screen that reviewers work in."""

    def verbs(self) -> list[tuple[Sequence[BindingType], DOMNode]]:
        """Return the verbs for the command palette, with what does them."""
        return [
            (keys.DOCUMENT_PANE, self.document_pane),
            (keys.LIST, self.annotation_pane.list),
            (keys.WORKBENCH, self),
        ]

    def action_other_pane(self) -> None:
        """Go to the other pane; where there is room for one only, show that one."""
        to_list = not self._is_in_list()
        self.set_class(to_list, "list-shown")
        if to_list:
            self.annotation_pane.list.focus()
            if self.annotation_pane.list.marked is None:
                self.annotation_pane.list.action_move(1)
        else:
            self._to_document()

    def _is_in_list(self) -> bool:
        return self.focused is self.annotation_pane.list

    def _to_document(self) -> None:
        self.set_class(False, "list-shown")
        self.document_pane.focus()
        self.call_after_refresh(self.document_pane.bring_into_view, self.document_pane.cursor.head)

    def action_go_to_annotation(self) -> None:
        """Go to the passage of the marked annotation."""
        marked = self.annotation_pane.list.marked
        if marked is not None:
            self.show_passage(marked.passage, marked.id)
            self._to_document()

    def on_annotation_list_marked(self, event: AnnotationList.Marked) -> None:
        """Let the document follow the list."""
        self.show_passage(event.annotation.passage, event.annotation.id)

    def on_annotation_list_chosen(self) -> None:
        """Go to the passage of the annotation that was double-clicked."""
        self.action_go_to_annotation()

    def on_area_list_chosen(self, event: AreaList.Chosen) -> None:
        """Tag the passage with the area that was clicked."""
        self.action_tag(event.digit)

    def action_filter(self) -> None:
        """Ask which annotations to list."""
        from ofsted_tui.tui.screens.filter_dialog import FilterDialog
        from ofsted_tui.tui.widgets.annotation_filter import AnnotationFilter

        codebook, review = self.review.codebook, self.review
        used = {one.topic: codebook.topic_title(one.topic) for one in review.annotations if one.topic}
        areas = codebook.areas_of(review.edition)
        dialog = FilterDialog(
            self.annotation_pane.filter or AnnotationFilter(), areas, used, review.is_against_section
        )
        self.app.push_screen(dialog, self._filter)

    def _filter(self, chosen: "AnnotationFilter | None") -> None:
        if chosen is not None:
            self._list_only(chosen)

    def _list_only(self, chosen: "AnnotationFilter | None") -> None:
        self.annotation_pane.set_filter(chosen)
        self._cursor_moved()

    def action_clear_filter(self) -> None:
        """List all annotations again; with all listed, go back to the document."""
        if self.annotation_pane.filter:
            self._list_only(None)
        else:
            self._to_document()

    # documents, sessions, export

    def action_open_document(self) -> None:
        """Ask for another document."""
        from ofsted_tui.tui.screens.choice_dialog import ChoiceDialog
        from ofsted_tui.tui.screens.choices import document_choices

        with self.guarded():
            choices = document_choices(self.review)
            dialog = ChoiceDialog("Open a document", choices, self.review.document.id)
            self.app.push_screen(dialog, self._open)

    def _open(self, document_id: str | None) -> None:
        if document_id is not None and document_id != self.review.document.id:
            with self.guarded():
                self.open_document(document_id)
                self.keep_place()

    def action_import_files(self) -> None:
        """Ask for files to import into this session."""
        from ofsted_tui.tui.screens.import_dialog import import_files

        review = self.review
        import_files(self.app, review.store, review.codebook, self._add_to_session, self._imported)

    def _add_to_session(self, outcome: "Outcome") -> None:
        if outcome.imported is not None:
            store, session = self.review.store, self.review.session
            with store.action():
                store.sessions.add_document(session.id, outcome.imported.details.id)

    def _imported(self, summary: "Summary") -> None:
        """Show the session with its new documents, and a single one by itself."""
        found = [one.imported.details.id for one in summary.outcomes if one.imported is not None]
        if not found:
            return
        with self.guarded():
            self.open_document(found[0] if len(summary.outcomes) == 1 else self.review.document.id)
            self.keep_place()
            self.say(summary.in_words)
            self.offer_versions([one.imported.details for one in summary.imported if one.imported])

    def action_export(self) -> None:
        """Ask what to export and where to."""
        from ofsted_tui.tui.screens.export_dialog import ExportDialog
        from ofsted_tui.tui.screens.exports import default_path, export, parts, would_replace

        review = self.review
        with self.guarded():
            self.follow_others()
            dialog = ExportDialog(
                parts(review),
                default_path(review),
                lambda part, path: export(review, part, path),
                would_replace,
            )
            self.app.push_screen(dialog, lambda done: self.say(done) if done else None)

    def leave(self) -> None:
        """Keep the place once more; what fails here has lost nothing but the place."""
        with suppress(Exception):  # a fault of the program must not keep anyone from leaving
            self.remember_place()
            self.review.save_place()

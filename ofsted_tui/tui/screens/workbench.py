"""The workbench's keys for places, panes and files."""

import re

from ofsted_tui.model.errors import UserError
from ofsted_tui.reading.find import count_hits, find_pattern, next_hit, previous_hit
from ofsted_tui.tui.panes.annotation_filter import AnnotationFilter
from ofsted_tui.tui.screens.choices import document_choices
from ofsted_tui.tui.screens.exports import default_path, export, scopes
from ofsted_tui.tui.screens.workbench_verbs import WorkbenchVerbs
from ofsted_tui.tui.widgets.annotation_list import AnnotationList
from ofsted_tui.tui.widgets.area_list import AreaList
from ofsted_tui.tui.widgets.prompt_bar import PromptBar

_COUNTED = 2_000_000
"""Hits are counted only in texts up to this length: counting costs as much as the text is long."""


class Workbench(WorkbenchVerbs):
    """The screen that reviewers work in."""

    _sought: re.Pattern[str] | None = None
    _sought_from = 0

    # find, and go to a paragraph

    def action_find(self) -> None:
        """Ask what to find."""
        self._sought_from = self.document_pane.cursor.passage.start
        self.prompt_bar.ask("find", "Find")

    def action_go_to_paragraph(self) -> None:
        """Ask for a paragraph's number."""
        self.prompt_bar.ask("paragraph", "Go to paragraph number")

    def on_prompt_bar_typed(self, event: PromptBar.Typed) -> None:
        """Show the first hit of what is typed so far."""
        if event.purpose == "find":
            self._seek(event.text)

    def on_prompt_bar_answered(self, event: PromptBar.Answered) -> None:
        """Go to what was asked for; escape goes back to where the search began."""
        self.document_pane.focus()
        if event.purpose == "paragraph":
            if event.text:
                self._go_to_number(event.text)
        elif not event.text:
            self._sought = None
            self.document_pane.set_pattern(None, 0)
            self.document_pane.go_to(self._sought_from)
        elif self._sought is not None:
            self._say_hits(event.text)

    def _seek(self, text: str) -> None:
        pattern = self._sought = find_pattern(text)
        self.document_pane.set_pattern(pattern, 2 * len(text) + 64)
        if pattern is None:
            return
        where = self.review.document.text
        found = next_hit(pattern, where, self._sought_from) or next_hit(pattern, where, 0)
        if found is None:
            self.say(f"“{text}” is not in this document.")
        else:
            self.document_pane.choose(found)

    def _say_hits(self, text: str) -> None:
        assert self._sought is not None
        where = self.review.document.text
        if len(where) > _COUNTED:
            self.say(f"“{text}”: n next hit, N previous, esc done")
            return
        total = count_hits(self._sought, where, 0, len(where))
        number = count_hits(self._sought, where, 0, self.document_pane.cursor.passage.end)
        self.say(f"“{text}”: {number} of {total} (n next, N previous, esc done)")

    def action_find_next(self, step: int) -> None:
        """Go to the next or previous hit, round the ends of the document."""
        pattern, where = self._sought, self.review.document.text
        if pattern is None:
            self.action_find()
            return
        self.document_pane.set_pattern(pattern, 256)
        passage = self.document_pane.cursor.passage
        if step > 0:
            found = next_hit(pattern, where, passage.start + 1) or next_hit(pattern, where, 0)
        else:
            found = previous_hit(pattern, where, passage.start) or previous_hit(pattern, where, len(where))
        if found is None:
            self.say("There is no hit in this document.")
            return
        turned = (found.start <= passage.start) == (step > 0)
        self.document_pane.choose(found)
        if turned:
            self.say("Went on from the other end of the document.")

    def _go_to_number(self, text: str) -> None:
        number = int(text) if text.isascii() and text.isdigit() else 0
        found = self.review.paragraphs.numbered(number)
        if found is None:
            self.say(f"No paragraph of this document bears the number {text}.")
        else:
            self.document_pane.go_to(found.start)

    # panes

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

        codebook, review = self.review.codebook, self.review
        used = {one.topic: codebook.topic_title(one.topic) for one in review.annotations if one.topic}
        dialog = FilterDialog(self.annotation_pane.filter, codebook.areas_of(review.edition), used)
        self.app.push_screen(dialog, self._filter)

    def _filter(self, chosen: AnnotationFilter | None) -> None:
        if chosen is not None:
            self.annotation_pane.set_filter(chosen)
            self._cursor_moved()

    def action_clear_filter(self) -> None:
        """List all annotations again; with all listed, go back to the document."""
        if self.annotation_pane.filter:
            self._filter(AnnotationFilter())
        else:
            self._to_document()

    # documents, sessions, export

    def action_open_document(self) -> None:
        """Ask for another document."""
        from ofsted_tui.tui.screens.choice_dialog import ChoiceDialog

        with self.guarded():
            choices = document_choices(self.review)
            dialog = ChoiceDialog("Open a document", choices, self.review.document.id)
            self.app.push_screen(dialog, self._open)

    def _open(self, document_id: str | None) -> None:
        if document_id is not None and document_id != self.review.document.id:
            with self.guarded():
                self.open_document(document_id)
                self.keep_place()

    def action_export(self) -> None:
        """Ask what to export and where to."""
        from ofsted_tui.tui.screens.export_dialog import ExportDialog

        review = self.review
        with self.guarded():
            self.follow_others()
            dialog = ExportDialog(
                scopes(review),
                default_path(review),
                lambda scope, path: export(review, scope, path),
            )
            self.app.push_screen(dialog, lambda done: self.say(done) if done else None)

    def leave(self) -> None:
        """Keep the place once more; what fails here has lost nothing but the place."""
        try:
            self.remember_place()
            self.review.save_place()
        except UserError:
            return

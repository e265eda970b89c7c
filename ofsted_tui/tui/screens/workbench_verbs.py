"""The workbench's keys for verbs: each finds the thing, calls one verb of the review, shows the answer."""

from collections.abc import Callable

from ofsted_tui.model.annotation import Annotation, Direction
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.review import Change
from ofsted_tui.tui.screens.workbench_screen import WorkbenchBase
from ofsted_tui.tui.screens.workbench_words import words_of_undo


class WorkbenchVerbs(WorkbenchBase):
    """Tagging, and saying what a tag says."""

    def action_tag(self, digit: int) -> None:
        """Tag the passage with the area of a digit, or untag it."""
        with self.guarded():
            self.follow_others()
            area = self.review.codebook.area_for_digit(self.review.edition, digit)
            self.document_pane.release()
            self.remember_place()
            self.take_in(self.review.toggle(self.document_pane.cursor.passage, area))

    def _on_target(self, work: Callable[[Annotation], None]) -> None:
        """Do something to the tag here, or say that there is none."""
        with self.guarded():
            self.follow_others()
            target = self.target
            if target is None:
                self.say("There is no tag here: a digit makes one.")
            else:
                self.remember_place()
                work(target)

    def action_untag(self) -> None:
        """Remove the tag here."""
        self._on_target(lambda target: self.take_in(self.review.untag(target.id)))

    def action_direction(self, name: str) -> None:
        """Say what the tag here says of the practice; the same again says nothing of it."""

        def work(target: Annotation) -> None:
            direction = None if target.direction == name else Direction(name)
            self.take_in(self.review.set_direction(target.id, direction))

        self._on_target(work)

    def action_topic(self) -> None:
        """Ask for the topic of the tag here."""
        from ofsted_tui.tui.screens.choice_dialog import ChoiceDialog
        from ofsted_tui.tui.screens.choices import topic_choices

        def work(target: Annotation) -> None:
            choices = topic_choices(self.review.codebook, target.area)
            dialog = ChoiceDialog(f"Topic: {self._named(target)}", choices, target.topic)
            self.app.push_screen(dialog, lambda answer: self._set_topic(target.id, answer))

        self._on_target(work)

    def _set_topic(self, annotation_id: str, topic: str | None) -> None:
        from ofsted_tui.tui.screens.choices import NO_TOPIC

        if topic is not None:
            with self.guarded():
                self.take_in(self.review.set_topic(annotation_id, "" if topic == NO_TOPIC else topic))

    def _named(self, annotation: Annotation) -> str:
        quote = visible_summary(annotation.quote[:240])
        return f"{self.review.codebook.area_or_unknown(annotation.area).letter} “{quote[:60]}…”"

    def action_note(self) -> None:
        """Ask for the note on the tag here."""
        from ofsted_tui.tui.screens.note_dialog import NoteDialog

        def work(target: Annotation) -> None:
            self.app.push_screen(
                NoteDialog(target, lambda note: self.take_in(self.review.set_note(target.id, note)))
            )

        self._on_target(work)

    def action_history(self) -> None:
        """Show what became of the tag here since it was made."""
        from ofsted_tui.tui.screens.history_dialog import HistoryDialog

        def work(target: Annotation) -> None:
            self.app.push_screen(HistoryDialog(self.review, target))

        self._on_target(work)

    def action_other_tag(self) -> None:
        """Mean another of the tags here."""
        tags = self.tags_here
        if len(tags) < 2:
            self.say("There is no other tag here.")
            return
        ids = [one.id for one in tags]
        now = ids.index(self._target_id) if self._target_id in ids else 0
        self._target_id = ids[(now + 1) % len(ids)]
        self._cursor_moved()

    def action_mark_read(self) -> None:
        """Mark the paragraph read with nothing to tag, and go to the next one that is open."""
        with self.guarded():
            self.follow_others()
            head = self.document_pane.cursor.head
            paragraph = self.review.paragraphs.at(head.start)
            if paragraph is None or not paragraph.carries_findings:
                self.action_move_on(1)
                return
            self.remember_place()
            change = self.review.mark_read(paragraph.passage)
            self.take_in(change)
            if change.verb == "mark read":
                self.action_move_on(1)

    def action_move_on(self, step: int) -> None:
        """Go to the next or previous paragraph that is not accounted for."""
        found = self.review.opened.next_open(self.document_pane.cursor.head.start, step)
        if found is None:
            where = "below" if step > 0 else "above"
            if self.review.opened.accounting.percent == 100:
                self.say("All of this document is accounted for. O and C show it, o opens another.")
            else:
                self.say(f"Every paragraph {where} is accounted for.")
            return
        self.document_pane.go_to(found.start)

    def action_undo(self) -> None:
        """Take back the last verb, and show where it was."""
        self._travel("Undone")

    def action_redo(self) -> None:
        """Do again what was undone, and show where it is."""
        self._travel("Done again")

    def _travel(self, did: str) -> None:
        with self.guarded():
            self.follow_others()
            change = self.review.undo() if did == "Undone" else self.review.redo()
            if change is not None and not change.is_thread:
                self._show_travelled(did, change)
            self.say(words_of_undo(did, change))

    def _show_travelled(self, did: str, change: Change) -> None:
        try:
            self.take_in(change, goes_there=True)
        except UserError as error:
            done = f"{words_of_undo(did, change)}, in a document that could not be opened just now"
            raise UserError(f"{done} ({error})") from error

    def action_copy(self) -> None:
        """Copy the passage to the clipboard, by way of the terminal."""
        passage = self.document_pane.cursor.passage
        quote = self.review.opened.quote(passage)
        self.app.copy_to_clipboard(quote)
        self.say(f"Copied {len(quote):,} characters.")

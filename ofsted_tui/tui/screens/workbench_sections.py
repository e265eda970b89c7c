"""The workbench's keys for sections, and for the windows on outline, details and coverage."""

from typing import TYPE_CHECKING

from ofsted_tui.model.errors import UserError
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.section import Grade, Section
from ofsted_tui.tui.screens.workbench_find import WorkbenchFind

if TYPE_CHECKING:
    from ofsted_tui.importing import Given
    from ofsted_tui.review.coverage import SignOff
    from ofsted_tui.tui.screens.place_tree import Spot


class WorkbenchSections(WorkbenchFind):
    """Working with what reading found in the open document."""

    def action_section(self, step: int) -> None:
        """Go to the first paragraph with findings in the next or previous section."""
        paragraph = self._paragraph_here()
        here = paragraph.start if paragraph else self.document_pane.cursor.head.start
        starts = [self._beginning(section) for section in self.review.opened.sections]
        found = [at for at in starts if (at > here if step > 0 else at < here)]
        if not found:
            self.say(f"There is no section {'below' if step > 0 else 'above'}.")
        else:
            self.document_pane.go_to(min(found) if step > 0 else max(found))

    def _beginning(self, section: Section) -> int:
        following = self.review.paragraphs.starting_after(section.end)
        if following is not None and following.start < section.until:
            return following.start
        return section.start

    def action_tag_section(self) -> None:
        """Tag the passage with the area of its section, and go to the next paragraph that is open."""
        with self.guarded():
            self.follow_others()
            paragraph = self._paragraph_here()
            if paragraph is None or not paragraph.carries_findings:
                self.action_move_on(1)
                return
            suggestion = self.review.opened.suggestion_at(paragraph.start)
            if suggestion.area is None:
                self.say(f"Not tagged: {suggestion.because}.")
                return
            self.document_pane.release()
            self.remember_place()
            self.take_in(self.review.tag(self.document_pane.cursor.passage, suggestion.area))
            self.action_move_on(1)

    def _paragraph_here(self) -> Paragraph | None:
        return self.review.paragraphs.at(self.document_pane.cursor.head.start)

    def action_quantifier(self) -> None:
        """Ask how many the tagged passage speaks of."""
        from ofsted_tui.tui.screens.choice_dialog import ChoiceDialog
        from ofsted_tui.tui.screens.choices import NO_QUANTIFIER, quantifier_choices

        def ask(annotation_id: str, present: str) -> None:
            dialog = ChoiceDialog("How many does the passage speak of?", quantifier_choices(), present)
            self.app.push_screen(dialog, lambda answer: self._set_quantifier(annotation_id, answer))

        self._on_target(lambda target: ask(target.id, target.quantifier or NO_QUANTIFIER))

    def _set_quantifier(self, annotation_id: str, answer: str | None) -> None:
        from ofsted_tui.model.quantifier import Quantifier
        from ofsted_tui.tui.screens.choices import NO_QUANTIFIER

        if answer is not None:
            with self.guarded():
                quantifier = None if answer == NO_QUANTIFIER else Quantifier(answer)
                self.take_in(self.review.set_quantifier(annotation_id, quantifier))

    # windows

    def action_outline(self) -> None:
        """Show the sections with their progress, and go where the reviewer chooses."""
        from ofsted_tui.tui.screens.outline_dialog import OutlineDialog

        with self.guarded():
            self.follow_others()
            here = self.document_pane.cursor.head.start
            self.app.push_screen(OutlineDialog(self.review, here, self._set_area), self._go_to_offset)

    def _set_area(self, position: int, area: str) -> None:
        """Set the area of a section, and show it; raise UserError."""
        from ofsted_tui.importing import correct_section

        correct_section(self.review.store, self.review.document.id, position, area)
        self._show_anew()

    def _show_anew(self) -> None:
        """Show the open document as it is known now, the cursor where it was; raise UserError."""
        self.remember_place()
        self.review.save_place()
        self.review.reopen()
        self._show_document()

    def _go_to_offset(self, offset: int | None) -> None:
        if offset is not None:
            self.set_class(False, "list-shown")
            self.document_pane.focus()
            self.document_pane.go_to(offset)

    def action_details(self) -> None:
        """Show what is known of the open document, and correct it."""
        from ofsted_tui.tui.screens.details_dialog import DetailsDialog

        with self.guarded():
            self.follow_others()
            self.app.push_screen(DetailsDialog(self.review, self._keep_details), self._say_kept)

    def _keep_details(self, given: "Given", grades: dict[str, Grade] | None) -> None:
        """Keep what was said of the open document, and show it; raise UserError."""
        from ofsted_tui.importing import correct, correct_grades

        review = self.review
        try:
            correct(review.store, review.codebook, review.document.id, given)
            if grades is not None:
                correct_grades(review.store, review.document.id, grades)
        finally:
            self._show_anew()

    def _say_kept(self, is_kept: bool | None) -> None:
        if is_kept:
            self.say("Kept: what you corrected stays, whatever a later reading finds.")

    def action_coverage(self) -> None:
        """Show what is open and what no tag speaks of; sign off."""
        from ofsted_tui.review.coverage import before_sign_off
        from ofsted_tui.tui.screens.coverage_dialog import CoverageDialog

        with self.guarded():
            self.follow_others()
            review = self.review
            known = before_sign_off(review.store, review.codebook, review.session.id)
            dialog = CoverageDialog(review, known, lambda: self._sign_off(known))
            self.app.push_screen(dialog, self._go_to_spot)

    def _sign_off(self, known: "SignOff") -> None:
        """Sign the session off as it was shown; raise UserError."""
        from ofsted_tui.review.coverage import before_sign_off, sign_off
        from ofsted_tui.tui.screens.coverage_tree import words_of_sign_off

        review = self.review
        if before_sign_off(review.store, review.codebook, review.session.id) != known:
            raise UserError("Another window has changed something meanwhile: leave with escape, look again.")
        sign_off(review.store, review.session.id, known)
        self.say(words_of_sign_off(known))

    def _go_to_spot(self, spot: "Spot | None") -> None:
        if spot is not None:
            with self.guarded():
                if spot.document_id != self.review.document.id:
                    self.open_document(spot.document_id)
                self._go_to_offset(spot.offset)

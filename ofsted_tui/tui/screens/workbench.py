"""The workbench: the document and its annotations side by side, and what every key there does.

A key finds what it means, calls one verb of the review, and shows what that answers. What lasts from key to
key is kept by what the screen owns: the tag that is meant, when the place is written, what is sought.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from ofsted_tui.model.annotation import Annotation, Direction
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.safe_text import counted
from ofsted_tui.model.session import ReadingPosition
from ofsted_tui.review import Change, Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.find import Find
from ofsted_tui.tui.screens.review_screen import ReviewScreen, verb
from ofsted_tui.tui.screens.review_text import (
    CORRECTED,
    HINT,
    facts_text,
    place_text,
    position_text,
    share_text,
    suggestion_text,
    title_text,
    undo_text,
    unit_text,
    when_and_edition_text,
)
from ofsted_tui.tui.screens.versions import VersionPair, Versions
from ofsted_tui.tui.screens.workbench_state import EvidenceScreens, PlaceKeeper, TargetTag
from ofsted_tui.tui.widgets.annotation_pane import AnnotationFilter, AnnotationList, AnnotationPane, AreaList
from ofsted_tui.tui.widgets.bars import PromptBar, StatusLine
from ofsted_tui.tui.widgets.document_pane import DocumentPane, shown_document

if TYPE_CHECKING:
    from ofsted_tui.evidence.search import DocumentPassage
    from ofsted_tui.importing.batch import ImportOutcome, ImportSummary
    from ofsted_tui.importing.details import Given
    from ofsted_tui.model.structure import Grade
    from ofsted_tui.tui.widgets.place_tree import TreePlace


class Workbench(ReviewScreen[None]):
    """The screen that reviewers work in."""

    HELP = (
        "The document. The marked passage is what a digit tags; units are words, sentences or paragraphs."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.REVIEWING
    BLANK = True
    """The ground is covered by what the screen holds."""

    def __init__(self, review: Review) -> None:
        """Take a review whose document is open."""
        super().__init__(review)
        self.document_pane = DocumentPane(self._cursor_moved)
        self.annotation_pane = AnnotationPane(
            review.codebook, partial(position_text, review), partial(facts_text, review)
        )
        self.where_line = StatusLine(id="where-line")
        self.prompt_bar = PromptBar()
        self.target = TargetTag(review)
        self.versions = Versions(review, self._ask_version, self._place_in, self.say)
        self.evidence = EvidenceScreens(review)
        self.find = Find(self.document_pane, self.prompt_bar, self.say, self.idle_work())
        self.place_keeper = PlaceKeeper(review, self._where, self.keep_place, self.set_timer)
        self._is_first_use = False

    def content(self) -> Iterator[Widget]:
        """Put the panes beside each other, above the lines that say where the cursor is."""
        yield Horizontal(self.document_pane, self.annotation_pane, id="panes")
        yield self.prompt_bar
        yield self.where_line

    def on_mount(self) -> None:
        """Show the document where it was left, and say what is known of its versions."""
        session, store = self.review.session, self.review.store
        with self.guarded():
            self._is_first_use = not store.annotations.are_any(session.id)
        self._show_document()
        self.call_after_refresh(self._say_versions)
        self.call_after_refresh(self._note_opened)
        self.set_class(session.pane == "annotations", "list-shown")
        # At once: asked for by the widget, it would come after the first paint, with other keys in the bar.
        self.set_focus(self.annotation_pane.list if session.pane == "annotations" else self.document_pane)

    def _say_versions(self) -> None:
        with self.guarded():
            self.versions.tell()

    def _note_opened(self) -> None:
        with self.guarded():
            self.review.note_opened()

    def on_descendant_blur(self) -> None:
        """Give the focus to the document where the pane that had it was folded away."""
        self.call_after_refresh(self._focus_something)

    def _focus_something(self) -> None:
        if self.focused is None and self.app.app_focus:
            self.document_pane.focus()

    def on_screen_suspend(self) -> None:
        """End a look through the document with the screen that it was for."""
        self.find.stop()

    def on_unmount(self) -> None:
        """Close the index of the search."""
        self.evidence.close()

    # what is shown

    def open_document(self, document_id: str) -> None:
        """Open another document where the session left it; raise UserError."""
        self.place_keeper.remember()
        self.review.open_document(document_id)
        self._show_document()
        self._say_versions()

    def _open_if_other(self, document_id: str) -> None:
        if document_id != self.review.document.id:
            self.open_document(document_id)

    def show_kept(self) -> None:
        """Show what the store holds, whatever went wrong with what was shown; raise UserError."""
        is_same = self.document_pane.shown.text == self.review.document.text
        place = self.document_pane.place if is_same else None
        self.review.reopen()
        self._show_document(place)
        self.place_keeper.stop()  # to write may be what went wrong: only a move leads to it again

    def _show_document(self, place: ReadingPosition | None = None) -> None:
        review = self.review
        with self.guarded():
            place = place or review.place
        self.document_pane.open(shown_document(review), place)
        self.annotation_pane.show(review)
        with self.guarded():
            self.title_line.say(title_text(review), when_and_edition_text(review))
        self._cursor_moved()

    def _show_annotations(self) -> None:
        self.document_pane.replace_annotations(self.review.annotations)
        self.annotation_pane.show(self.review)

    def take_in(self, change: Change, *, goes_there: bool = False) -> None:
        """Show what a verb has changed, in the document where it did so; put the cursor there if asked to."""
        self._is_first_use = False
        if change.document_id != self.review.document.id:
            self.open_document(change.document_id)
        elif change.is_many:
            self._show_annotations()
        else:
            self.document_pane.repaint(change.passage)
            if change.before is not None or change.after is not None:
                self.annotation_pane.take_in(change)
        self.target.choose(change.after.id if change.after else None)
        if goes_there and self.document_pane.passage != change.passage:
            self.document_pane.choose(change.passage)
        else:
            self._cursor_moved()

    def follow_others(self) -> None:
        """Take in what another window has written meanwhile; raise UserError."""
        paragraphs = self.review.paragraphs
        if not self.review.refresh():
            return
        if self.review.paragraphs is not paragraphs:  # the document itself is known otherwise now
            self.place_keeper.save()
            self._show_document()
        else:
            self._show_annotations()
            self._look_here()

    def say(self, message: str, *, is_alarm: bool = False) -> None:
        """Say something until the next key; a look under way would say something else: it ends."""
        self.find.stop()
        super().say(message, is_alarm=is_alarm)

    def _cursor_moved(self) -> None:
        self.find.stop()
        self._look_here()
        review, pane = self.review, self.document_pane
        self.where_line.say(place_text(review, self._offset), share_text(review))
        here = pane.hint or self.target.text() or (HINT if self._is_first_use else "")
        self.status_line.say(here or suggestion_text(review, self._offset), unit_text(pane.cursor))
        self.place_keeper.touch()

    def _look_here(self) -> None:
        """See what is tagged at the cursor, and let the list follow."""
        self.annotation_pane.mark(self.target.look(self.document_pane.passage))

    @property
    def _offset(self) -> int:
        return self.document_pane.cursor.head.start

    def _where(self) -> tuple[ReadingPosition, str]:
        return self.document_pane.place, "annotations" if self._is_in_list else "document"

    def keep_place(self) -> None:
        """Keep the place, and see whether another window has written."""
        with self.guarded():
            self.place_keeper.save()
            self.follow_others()

    def leave(self) -> None:
        """Keep the place once more; what fails here has lost nothing but the place."""
        with suppress(Exception):  # a fault of the program must not keep anyone from leaving
            self.place_keeper.save()

    def show_passage(self, passage: Passage, annotation_id: str | None = None) -> None:
        """Choose a passage, and the annotation on it that is meant."""
        self.target.choose(annotation_id)
        self.document_pane.choose(passage)

    def _go_to_offset(self, offset: int) -> None:
        self._focus_document()
        self.document_pane.go_to(offset)

    # tagging, and going by sections and open paragraphs

    def _passage_to_tag(self) -> Passage:
        """Return the passage, from which the next move begins another, and hand the place over."""
        self.document_pane.release()
        self.place_keeper.remember()
        return self.document_pane.passage

    def _paragraph_here(self) -> Paragraph | None:
        """Return the paragraph at the cursor where it carries findings."""
        found = self.review.paragraphs.at(self._offset)
        return found if found is not None and found.carries_findings else None

    @verb
    def action_tag(self, digit: int) -> None:
        """Tag the passage with the area of a digit, or untag it."""
        area = self.review.codebook.area_for_digit(self.review.edition, digit)
        self.take_in(self.review.toggle(self._passage_to_tag(), area))

    @on(AreaList.Chosen)
    def _tag_with_chosen(self, event: AreaList.Chosen) -> None:
        self.action_tag(event.digit)

    @verb
    def action_tag_section(self) -> None:
        """Tag the passage with the area of its section, and go to the next paragraph that is open."""
        paragraph = self._paragraph_here()
        if paragraph is not None:
            suggestion = self.review.opened.suggestion_at(paragraph.start)
            if suggestion.area is None:
                self.say(f"Not tagged: {suggestion.because}.")
                return
            self.take_in(self.review.tag(self._passage_to_tag(), suggestion.area))
        self.action_move_on(1)

    @verb
    def action_mark_read(self) -> None:
        """Mark the paragraph read with nothing to tag, and go to the next one that is open."""
        paragraph = self._paragraph_here()
        if paragraph is not None:
            self.place_keeper.remember()
            change = self.review.mark_read(paragraph.passage)
            self.take_in(change)
            if change.verb == "mark unread":
                return
        self.action_move_on(1)

    def action_move_on(self, step: int) -> None:
        """Go to the next or previous paragraph that is not accounted for."""
        found = self.review.opened.next_open(self._offset, step)
        if found is not None:
            self.document_pane.go_to(found.start)
        elif self.review.opened.accounting.percent == 100:
            self.say("All of this document is accounted for. O and C show it, o opens another.")
        else:
            self.say(f"Every paragraph {'below' if step > 0 else 'above'} is accounted for.")

    def action_section(self, step: int) -> None:
        """Go to the first paragraph with findings in the next or previous section."""
        found = self.review.opened.next_section(self._offset, step)
        if found is None:
            self.say(f"There is no section {'below' if step > 0 else 'above'}.")
        else:
            self.document_pane.go_to(found)

    def show_travelled(self, did: str, change: Change | None) -> bool:
        """Show where it was that undo or redo has changed something; raise UserError."""
        if change is not None and not change.is_thread:
            try:
                self.take_in(change, goes_there=True)
            except UserError as error:
                done = f"{undo_text(did, change)}, in a document that could not be opened just now"
                raise UserError(f"{done} ({error})") from error
        return True

    @verb
    def _on_target(self, work: Callable[[Annotation], object]) -> None:
        """Do something to the tag here, or say that there is none."""
        if self.target.tag is None:
            self.say("There is no tag here: a digit makes one.")
        else:
            self.place_keeper.remember()
            work(self.target.tag)

    def action_drop(self) -> None:
        """Drop what was extended, and the hits that were marked."""
        self.document_pane.drop()

    def action_other_tag(self) -> None:
        """Mean another of the tags here."""
        if self.target.choose_next():
            self._cursor_moved()
        else:
            self.say("There is no other tag here.")

    def action_untag(self) -> None:
        """Remove the tag here."""
        self._on_target(lambda tag: self.take_in(self.review.untag(tag.id)))

    def action_direction(self, name: str) -> None:
        """Say what the tag here says of the practice; the same again says nothing of it."""
        self._on_target(lambda tag: self.take_in(self.review.toggle_direction(tag, Direction(name))))

    def action_topic(self) -> None:
        """Ask for the topic of the tag here."""
        from ofsted_tui.tui.screens.choice_dialog import topic_dialog, topic_in

        self._on_target(
            lambda tag: self.ask(
                topic_dialog(self.review.codebook, tag),
                lambda answer: self.take_in(self.review.set_topic(tag.id, topic_in(answer))),
            )
        )

    def action_quantifier(self) -> None:
        """Ask how many the tagged passage speaks of."""
        from ofsted_tui.tui.screens.choice_dialog import quantifier_dialog, quantifier_in

        self._on_target(
            lambda tag: self.ask(
                quantifier_dialog(tag),
                lambda answer: self.take_in(self.review.set_quantifier(tag.id, quantifier_in(answer))),
            )
        )

    def action_note(self) -> None:
        """Ask for the note on the tag here."""
        from ofsted_tui.tui.screens.annotation_dialogs import NoteDialog

        self._on_target(
            lambda tag: self.app.push_screen(
                NoteDialog(tag, lambda note: self.take_in(self.review.set_note(tag.id, note)))
            )
        )

    def action_history(self) -> None:
        """Show what became of the tag here since it was made."""
        from ofsted_tui.tui.screens.annotation_dialogs import HistoryDialog

        self._on_target(lambda tag: self.app.push_screen(HistoryDialog(self.review, tag)))

    def action_copy(self) -> None:
        """Copy the passage to the clipboard, by way of the terminal."""
        quote = self.review.opened.quote(self.document_pane.passage)
        self.app.copy_to_clipboard(quote)
        self.say(f"Copied {counted(len(quote), 'character')}.")

    # finding

    async def action_find(self) -> None:
        """Ask what to find."""
        self._focus_document()
        await self.find.ask()

    async def action_find_next(self, step: int) -> None:
        """Go to the next or previous hit."""
        self._focus_document()
        await self.find.next(step)

    async def action_go_to_paragraph(self) -> None:
        """Ask for a paragraph's number."""
        self._focus_document()
        await self.find.ask_number()

    @on(PromptBar.Typed)
    def _follow_typing(self, event: PromptBar.Typed) -> None:
        self.find.typed(event.purpose, event.text)

    @on(PromptBar.Answered)
    def _take_answer(self, event: PromptBar.Answered) -> None:
        self.find.answered(event.purpose, event.text)

    # the panes

    @property
    def _is_in_list(self) -> bool:
        return self.focused is self.annotation_pane.list

    def action_other_pane(self) -> None:
        """Go to the other pane; where there is room for one only, show that one."""
        if self._is_in_list:
            self._to_document()
            return
        self.set_class(True, "list-shown")
        self.annotation_pane.list.focus()
        if self.annotation_pane.list.marked is None:
            self.annotation_pane.list.action_move(1)

    def _focus_document(self) -> None:
        """Show the document, where there is room for one pane only, and give it the focus."""
        self.set_class(False, "list-shown")
        self.document_pane.focus()

    def _to_document(self) -> None:
        self._focus_document()
        self.call_after_refresh(self.document_pane.bring_into_view, self.document_pane.cursor.head)

    @on(AnnotationList.Chosen)
    def action_go_to_annotation(self) -> None:
        """Go to the passage of the marked annotation."""
        marked = self.annotation_pane.list.marked
        if marked is not None:
            self.show_passage(marked.passage, marked.id)
            self._to_document()

    @on(AnnotationList.Marked)
    def _follow_list(self, event: AnnotationList.Marked) -> None:
        self.show_passage(event.annotation.passage, event.annotation.id)

    def action_filter(self) -> None:
        """Ask which annotations to list."""
        from ofsted_tui.tui.screens.filter_dialog import filter_dialog

        self.ask(filter_dialog(self.review, self.annotation_pane.filter), self._list_only)

    def _list_only(self, chosen: AnnotationFilter | None) -> None:
        self.annotation_pane.set_filter(chosen)
        self._cursor_moved()

    def action_clear_filter(self) -> None:
        """List all annotations again; with all listed, go back to the document."""
        if self.annotation_pane.filter:
            self._list_only(None)
        else:
            self._to_document()

    # documents, and the dialogs and screens over them

    @verb
    def action_open_document(self) -> None:
        """Ask for another document."""
        from ofsted_tui.tui.screens.choice_dialog import document_dialog

        self.ask(document_dialog(self.review), self._open)

    def _open(self, document_id: str) -> None:
        self._open_if_other(document_id)
        self.keep_place()

    def action_import_files(self) -> None:
        """Ask for files to import into this session."""
        from ofsted_tui.tui.screens.import_dialog import import_files

        def keep(outcome: "ImportOutcome") -> None:
            if outcome.imported is not None:
                self.review.add_document(outcome.imported.details.id)

        import_files(self.app, self.review.store, self.review.codebook, keep, self.guard(self._imported))

    def _imported(self, summary: "ImportSummary") -> None:
        """Show the session with its new documents, and a single one by itself; raise UserError."""
        found = [one.imported.details.id for one in summary.outcomes if one.imported is not None]
        if found:
            self.open_document(found[0] if len(summary.outcomes) == 1 else self.review.document.id)
            self.keep_place()
            self.say(summary.text)
            self.versions.offer([one.imported.details for one in summary.imported if one.imported])

    @verb
    def action_export(self) -> None:
        """Ask what to export and where to."""
        from ofsted_tui.tui.screens.export_dialog import export_dialog

        self.ask(export_dialog(self.review), self.say)

    @verb
    def action_outline(self) -> None:
        """Show the sections with their progress, and go where the reviewer chooses."""
        from ofsted_tui.tui.screens.outline_dialog import OutlineDialog

        self.ask(OutlineDialog(self.review, self._offset, self._set_area), self._go_to_offset)

    def _set_area(self, position: int, area: str) -> None:
        """Set the area of a section, and show it; raise UserError."""
        self.place_keeper.remember()
        self.review.correct_section(position, area)
        self._show_document()

    @verb
    def action_details(self) -> None:
        """Show what is known of the open document, and correct it."""
        from ofsted_tui.tui.screens.details_dialog import DetailsDialog

        dialog = DetailsDialog(self.review, self._keep_details)
        self.ask(dialog, lambda is_new: self.say(CORRECTED) if is_new else None)

    def _keep_details(self, given: "Given", grades: "dict[str, Grade] | None") -> None:
        """Keep what was said of the open document, and show it; raise UserError."""
        self.place_keeper.remember()
        try:
            self.review.correct(given, grades)
        finally:
            self._show_document()

    @verb
    def action_coverage(self) -> None:
        """Show what is open and what no tag speaks of; sign off."""
        from ofsted_tui.tui.screens.coverage_dialog import coverage_dialog

        self.ask(coverage_dialog(self.review, self.say), self._go_to_spot)

    def _go_to_spot(self, spot: "TreePlace") -> None:
        self._open_if_other(spot.document_id)
        self._go_to_offset(spot.offset)

    @verb
    def action_place(self) -> None:
        """Place the tags of the former version in the new one, once it is known which is which."""
        self.versions.place()

    def _ask_version(self, pair: VersionPair, answered: Callable[[VersionPair | None], None]) -> None:
        from ofsted_tui.tui.screens.dialog import VersionDialog

        self.app.push_screen(VersionDialog(pair), self.guard(answered))

    def _place_in(self, document_id: str) -> None:
        """Open the screen that places tags in a document; raise UserError."""
        from ofsted_tui.tui.screens.placing_screen import PlacingScreen

        self._open_if_other(document_id)
        self.follow_others()  # it may have become a new version just now
        self.keep_place()
        queue = self.versions.queue()
        if queue is None:
            self.say("This session has no tag in the former version: there is nothing to place.")
        else:
            self.app.push_screen(PlacingScreen(queue), self.guard(self._show_placed))

    def _show_placed(self, passage: Passage | None) -> None:
        """Show the new version with what was placed in it; raise UserError."""
        self._focus_document()
        self.review.refresh()
        self._show_document()
        if passage:
            self.document_pane.choose(passage)

    @verb
    def _open_evidence(self, make: Callable[[], ReviewScreen["DocumentPassage"]]) -> None:
        self.app.push_screen(make(), self.guard(self.come_back))

    def action_search(self) -> None:
        """Search in all documents."""
        self._open_evidence(self.evidence.search)

    def action_search_like(self) -> None:
        """Search in all documents for more like the passage."""
        self._open_evidence(lambda: self.evidence.search_like(self.document_pane.passage))

    def action_threads(self) -> None:
        """Show the threads, and what may begin one: first of all the passage here."""
        self._open_evidence(lambda: self.evidence.threads(self.document_pane.passage))

    def action_matrix(self) -> None:
        """Show what the documents say by area."""
        self._open_evidence(self.evidence.matrix)

    def action_grades(self) -> None:
        """Show the grades over time."""
        self._open_evidence(self.evidence.grades)

    def come_back(self, place: "DocumentPassage | None") -> None:
        """Show what was done meanwhile, and the place that is to be opened; raise UserError."""
        self._show_annotations()
        self._cursor_moved()
        if place is not None:
            self._open_if_other(place.document_id)
            self.show_passage(place.passage)
            self.call_after_refresh(self.document_pane.bring_into_view, place.passage)
            self.keep_place()

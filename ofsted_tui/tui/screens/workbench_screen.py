"""The workbench: document and annotations side by side, and what keeps them together."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from textual.timer import Timer

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Place
from ofsted_tui.review import Change, Review
from ofsted_tui.tui.screens.workbench_parts import WorkbenchParts
from ofsted_tui.tui.screens.workbench_words import (
    HINT,
    days_of,
    words_of_edition,
    words_of_error,
    words_of_facts,
    words_of_place,
    words_of_suggestion,
    words_of_tag,
    words_of_title,
)
from ofsted_tui.tui.widgets.annotation_pane import AnnotationPane
from ofsted_tui.tui.widgets.document_pane import DocumentPane, shown_document

_PLACE_SECONDS = 1.0
_PLACE_SECONDS_AT_MOST = 10.0
_PAUSE = 0.25


class WorkbenchBase(WorkbenchParts):
    """How the parts of the workbench follow the review and each other."""

    def __init__(self, review: Review) -> None:
        """Take a review whose document is open."""
        super().__init__(
            DocumentPane(self._cursor_moved),
            AnnotationPane(review.codebook, self._place_of, self._facts_of),
        )
        self.review = review
        self.tags_here: list[Annotation] = []
        """The annotations that touch the passage, the closest first."""
        self._target_id: str | None = None
        self._place_timer: Timer | None = None
        self._moved_at = self._place_due = 0.0
        self._is_first_use = False

    def on_mount(self) -> None:
        """Show the document where it was left."""
        pane, store = self.review.session.pane, self.review.store
        with self.guarded():
            self._is_first_use = not store.annotations.are_any(self.review.session.id)
        self._show_document()
        self.call_after_refresh(self._note_opened)
        if pane == "annotations":
            self.set_class(True, "list-shown")
        # At once: asked for by the widget, it would come after the first paint, with other keys in the bar.
        self.set_focus(self.annotation_pane.list if pane == "annotations" else self.document_pane)

    def _note_opened(self) -> None:
        with self.guarded():
            self.review.note_opened()

    def on_descendant_blur(self) -> None:
        """Give the focus to the document where the pane that had it was folded away."""
        self.call_after_refresh(self._focus_something)

    def _focus_something(self) -> None:
        if self.focused is None and self.app.app_focus:
            self.document_pane.focus()

    # documents

    def open_document(self, document_id: str) -> None:
        """Open another document where the session left it; raise UserError."""
        self.remember_place()
        self.review.open_document(document_id)
        self._show_document()

    def show_kept(self) -> None:
        """Show what the store holds, whatever went wrong with what was shown; raise UserError."""
        is_same = self.document_pane.shown.text == self.review.document.text
        place = self.document_pane.place if is_same else None
        self.review.reopen()
        self._show_document(place)
        if self._place_timer is not None:
            self._place_timer.stop()  # it may be what went wrong: only a move sets it again
        self._place_timer = None

    def _show_document(self, place: Place | None = None) -> None:
        review, details = self.review, self.review.document.details
        with self.guarded():
            place = place or review.place
        self.document_pane.open(shown_document(review), place)
        self.annotation_pane.show(review)
        facts = " · ".join(one for one in (days_of(details), words_of_edition(review)) if one)
        with self.guarded():
            names = (words_of_title(review), details.kind.label, review.session.name)
            self.title_line.say(" · ".join(names), facts)
        self._cursor_moved()

    def _place_of(self, annotation: Annotation) -> str:
        number = self.review.paragraphs.number_at(annotation.start)
        against = "≠" if self.review.is_against_section(annotation) else ""
        if number is not None:
            return f"¶{number}{against}"
        return against or f"{annotation.start * 100 // max(1, len(self.review.document.text))}%"

    def _facts_of(self, annotation: Annotation) -> str:
        return words_of_facts(self.review, annotation)

    # following

    @property
    def details(self) -> DocumentDetails:
        """The details of the open document."""
        return self.review.document.details

    @property
    def target(self) -> Annotation | None:
        """The annotation that topic, note, direction and removal work on."""
        chosen = [one for one in self.tags_here if one.id == self._target_id]
        return next(iter(chosen or self.tags_here), None)

    def _look_here(self) -> None:
        """See what is tagged at the cursor, and let the list follow."""
        self.tags_here = self.review.tags_at(self.document_pane.cursor.passage)
        target = self.target
        self._target_id = target.id if target else None
        self.annotation_pane.mark(target)

    def action_drop(self) -> None:
        """Drop what was extended, and the hits that were marked."""
        self.document_pane.drop()

    def _cursor_moved(self) -> None:
        self._look_here()
        self.say_where()
        self._keep_place_soon()

    def say_where(self) -> None:
        """Say where the cursor is, and in the line below what is tagged there."""
        self.where_line.say(words_of_place(self.review, self.document_pane.cursor.head.start), self._share())
        self.status_line.say(self.document_pane.hint or self._here(), self._unit())

    def _here(self) -> str:
        tags, target = self.tags_here, self.target
        if target is not None:
            return words_of_tag(self.review, target, tags.index(target) + 1, len(tags))
        if self._is_first_use:
            return HINT
        return words_of_suggestion(self.review, self.document_pane.cursor.head.start)

    def _unit(self) -> str:
        cursor = self.document_pane.cursor
        return f"{'extending by ' if cursor.held else ''}{cursor.unit.value}"

    def _share(self) -> str:
        accounting = self.review.accounting
        return f"{accounting.percent} % accounted for" if accounting.total else "no findings"

    def say(self, message: str, *, is_alarm: bool = False) -> None:
        """Say something until the next key; an alarm has the whole line."""
        self.status_line.say(message, is_alarm=is_alarm)

    # keeping

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Say what went wrong inside, and go on with the last state."""
        try:
            yield
        except UserError as error:
            self.say(words_of_error(error, self.review.store.path), is_alarm=True)

    def take_in(self, change: Change, *, goes_there: bool = False) -> None:
        """Show what a verb has changed, in the document where it did so; put the cursor there if asked to."""
        self._is_first_use = False
        if change.document_id != self.review.document.id:
            self.open_document(change.document_id)
        else:
            self.document_pane.repaint(change.passage)
            if change.before is not None or change.after is not None:
                self.annotation_pane.take_in(change)
        self._target_id = change.after.id if change.after else None
        if goes_there and self.document_pane.cursor.passage != change.passage:
            self.document_pane.choose(change.passage)
        else:
            self._cursor_moved()

    def follow_others(self) -> None:
        """Take in what another window has written meanwhile; raise UserError."""
        paragraphs = self.review.paragraphs
        if not self.review.refresh():
            return
        if self.review.paragraphs is not paragraphs:  # the document itself is known otherwise now
            self.remember_place()
            self.review.save_place()
            self._show_document()
        else:
            self.document_pane.replace_annotations(self.review.annotations)
            self.annotation_pane.show(self.review)
            self._look_here()

    def remember_place(self) -> None:
        """Note where the reviewer is, to be kept with the next verb."""
        in_list = self.focused is self.annotation_pane.list
        self.review.remember(self.document_pane.place, "annotations" if in_list else "document")

    def _keep_place_soon(self) -> None:
        self._moved_at = monotonic()
        if self._place_timer is None:
            self._place_timer = self.set_timer(_PLACE_SECONDS, self._keep_place_between_keys)
            self._place_due = self._moved_at + _PLACE_SECONDS_AT_MOST

    def _keep_place_between_keys(self) -> None:
        """Keep the place when no key has come for a moment: to write takes as long as a key may take."""
        now = monotonic()
        if now - self._moved_at < _PAUSE and now < self._place_due:
            self._place_timer = self.set_timer(_PAUSE, self._keep_place_between_keys)
        else:
            self.keep_place()

    def keep_place(self) -> None:
        """Keep the place, and see whether another window has written."""
        self._place_timer = None
        with self.guarded():
            self.remember_place()
            self.review.save_place()
            self.follow_others()

    def show_passage(self, passage: Passage, annotation_id: str | None = None) -> None:
        """Choose a passage, and the annotation on it that is meant."""
        self._target_id = annotation_id
        self.document_pane.choose(passage)

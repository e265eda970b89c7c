"""The verbs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ofsted_tui.model.annotation import Annotation, Direction
from ofsted_tui.model.codebook import JudgementArea
from ofsted_tui.model.document import Document
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.limits import NOTE_CHARACTERS, check_length
from ofsted_tui.model.paragraph import Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.section import Section
from ofsted_tui.review.change import Change
from ofsted_tui.review.checks import check_tag, check_topic
from ofsted_tui.review.open_session import OpenSession
from ofsted_tui.review.rows import new_annotation, new_read_mark, thread_place
from ofsted_tui.store.annotations import annotation_from
from ofsted_tui.store.changes import RowChange
from ofsted_tui.store.journal import Entry

if TYPE_CHECKING:
    from ofsted_tui.importing import Given
    from ofsted_tui.model.quantifier import Quantifier
    from ofsted_tui.model.section import Grade
    from ofsted_tui.reading.language.wording import Suggestion as DirectionSuggestion

_KEPT_SUGGESTIONS = 1_000


class Review(OpenSession):
    """One session at work, with its verbs. A verb is committed before it returns, or changes nothing."""

    _suggested_in: Document | None = None
    _suggested: "dict[tuple[Passage, bool], DirectionSuggestion | None]"
    """What the wording of passages of that document suggests, in an improvement point or not."""

    def tag(
        self,
        passage: Passage,
        area: JudgementArea,
        *,
        topic: str = "",
        direction: Direction | None = None,
        note: str = "",
        document: Document | None = None,
    ) -> Change:
        """Tag a passage with an area; to tag the same passage with the same area again changes nothing.

        The passage is one of the open document, or of another one, which joins the session with it.

        The quantifier is read from the passage's words. The direction is what is said here; only in a
        document that holds claims of the authority or the press it is "claim" where nothing is said.

        Raises UserError where the passage is empty or outside the text, CodebookError where the area was
        not judged in the document's edition or the topic is not one of its topics.
        """
        session, document = self.session, document or self.document
        check_length("The note", note, NOTE_CHARACTERS)
        check_tag(self.codebook, document.details, passage, area, topic)
        with self._action():
            if document is not self.document:
                self._join(document)
            existing = self.store.annotations.find(session.id, document.id, passage, area.code)
            if existing is not None:
                self._know(existing)  # another program may have made it since
                return Change("tag", document.id, passage, existing, existing)
            state = new_annotation(document, session, passage, area.code, self.store.clock())
            direction = direction or _claimed(document)
            state |= {"topic": topic, "direction": direction.value if direction else "", "note": note}
            state["quantifier"] = _quantifier(document, passage)
            change = RowChange("annotations", state["id"], None, state)
            self._journal("tag", change, document.id)
        return self._take_in("tag", document.id, change)

    def untag(self, annotation_id: str) -> Change:
        """Remove an annotation, leaving a tombstone."""
        return self._edit("untag", annotation_id, removed_at=self.store.clock())

    def toggle(self, passage: Passage, area: JudgementArea) -> Change:
        """Tag the passage with the area, or untag it where just that is tagged already."""
        existing = self.annotations.exact(passage, area.code)
        return self.untag(existing.id) if existing else self.tag(passage, area)

    def set_topic(self, annotation_id: str, topic: str) -> Change:
        """Give an annotation a topic by its code, or none (empty); raise CodebookError."""
        annotation = self.store.annotations.get(annotation_id)
        if annotation is not None and topic:
            check_topic(self.codebook, annotation.area, topic)
        return self._edit("topic", annotation_id, topic=topic)

    def set_direction(self, annotation_id: str, direction: Direction | None) -> Change:
        """Say what the annotated passage says of the practice, or nothing (None)."""
        return self._edit("direction", annotation_id, direction=direction.value if direction else "")

    def toggle_direction(self, annotation: Annotation, direction: Direction) -> Change:
        """Say what the annotated passage says of the practice, or nothing where just that is said already."""
        return self.set_direction(annotation.id, None if annotation.direction is direction else direction)

    def set_quantifier(self, annotation_id: str, quantifier: "Quantifier | None") -> Change:
        """Say how many the annotated passage speaks of, or nothing (None)."""
        return self._edit("quantifier", annotation_id, quantifier=quantifier.value if quantifier else "")

    def _join(self, document: Document) -> None:
        """Put a document into the session, inside an action."""
        if document.id not in self.session.document_ids:
            self.store.sessions.add_document(self.session.id, document.id)
            held = (*self.session.document_ids, document.id)
            self.session = replace(self.session, document_ids=held)

    def _know(self, annotation: Annotation) -> None:
        if annotation.document_id == self.document.id:
            self.annotations.add(annotation)
            self._account(annotation.passage)

    def suggested_direction(self, annotation: Annotation) -> "DirectionSuggestion | None":
        """Return what the wording of an annotation's passage says of the practice; None: not clear."""
        paragraph = self.paragraphs.at(annotation.start)
        in_improvement = paragraph is not None and paragraph.role is Role.IMPROVEMENT
        if self._suggested_in is not self.document or len(self._suggested) > _KEPT_SUGGESTIONS:
            self._suggested_in, self._suggested = self.document, {}
        asked = annotation.passage, in_improvement
        if asked not in self._suggested:
            self._suggested[asked] = self._suggestion(*asked)
        return self._suggested[asked]

    def _suggestion(self, passage: Passage, in_improvement: bool) -> "DirectionSuggestion | None":
        from ofsted_tui.reading.language.wording import suggested_direction

        is_claim = self.document.details.kind.is_claim
        return suggested_direction(
            self.document.text, passage, is_claim=is_claim, in_improvement=in_improvement
        )

    def set_note(self, annotation_id: str, note: str) -> Change:
        """Give an annotation a note, or none (empty)."""
        check_length("The note", note, NOTE_CHARACTERS)
        return self._edit("note", annotation_id, note=note)

    def mark_read(self, passage: Passage) -> Change:
        """Mark a paragraph as read with nothing to tag; marked again, it is open again."""
        passage = next((mark for mark in self._odd_marks if mark.overlaps(passage)), passage)
        seen, now = self._read.get(passage), self.store.clock()
        verb = "mark unread" if seen else "mark read"
        with self._action():
            mark = self.store.read_marks.of(self.session.id, self.document.id).get(passage)
            if row := mark or seen:
                after = {**row, "removed_at": now} if seen else row
                change = RowChange("read_marks", row["id"], row, after)
            else:
                state = new_read_mark(self.document, self.session, passage, now)
                change = RowChange("read_marks", state["id"], None, state)
            if bool(mark) == bool(seen):  # else another program has done the same before
                self._journal(verb, change)
        return self._take_in(verb, self.document.id, change)

    def do_at_once(
        self,
        verb: str,
        make: Callable[[], Sequence[RowChange]],
        target_id: str | None = None,
        document_id: str | None = None,
    ) -> Change | None:
        """Make several changes of rows as one verb, about `target_id` or what the first change is about.

        It is noted as done in `document_id`; None: in the open document.

        `make` is called within the action, so that what it looks at is what is changed. None where it
        returns no change.
        """
        session, document_id = self.session, document_id or self.document.id
        with self._action():
            changes = make()
            if not changes:
                return None
            self.store.journal.do(verb, session.id, session.reviewer.id, document_id, changes, target_id)
        return self._all_taken_in(verb, document_id, changes)

    @property
    def next_undo(self) -> str | None:
        """The verb that undo would take back; None where there is none."""
        return self.store.journal.next_undo(self.session.id)

    def undo(self) -> Change | None:
        """Take back the last verb of the session, whenever it was done; None where there is none."""
        with self._action():
            entry = self.store.journal.undo(self.session.id)
        return self._shown(entry)

    def redo(self) -> Change | None:
        """Do again what was undone last; None where there is nothing."""
        with self._action():
            entry = self.store.journal.redo(self.session.id)
        return self._shown(entry)

    def move_on(self, offset: int, step: int = 1) -> Passage | None:
        """Return the next (step 1) or previous (-1) paragraph from `offset` that is not accounted for."""
        accounting = self.accounting
        found = accounting.next_open(offset) if step > 0 else accounting.previous_open(offset)
        return None if found is None else found.passage

    def next_section(self, offset: int, step: int = 1) -> int | None:
        """Return where the findings of the next (step 1) or previous (-1) section from `offset` begin."""
        paragraph = self.paragraphs.at(offset)
        here = paragraph.start if paragraph else offset
        starts = [self._start_of_findings(section) for section in self.sections]
        if step > 0:
            return min((at for at in starts if at > here), default=None)
        return max((at for at in starts if at < here), default=None)

    def _start_of_findings(self, section: Section) -> int:
        following = self.paragraphs.starting_after(section.end)
        return following.start if following and following.start < section.until else section.start

    def add_document(self, document_id: str) -> None:
        """Add a document to the session; raise StoreError."""
        with self.store.action():
            self.store.sessions.add_document(self.session.id, document_id)

    def correct(self, given: "Given", grades: "dict[str, Grade] | None" = None) -> None:
        """Keep what is said of the open document and its grades, and read it anew; raise UserError."""
        from ofsted_tui.importing import correct, correct_grades

        try:
            correct(self.store, self.codebook, self.document.id, given)
            if grades is not None:
                correct_grades(self.store, self.document.id, grades)
        finally:
            self.save_place()
            self.reopen()

    def correct_section(self, position: int, area: str) -> None:
        """Set the area of a section of the open document, and read it anew; raise UserError."""
        from ofsted_tui.importing import correct_section

        correct_section(self.store, self.document.id, position, area)
        self.save_place()
        self.reopen()

    def _edit(self, verb: str, annotation_id: str, **values: str) -> Change:
        with self._action():
            state = self.store.annotations.state(annotation_id)
            if state is None or state["removed_at"] or state["session_id"] != self.session.id:
                raise NotFoundError("That annotation is no longer there.")
            if all(state[name] == value for name, value in values.items()):
                annotation = annotation_from(state, self.session.reviewer.name)
                return Change(verb, annotation.document_id, annotation.passage, annotation, annotation)
            after = {**state, **values, "updated_at": self.store.clock()}
            change = RowChange("annotations", annotation_id, state, after)
            self._journal(verb, change, state["document_id"])
        return self._take_in(verb, state["document_id"], change)

    def _journal(self, verb: str, change: RowChange, document_id: str | None = None) -> None:
        session = self.session
        self.store.journal.do(
            verb, session.id, session.reviewer.id, document_id or self.document.id, [change]
        )

    def _shown(self, entry: Entry | None) -> Change | None:
        if entry is None:
            return None
        return self._all_taken_in(entry.verb, entry.document_id or self.document.id, entry.changes)

    def _all_taken_in(self, verb: str, document_id: str, changes: Sequence[RowChange]) -> Change:
        main = next((one for one in changes if one.table == "annotations"), changes[0])
        if main.table in ("threads", "thread_passages"):
            return Change(verb, document_id, thread_place(changes), is_thread=True)
        others = [one for one in changes if one is not main]
        change = self._take_in(verb, document_id, main)
        if all(one.table == "placements" for one in others):
            return change
        self._seen = -1  # where reading fails now, the next refresh does it
        self._load_review(self.document, self.paragraphs)
        return replace(change, is_many=True)


def _claimed(document: Document) -> Direction | None:
    return Direction.CLAIM if document.details.kind.is_claim else None


def _quantifier(document: Document, passage: Passage) -> str:
    from ofsted_tui.reading.language.quantifiers import quantifier_of

    found = quantifier_of(document.text, passage)
    return found.value if found else ""

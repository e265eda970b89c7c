"""One session at work: the verbs over it, each one transaction of the store."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from ofsted_tui.model.annotation import Annotation, Direction, Quantifier
from ofsted_tui.model.codebook import Codebook, JudgementArea
from ofsted_tui.model.document import Document, DocumentDetails
from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.model.limits import NOTE_CHARACTERS, check_length
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import ReadingPosition, Session
from ofsted_tui.model.structure import Grade
from ofsted_tui.review.change import (
    Change,
    change_of,
    is_live,
    new_annotation,
    new_read_mark,
)
from ofsted_tui.review.open_document import OpenDocument
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import annotation_from
from ofsted_tui.store.journal import RowChange

if TYPE_CHECKING:
    from ofsted_tui.importing.details import Given


class Review:
    """One session with one of its documents open, and the verbs that change them.

    A verb is committed before it returns, or changes nothing. What is held here is what was last read from
    the store: `refresh` reads anew where another program has changed it since.
    """

    opened: OpenDocument
    """The document that is open, with all that is known of it."""

    def __init__(self, store: Store, codebook: Codebook, session_id: str) -> None:
        """Open a session at the document where it was left; raise NotFoundError, StoreError."""
        self.store = store
        self.codebook = codebook
        self.session = self._read_session(session_id)
        self._place: ReadingPosition | None = None
        self._known_entry: int | None = 0
        """The number of the session's last journal entry that is reflected here."""
        self._known_state: tuple[int, int] | None = None
        """The state of the store that matches what is held here; None: not known."""
        current = self.session.current_document_id
        if current is None and not self.session.document_ids:
            raise NotFoundError(f"The session {self.session.name!r} holds no document; import one first.")
        self.open_document(current or self.session.document_ids[0])

    def _read_session(self, session_id: str) -> Session:
        session = self.store.sessions.get(session_id)
        if session is None:
            raise NotFoundError("That session is no longer there; it was deleted.")
        return session

    def _read_document(self, document_id: str) -> Document:
        document = self.store.documents.get(document_id)
        if document is None:
            raise NotFoundError("That document is not in this database.")
        return document

    # The open document, and what other programs change

    def open_document(self, document_id: str) -> None:
        """Open a document, adding it to the session if it is not there yet; raise NotFoundError.

        Where anything goes wrong, the document that was open stays open.
        """
        document = self._read_document(document_id)
        self.save_place()
        if document_id not in self.session.document_ids:
            with self.store.action():
                self.store.sessions.add_document(self.session.id, document_id)
        self._load(document)

    def reopen(self) -> None:
        """Read the open document anew, after what is known of it was corrected; raise NotFoundError."""
        self._load(self._read_document(self.document.id))

    def get_document(self, document_id: str) -> Document:
        """Return the open document where it is that one, else the one of the store; raise NotFoundError."""
        return self.document if document_id == self.document.id else self._read_document(document_id)

    def _load(self, document: Document | None = None) -> None:
        """Read a document (None: only the session's part of the open one), then replace all at once."""
        self._known_state = None  # until all of it is read
        seen = self.store.sessions.last_entry(self.session.id)
        session = replace(self._read_session(self.session.id), pane=self.session.pane)
        if document is None:
            self.opened.reload()
        else:
            self.opened = OpenDocument(self.store, self.codebook, session.id, document)
        self.session, self._known_entry = session, seen
        # What is asked for most, at hand.
        self.document, self.edition = self.opened.document, self.opened.edition
        self.paragraphs, self.annotations = self.opened.paragraphs, self.opened.annotations

    def refresh(self) -> bool:
        """Read anew what another program has changed in this session; True where there was anything.

        Raises NotFoundError where the session was deleted.
        """
        state = self.store.connection.state()
        if state == self._known_state:
            return False
        has_changed = self._catch_up()
        self._known_state = state
        return has_changed

    def _catch_up(self) -> bool:
        if self.store.documents.last_change(self.document.id) != self.opened.last_change:
            self.reopen()
            return True
        if self.store.sessions.last_entry(self.session.id) == self._known_entry:
            return False
        self._load()
        return True

    # Where the reviewer is

    def note_opened(self) -> None:
        """Note that a reviewer opens the session now."""
        with self.store.action():
            self.store.sessions.set_opened(self.session.id)

    @property
    def place(self) -> ReadingPosition | None:
        """Where the session stood in the open document; None where it was never opened."""
        return self.store.sessions.place(self.session.id, self.document.id)

    def remember(self, place: ReadingPosition, pane: str = "document") -> None:
        """Note where the reviewer is; it is kept with the next verb, or by `save_place`."""
        self._place = place
        if pane != self.session.pane:
            self.session = replace(self.session, pane=pane)

    def save_place(self) -> None:
        """Keep the place that was remembered last; raise StoreError."""
        if self._place is not None:
            with self._action():
                pass

    # The verbs

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
        document = document or self.document
        check_length("The note", note, NOTE_CHARACTERS)
        check_tag(self.codebook, document.details, passage, area, topic)
        with self._action():
            if document is not self.document:
                self._join(document)
            existing = self.store.annotations.find(self.session.id, document.id, passage, area.code)
            if existing is not None:
                self.opened.replace(None, existing)  # another program may have made it since
                return Change("tag", document.id, passage, existing, existing)
            now = self.store.clock()
            row = new_annotation(
                document,
                self.session,
                passage,
                now,
                area=area.code,
                topic=topic,
                direction=direction,
                note=note,
            )
            changes = [RowChange.added("annotations", row)]
            self._write("tag", changes, document.id)
        return self._take_in("tag", document.id, changes)

    def _join(self, document: Document) -> None:
        """Put a document into the session, inside an action."""
        if document.id not in self.session.document_ids:
            self.store.sessions.add_document(self.session.id, document.id)
            held = (*self.session.document_ids, document.id)
            self.session = replace(self.session, document_ids=held)

    def untag(self, annotation_id: str) -> Change:
        """Remove an annotation, leaving a tombstone."""
        return self._edit("untag", annotation_id, removed_at=self.store.clock())

    def toggle(self, passage: Passage, area: JudgementArea) -> Change:
        """Tag the passage with the area, or untag it where just that is tagged already."""
        existing = self.annotations.exact(passage, area.code)
        return self.untag(existing.id) if existing else self.tag(passage, area)

    def toggle_elsewhere(self, document_id: str, passage: Passage, area: JudgementArea) -> Change:
        """Do as `toggle` in any document, which joins the session; raise NotFoundError and as `tag`."""
        existing = self.store.annotations.find(self.session.id, document_id, passage, area.code)
        if existing is not None:
            return self.untag(existing.id)
        return self.tag(passage, area, document=self.get_document(document_id))

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

    def set_quantifier(self, annotation_id: str, quantifier: Quantifier | None) -> Change:
        """Say how many the annotated passage speaks of, or nothing (None)."""
        return self._edit("quantifier", annotation_id, quantifier=quantifier.value if quantifier else "")

    def set_note(self, annotation_id: str, note: str) -> Change:
        """Give an annotation a note, or none (empty)."""
        check_length("The note", note, NOTE_CHARACTERS)
        return self._edit("note", annotation_id, note=note)

    def _edit(self, verb: str, annotation_id: str, **values: str) -> Change:
        with self._action():
            row = self.store.annotations.state(annotation_id)
            if row is None or row["removed_at"] or row["session_id"] != self.session.id:
                raise NotFoundError("That annotation is no longer there.")
            document_id = row["document_id"]
            if all(row[name] == value for name, value in values.items()):
                annotation = annotation_from(row, self.session.reviewer.name)
                return Change(verb, document_id, annotation.passage, annotation, annotation)
            changes = [RowChange.changed("annotations", row, {**values, "updated_at": self.store.clock()})]
            self._write(verb, changes, document_id)
        return self._take_in(verb, document_id, changes)

    def mark_read(self, passage: Passage) -> Change:
        """Mark a paragraph as read with nothing to tag; marked again, it is open again."""
        passage = self.opened.mark_over(passage)
        seen, now = self.opened.read_marks.get(passage), self.store.clock()
        verb = "mark unread" if seen else "mark read"
        with self._action():
            mark = self.store.read_marks.of(self.session.id, self.document.id).get(passage)
            if row := mark or seen:
                changes = [RowChange.changed("read_marks", row, {"removed_at": now} if seen else {})]
            else:
                changes = [
                    RowChange.added("read_marks", new_read_mark(self.document, self.session, passage, now))
                ]
            if bool(mark) == bool(seen):  # else another program has done the same before
                self._write(verb, changes, self.document.id)
        return self._take_in(verb, self.document.id, changes)

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
        document_id = document_id or self.document.id
        with self._action():
            changes = make()
            if not changes:
                return None
            self._write(verb, changes, document_id, target_id)
        return self._take_in(verb, document_id, changes)

    @property
    def next_undo(self) -> str | None:
        """The verb that undo would take back; None where there is none."""
        return self.store.journal.next_undo(self.session.id)

    def undo(self) -> Change | None:
        """Take back the last verb of the session, whenever it was done; None where there is none."""
        with self._action():
            entry = self.store.journal.undo(self.session.id)
        return entry and self._take_in(entry.verb, entry.document_id or self.document.id, entry.changes)

    def redo(self) -> Change | None:
        """Do again what was undone last; None where there is nothing."""
        with self._action():
            entry = self.store.journal.redo(self.session.id)
        return entry and self._take_in(entry.verb, entry.document_id or self.document.id, entry.changes)

    # What is known of the open document and the session

    def add_document(self, document_id: str) -> None:
        """Add a document to the session; raise StoreError."""
        with self.store.action():
            self.store.sessions.add_document(self.session.id, document_id)

    def correct(self, given: "Given", grades: dict[str, Grade] | None = None) -> None:
        """Keep what is said of the open document and its grades, and read it anew; raise UserError."""
        from ofsted_tui.importing.details import correct, correct_grades

        try:
            correct(self.store, self.codebook, self.document.id, given)
            if grades is not None:
                correct_grades(self.store, self.document.id, grades)
        finally:
            self.save_place()
            self.reopen()

    def correct_section(self, position: int, area: str) -> None:
        """Set the area of a section of the open document, and read it anew; raise UserError."""
        from ofsted_tui.importing.details import correct_section

        correct_section(self.store, self.document.id, position, area)
        self.save_place()
        self.reopen()

    # What all verbs do

    @contextmanager
    def _action(self) -> Iterator[None]:
        """Do one verb as one transaction, and keep the remembered place with it.

        What this verb writes is known here, so the next `refresh` need not read it; what another program has
        written since the last one stays unknown, and is read then.
        """
        sessions = self.store.sessions
        with self.store.action():
            others = self.store.connection.state()[0]
            last = sessions.last_entry(self.session.id)
            if last is None:
                raise NotFoundError(
                    f"The session {self.session.name!r} was deleted meanwhile; nothing was kept."
                )
            if self._place is not None:
                sessions.set_place(self.session.id, self.document.id, self._place, self.session.pane)
            yield
            seen = sessions.last_entry(self.session.id)
        self._place = None
        if last == self._known_entry:  # else the next refresh takes in what came between
            self._known_entry = seen
            if self._known_state is not None and self._known_state[0] == others:
                self._known_state = others, self.store.connection.raw.total_changes

    def _write(
        self, verb: str, changes: Sequence[RowChange], document_id: str, target_id: str | None = None
    ) -> None:
        session = self.session
        self.store.journal.do(verb, session.id, session.reviewer.id, document_id, changes, target_id)

    def _take_in(self, verb: str, document_id: str, changes: Sequence[RowChange]) -> Change:
        """Apply the changed rows to the open document, and return what they mean."""
        change = change_of(verb, document_id, changes, self.session.reviewer.name)
        if change.is_many:
            self._known_entry = -1  # where reading fails now, the next refresh does it
            self._load()
        elif changes[0].table != "read_marks":
            self.opened.replace(change.before, change.after)
        elif document_id == self.document.id:
            mark = changes[0].after
            self.opened.set_read_mark(change.passage, mark if is_live(mark) else None)
        return change


def check_tag(
    codebook: Codebook, document: DocumentDetails, passage: Passage, area: JudgementArea, topic: str
) -> None:
    """Check a tag before it is made; an empty topic is none.

    Raises UserError where the passage is empty or outside the text or the topic is not one of the area's,
    CodebookError where the area was not judged in the document's edition.
    """
    if not 0 <= passage.start < passage.end <= document.length:
        raise UserError(
            f"{passage.start}-{passage.end} is no passage of {document.title!r},"
            f" which has {document.length} characters."
        )
    if not document.framework_assumed:
        codebook.area_in(codebook.edition(document.framework), area.code)
    if topic:
        check_topic(codebook, area.code, topic)


def check_topic(codebook: Codebook, area_code: str, topic: str) -> None:
    """Raise CodebookError where there is no such topic, UserError where it is not one of the area's."""
    if codebook.topic(topic) not in codebook.topics_of(area_code):
        raise UserError(f"{topic!r} is not a topic of {area_code}.")

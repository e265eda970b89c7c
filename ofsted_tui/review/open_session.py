"""A session at work: the open document, what is tagged in it, and the place that is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

from ofsted_tui.model.accounting import Accounting
from ofsted_tui.model.annotation_index import AnnotationIndex
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.cuts import Cuts
from ofsted_tui.model.document import Document
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Place, Session
from ofsted_tui.review.change import Change
from ofsted_tui.review.open_document import OpenDocument
from ofsted_tui.review.rows import annotation_in, former_place, span_of
from ofsted_tui.store import Store
from ofsted_tui.store.changes import RowChange


class OpenSession(OpenDocument):
    """One session with one of its documents open; what is held here is what the store last said."""

    _accounting: Accounting | None
    _described: int
    """The last journal entry about the open document that is taken in here."""

    def __init__(self, store: Store, codebook: Codebook, session_id: str) -> None:
        """Open a session at the document where it was left; raise NotFoundError, StoreError."""
        self.store = store
        self.codebook = codebook
        self.session = self._read_session(session_id)
        self._place: Place | None = None
        self._seen = 0
        """The last journal entry of the session that is taken in here."""
        self._looked_at: tuple[int, int] | None = None
        """The state of the store in which all that is held here was as the store has it."""
        current = self.session.current_document_id
        if current is None and not self.session.document_ids:
            raise NotFoundError(f"The session {self.session.name!r} holds no document; import one first.")
        self.open_document(current or self.session.document_ids[0])

    def _read_session(self, session_id: str) -> Session:
        session = self.store.sessions.get(session_id)
        if session is None:
            raise NotFoundError("That session is no longer there; it was deleted.")
        return session

    def open_document(self, document_id: str) -> None:
        """Open a document, adding it to the session if it is not there yet; raise NotFoundError.

        Where anything goes wrong, the document that was open stays open.
        """
        document = self.store.documents.get(document_id)
        if document is None:
            raise NotFoundError("That document is not in this database.")
        self.save_place()
        if document_id not in self.session.document_ids:
            with self.store.action():
                self.store.sessions.add_document(self.session.id, document_id)
        self._load(document)

    def reopen(self) -> None:
        """Read the open document anew, after what is known of it was corrected; raise NotFoundError."""
        document = self.store.documents.get(self.document.id)
        if document is None:
            raise NotFoundError("That document is not in this database.")
        self._load(document)

    def _load(self, document: Document) -> None:
        """Read all that is held of a document, then take it at one stroke."""
        structures = self.store.documents.structures
        found, cuts = structures.table(document.id), structures.cuts(document.id)
        sections = structures.sections(document.id)
        described = self.store.documents.last_change(document.id)
        self._load_review(document, found)
        self.paragraphs, self.sections, self._described = found, sections, described
        self.cuts = Cuts(cuts)

    def _load_review(self, document: Document, paragraphs: ParagraphTable) -> None:
        self._looked_at = None  # until all of it is read
        key = self.session.id, document.id
        seen = self.store.journal.last_seq(self.session.id)
        session = replace(self._read_session(self.session.id), pane=self.session.pane)
        annotations = AnnotationIndex(self.store.annotations.of(*key))
        read = self.store.read_marks.of(*key)
        self.document, self.annotations = document, annotations
        self._read, self._accounting, self.session, self._seen = read, None, session, seen
        # Marks on what was a paragraph of its own before a page break in it was healed.
        self._odd_marks = [mark for mark in read if not _is_paragraph(paragraphs, mark)]

    def refresh(self) -> bool:
        """Take in what another program has done in this session; True where there was anything.

        Raises NotFoundError where the session was deleted.
        """
        state = self.store.connection.state()
        if state == self._looked_at:
            return False
        has_changed = self._is_behind()
        self._looked_at = state
        return has_changed

    def _is_behind(self) -> bool:
        if self.store.documents.last_change(self.document.id) != self._described:
            self.reopen()
            return True
        if self.store.journal.last_seq(self.session.id) == self._seen:
            return False
        self._load_review(self.document, self.paragraphs)
        return True

    def note_opened(self) -> None:
        """Note that a reviewer opens the session now."""
        with self.store.action():
            self.store.sessions.set_opened(self.session.id)

    @property
    def place(self) -> Place | None:
        """Where the session stood in the open document; None where it was never opened."""
        return self.store.sessions.place(self.session.id, self.document.id)

    def remember(self, place: Place, pane: str = "document") -> None:
        """Note where the reviewer is; it is kept with the next verb, or by `save_place`."""
        self._place = place
        if pane != self.session.pane:
            self.session = replace(self.session, pane=pane)

    def save_place(self) -> None:
        """Keep the place that was remembered last; raise StoreError."""
        if self._place is not None:
            with self._action():
                pass

    @contextmanager
    def _action(self) -> Iterator[None]:
        sessions = self.store.sessions
        with self.store.action():
            others = self.store.connection.state()[0]
            is_abreast = self.store.journal.last_seq(self.session.id) == self._seen
            if not sessions.holds(self.session.id):
                raise NotFoundError(
                    f"The session {self.session.name!r} was deleted meanwhile; nothing was kept."
                )
            if self._place is not None:
                sessions.set_place(self.session.id, self.document.id, self._place)
                sessions.set_current(self.session.id, self.document.id, self.session.pane)
            yield
            seen = self.store.journal.last_seq(self.session.id)
        self._place = None
        if is_abreast:  # else the next refresh takes in what came between
            self._seen = seen
            if self._looked_at is not None and self._looked_at[0] == others:
                self._looked_at = others, self.store.connection.raw.total_changes

    @property
    def accounting(self) -> Accounting:
        """Which paragraphs of the open document are accounted for."""
        if self._accounting is None:
            touched = chain((one.passage for one in self.annotations), self._read)
            self._accounting = Accounting(self.paragraphs, touched)
        return self._accounting

    def is_read(self, passage: Passage) -> bool:
        """Tell whether the paragraph was marked read with nothing to tag."""
        return passage in self._read or any(mark.overlaps(passage) for mark in self._odd_marks)

    def _is_accounted(self, passage: Passage) -> bool:
        return self.is_read(passage) or self.annotations.touches(passage)

    def _take_in(self, verb: str, document_id: str, change: RowChange) -> Change:
        """Bring what is held here in line with a row that the store has changed."""
        if change.table == "read_marks":
            return self._take_in_mark(verb, document_id, change)
        if change.table == "placements":
            return Change(verb, *former_place(change))
        name = self.session.reviewer.name
        before, after = annotation_in(change.before, name), annotation_in(change.after, name)
        states = [one for one in (after, before) if one is not None]
        here = [one for one in states if one.document_id == self.document.id]
        if here:
            self.annotations.remove(change.id)
        if after in here:
            self.annotations.add(after)
        for one in here:
            self._account(one.passage)
        shown = states[0].document_id if states else document_id
        return Change(verb, shown, Passage(*span_of(change)), before, after)

    def _take_in_mark(self, verb: str, document_id: str, change: RowChange) -> Change:
        passage = Passage(*span_of(change))
        if document_id == self.document.id:
            self._read.pop(passage, None)
            if change.after is not None and change.after["removed_at"] is None:
                self._read[passage] = change.after
            self._odd_marks = [mark for mark in self._odd_marks if mark in self._read]
            if passage in self._read and not _is_paragraph(self.paragraphs, passage):
                self._odd_marks.append(passage)
            self._account(passage)
        return Change(verb, document_id, passage)

    def _account(self, passage: Passage) -> None:
        if self._accounting is not None:
            self._accounting.update(passage, self._is_accounted)


def _is_paragraph(table: ParagraphTable, mark: Passage) -> bool:
    """Tell a mark on one whole paragraph from one on what was a paragraph when it was made."""
    found = table.at(mark.start)
    return found is not None and found.passage == mark

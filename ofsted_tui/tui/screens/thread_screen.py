"""One thread: its places side by side, and below what is proposed for it; linked, related, noted by keys."""

from collections.abc import Callable, Iterator

from textual import on, work
from textual.widget import Widget

from ofsted_tui.evidence.search import DocumentPassage
from ofsted_tui.evidence.threads import DocumentProposals, Proposal
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.safe_text import counted
from ofsted_tui.model.thread import Relation, Thread, ThreadPassage, ThreadStatus
from ofsted_tui.review import Change, Review
from ofsted_tui.review.threads import link, relate, set_place_note, set_status, unlink
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.review_screen import ReviewScreen, verb
from ofsted_tui.tui.screens.search_index import SearchIndex
from ofsted_tui.tui.screens.thread_state import MarkedThread, Proposals
from ofsted_tui.tui.screens.thread_words import (
    NO_RELATION,
    marked_place_text,
    panels_of,
    proposal_items,
    proposal_text,
    relation_choices,
)
from ofsted_tui.tui.widgets.prompt_bar import PromptBar
from ofsted_tui.tui.widgets.row_list import RowList
from ofsted_tui.tui.widgets.side_by_side import SideBySide
from ofsted_tui.tui.widgets.status_line import StatusLine
from ofsted_tui.tui.widgets.wrapped_text import DetailView

_HINT = "enter links what is marked below · h l another place above · 1-4 its status · 5 not mentioned"


class ProposalList(RowList[Proposal | DocumentProposals], inherit_bindings=False):
    """What is proposed."""

    HELP = (
        "Above, the places of the thread in time with the months between. Below, passages that may take the"
        " point up; ↶ marks those that look back to an earlier inspection. Enter links one."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ROWS


class ThreadScreen(ReviewScreen[DocumentPassage]):
    """Shows one thread; answers the place that is to be opened, None for none."""

    BINDINGS = keys.THREAD
    CSS_PATH = "evidence.tcss"

    def __init__(self, review: Review, index: SearchIndex, thread: Thread) -> None:
        """Take the thread, and the index in which proposals are looked for; raise StoreError."""
        super().__init__(review)
        self.marked = MarkedThread(thread)
        self.proposals = Proposals(review, index)
        self.places = SideBySide()
        self.list = ProposalList(review.codebook, self._moved)
        self.prompt_bar = PromptBar()
        self.facts_line = StatusLine(id="facts-line")
        self.detail = DetailView()

    def content(self) -> Iterator[Widget]:
        """Put the places above the proposals, and the marked one of these in full below."""
        yield self.places
        yield self.list
        yield self.prompt_bar
        yield self.facts_line
        yield self.detail

    def on_mount(self) -> None:
        """Show the thread, and propose once all documents are indexed."""
        self.set_focus(self.list)
        with self.guarded():
            self.marked.read(self.review.store.documents.all())
            self._show_thread()
        self._catch_up()

    @work(exclusive=True, group="index")
    async def _catch_up(self) -> None:
        with self.guarded():
            self.say("Looking for passages …")
            await self.proposals.catch_up(self._say_progress)
            self._propose()
            self.say(_HINT)

    def _say_progress(self, done: int, total: int) -> None:
        if self.is_mounted:
            self.say(f"Looking for passages: {done:,} of {total:,} documents indexed …")

    # showing

    def _show_thread(self) -> None:
        found, index = self.marked.in_time, self.marked.index
        self.places.show(panels_of(found), index)
        status = found.status.label if found.status else "no status yet"
        self.title_line.say(
            f"Thread: {found.thread.title}", f"{status} · {counted(len(found.steps), 'place')}"
        )
        self.facts_line.say(*marked_place_text(found, index))

    def _take(self, thread: Thread | None) -> None:
        """Show the thread as it is now; without any place left it is gone."""
        if thread is None:
            self.dismiss(None)
        else:
            self.marked.take(thread)
            self._show_thread()

    def show_travelled(self, did: str, change: Change | None) -> bool:
        """Show the thread as it is now; False where it is gone."""
        self._take(self.review.store.threads.get(self.marked.thread.id))
        if self.is_current:
            self._propose(self.list.position)
        return self.is_current

    def _propose(self, position: int = 0) -> None:
        """List what may belong to the thread; raise StoreError."""
        proposed = self.proposals.of(self.marked.thread)
        if proposed is not None:
            self.list.fill(proposal_items(proposed))
            self.list.mark_at(position)
            self._moved()

    def _moved(self) -> None:
        marked = self.list.marked
        if isinstance(marked, Proposal):
            self.detail.show(marked.hit.details.title, proposal_text(marked), marked.hit.words)
        elif isinstance(marked, DocumentProposals):
            self.detail.show(marked.details.title, "nothing here reads like it", "")
        else:
            self.detail.show("", "", "Nothing is proposed: / looks for other words.")

    # the verbs

    def action_link(self, whole_paragraph: bool = False) -> None:
        """Link the marked proposal to the thread: the sentence, or its whole paragraph."""
        marked = self.list.marked
        if not self.proposals.is_ready:
            self.say("Still looking for passages …")
        elif not isinstance(marked, Proposal):
            self.say("There is nothing to link here: 5 says that this document does not mention the point.")
        else:
            hit = marked.hit
            passage = hit.paragraph if whole_paragraph else hit.passage
            said = "Linked. 1 raised · 2 repeated · 3 improving · 4 closed · u undo"
            self._link(hit.details.id, passage, said)

    def action_not_mentioned(self) -> None:
        """Say that the document of the marked proposal does not mention the point."""
        marked = self.list.marked
        if marked is not None:
            details = marked.details if isinstance(marked, DocumentProposals) else marked.hit.details
            self._link(details.id, None, f"{details.title} does not mention it: noted. u undo")

    @verb
    def _link(self, document_id: str, passage: Passage | None, message: str) -> None:
        document = self.review.get_document(document_id)
        self.marked.take_linked(link(self.review, self.marked.thread.id, document, passage))
        self._show_thread()
        self._propose(self.list.position)
        self.say(message)

    @verb
    def _on_place(self, change: Callable[[ThreadPassage], Thread | None], message: str) -> None:
        place = self.marked.place
        if place is not None:
            self._take(change(place))
            self.say(message)

    def action_status(self, name: str) -> None:
        """Say what the document says of the point at the marked place; the same again says nothing."""
        status, place = ThreadStatus(name), self.marked.place
        wanted = None if place is not None and place.status is status else status
        self._on_place(
            lambda one: set_status(self.review, one.id, wanted),
            f"Status: {wanted.label}." if wanted else "No status.",
        )

    def action_unlink(self) -> None:
        """Take the marked place out of the thread."""
        self._on_place(lambda place: unlink(self.review, place.id), "Taken out. u puts it back.")
        if self.is_current:
            with self.guarded():
                self._propose(self.list.position)

    def action_relation(self) -> None:
        """Ask how the marked place stands to another one."""
        from ofsted_tui.tui.screens.choice_dialog import ChoiceDialog

        found = self.marked.in_time
        if len(found.steps) < 2:
            self.say("A relation needs two places: link another one first.")
            return
        choices = relation_choices(found, self.marked.index)
        self.ask(ChoiceDialog("The marked place …", choices), self._relate)

    def _relate(self, answer: str) -> None:
        relation, _, other = answer.partition(" ")
        chosen = None if answer == NO_RELATION else Relation(relation)
        said = f"It {relation} the other." if chosen else "No relation."
        self._on_place(lambda place: relate(self.review, place.id, chosen, other), said)

    def action_note(self) -> None:
        """Ask for the note on the marked place."""
        from ofsted_tui.tui.screens.note_dialog import NoteDialog

        place = self.marked.place
        if place is not None:
            self.app.push_screen(
                NoteDialog(place, lambda note: self._take(set_place_note(self.review, place.id, note)))
            )

    # going about

    def action_place(self, step: int) -> None:
        """Mark another place of the thread."""
        self._mark_place(self.marked.index + step)

    @on(SideBySide.Marked)
    def _mark_clicked(self, event: SideBySide.Marked) -> None:
        self._mark_place(event.index)

    def _mark_place(self, index: int) -> None:
        self.marked.mark(index)
        self._show_thread()

    async def action_words(self) -> None:
        """Ask for other words to look for; none: those of the point."""
        await self.prompt_bar.ask("words", "Look for", self.proposals.typed)

    @on(PromptBar.Answered)
    def _look_for(self, event: PromptBar.Answered) -> None:
        self.set_focus(self.list)
        if event.text is not None:
            typed = self.proposals.typed = event.text.strip()
            with self.guarded():
                self._propose()
            self.say(f"Passages with “{typed}”; / and enter goes back." if typed else _HINT)

    def action_authorities(self) -> None:
        """Look into the documents of all authorities, or of this one."""
        self.proposals.is_everywhere = not self.proposals.is_everywhere
        with self.guarded():
            self._propose()
        self.say("All authorities." if self.proposals.is_everywhere else "This authority only.")

    def action_more(self) -> None:
        """Propose more of each document, or fewer."""
        self.proposals.toggle_limit()
        with self.guarded():
            self._propose(self.list.position)

    def action_read(self) -> None:
        """Open the document at the marked proposal."""
        marked = self.list.marked
        if isinstance(marked, Proposal):
            self.dismiss(DocumentPassage(marked.hit.details.id, marked.hit.passage))

    def action_read_place(self) -> None:
        """Open the document at the marked place."""
        place = self.marked.place
        if place is not None and place.passage is not None:
            self.dismiss(DocumentPassage(place.document_id, place.passage))

"""The keys of one thread: what is proposed is linked, a place given its status, related, noted."""

from collections.abc import Callable

from ofsted_tui.evidence.proposals import Proposal, Proposed
from ofsted_tui.evidence.search import Place
from ofsted_tui.model.thread import Relation, Thread, ThreadPassage, ThreadStatus
from ofsted_tui.review.thread_verbs import link, relate, set_place_note, set_status, unlink
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.thread_parts import FEW, HINT, ThreadParts
from ofsted_tui.tui.screens.thread_words import NO_RELATION, relation_choices
from ofsted_tui.tui.widgets.prompt_bar import PromptBar
from ofsted_tui.tui.widgets.side_by_side import SideBySide

_MANY = 15


class ThreadScreen(ThreadParts):
    """Answers the place that is to be opened; None: none."""

    BINDINGS = keys.THREAD

    # the verbs

    def action_link(self, whole_paragraph: bool = False) -> None:
        """Link the marked proposal to the thread: the sentence, or its whole paragraph."""
        marked = self.list.marked
        if self.is_looking:
            self.say("Still looking for passages …")
            return
        if not isinstance(marked, Proposal):
            self.say("There is nothing to link here: 5 says that this document does not mention the point.")
            return
        with self.guarded():
            hit = marked.hit
            before = {one.id for one in self.thread.passages}
            passage = hit.paragraph if whole_paragraph else hit.passage
            thread = link(self.review, self.thread.id, self.review.get_document(hit.details.id), passage)
            self._linked(thread, before, "Linked. 1 raised · 2 repeated · 3 improving · 4 closed · u undo")

    def _linked(self, thread: Thread, before: set[str], message: str) -> None:
        new = [one.id for one in thread.passages if one.id not in before]
        self.marked_id = next(iter(new), self.marked_id)
        position = self.list.position
        self.take(thread)
        self.propose(position)
        self.say(message)

    def action_not_mentioned(self) -> None:
        """Say that the document of the marked proposal does not mention the point."""
        marked = self.list.marked
        if marked is None:
            return
        details = marked.details if isinstance(marked, Proposed) else marked.hit.details
        with self.guarded():
            before = {one.id for one in self.thread.passages}
            thread = link(self.review, self.thread.id, self.review.get_document(details.id), None)
            self._linked(thread, before, f"{details.title} does not mention it: noted. u undo")

    def _on_place(self, verb: Callable[[ThreadPassage], Thread | None], message: str) -> None:
        place = self.place
        if place is not None:
            with self.guarded():
                self.take(verb(place))
                self.say(message)

    def action_status(self, name: str) -> None:
        """Say what the document says of the point at the marked place; the same again says nothing."""
        status = ThreadStatus(name)
        place = self.place
        wanted = None if place is not None and place.status is status else status
        self._on_place(
            lambda one: set_status(self.review, one.id, wanted),
            f"Status: {wanted.label}." if wanted else "No status.",
        )

    def action_unlink(self) -> None:
        """Take the marked place out of the thread."""

        def verb(place: ThreadPassage) -> Thread | None:
            return unlink(self.review, place.id)

        self._on_place(verb, "Taken out. u puts it back.")
        if self.is_current:
            with self.guarded():
                self.propose(self.list.position)

    def action_relation(self) -> None:
        """Ask how the marked place stands to another one."""
        from ofsted_tui.tui.screens.choice_dialog import ChoiceDialog

        if len(self.found.steps) < 2:
            self.say("A relation needs two places: link another one first.")
            return
        choices = relation_choices(self.found, self.index)
        self.app.push_screen(ChoiceDialog("The marked place …", choices), self._relate)

    def _relate(self, answer: str | None) -> None:
        if answer is None:
            return
        relation, _, other = answer.partition(" ")
        chosen = None if answer == NO_RELATION else Relation(relation)
        said = f"It {relation} the other." if chosen else "No relation."
        self._on_place(lambda place: relate(self.review, place.id, chosen, other), said)

    def action_note(self) -> None:
        """Ask for the note on the marked place."""
        from ofsted_tui.tui.screens.note_dialog import NoteDialog

        place = self.place
        if place is not None:
            self.app.push_screen(
                NoteDialog(place, lambda note: self.take(set_place_note(self.review, place.id, note)))
            )

    # going about

    def action_place(self, step: int) -> None:
        """Mark another place of the thread."""
        if self.found.steps:
            index = max(0, min(len(self.found.steps) - 1, self.index + step))
            self._mark_place(index)

    def _mark_place(self, index: int) -> None:
        self.marked_id = self.found.steps[index].place.id
        self._show_thread()

    def on_side_by_side_marked(self, event: SideBySide.Marked) -> None:
        """Mark the place that was clicked."""
        self._mark_place(event.index)

    async def action_words(self) -> None:
        """Ask for other words to look for; none: those of the point."""
        await self.prompt_bar.ask("words", "Look for", self.typed)

    def on_prompt_bar_answered(self, event: PromptBar.Answered) -> None:
        """Look for other words."""
        self.set_focus(self.list)
        if event.text is not None:
            self.typed = event.text.strip()
            with self.guarded():
                self.propose()
            self.say(f"Passages with “{self.typed}”; / and enter goes back." if self.typed else HINT)

    def action_authorities(self) -> None:
        """Look into the documents of all authorities, or of this one."""
        self.is_everywhere = not self.is_everywhere
        with self.guarded():
            self.propose()
        self.say("All authorities." if self.is_everywhere else "This authority only.")

    def action_more(self) -> None:
        """Propose more of each document, or fewer."""
        self.limit = _MANY if self.limit == FEW else FEW
        with self.guarded():
            self.propose(self.list.position)

    def action_read(self) -> None:
        """Open the document at the marked proposal."""
        marked = self.list.marked
        if isinstance(marked, Proposal):
            self.dismiss(Place(marked.hit.details.id, marked.hit.passage))

    def action_read_place(self) -> None:
        """Open the document at the marked place."""
        place = self.place
        if place is not None and place.passage is not None:
            self.dismiss(Place(place.document_id, place.passage))

    def show_again(self) -> bool:
        """Show the thread as it is now; False where it is gone."""
        self.take(self.review.store.threads.get(self.thread.id))
        if self.is_current:
            self.propose(self.list.position)
        return self.is_current

"""One thread: its places side by side, and what is proposed below."""

from collections.abc import Callable, Iterator, Sequence

from textual import on, work
from textual.widget import Widget

from ofsted_tui.evidence.search import DocumentPassage, Search, kwic
from ofsted_tui.evidence.threads import (
    DocumentProposals,
    Proposal,
    ProposalSearch,
    ThreadInTime,
    ThreadStep,
    thread_in_time,
)
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.safe_text import counted, visible_summary
from ofsted_tui.model.thread import Relation, Thread, ThreadPassage, ThreadStatus
from ofsted_tui.review import Change, Review
from ofsted_tui.review.threads import link, relate, set_place_note, set_status, unlink
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.choice_dialog import Choice
from ofsted_tui.tui.screens.review_screen import ReviewScreen, verb
from ofsted_tui.tui.screens.review_text import day_text
from ofsted_tui.tui.screens.search_screen import SearchIndex
from ofsted_tui.tui.text.wrapping import fitted
from ofsted_tui.tui.widgets.bars import PromptBar, StatusLine
from ofsted_tui.tui.widgets.rows import DetailView, ListItem, RowList, StyledText
from ofsted_tui.tui.widgets.side_by_side import Panel, SideBySide


class MarkedThread:
    """A thread in time order, and which of its places is marked; at first the one that was linked last."""

    def __init__(self, thread: Thread) -> None:
        """Take the thread; it has its places once the documents are known."""
        self.thread = thread
        self.in_time: ThreadInTime = thread_in_time(thread, {})
        self._documents: dict[str, DocumentDetails] = {}
        self._marked_id = thread.passages[-1].id if thread.passages else ""

    def read(self, documents: Sequence[DocumentDetails]) -> None:
        """Take the documents that places stand in."""
        self._documents = {one.id: one for one in documents}
        self.take(self.thread)

    def take(self, thread: Thread) -> None:
        """Take the thread as it is now, the same place marked where it is still there."""
        self.thread = thread
        self.in_time = thread_in_time(thread, self._documents)

    def take_linked(self, thread: Thread) -> None:
        """Take the thread with a place more, and mark that."""
        before = {one.id for one in self.thread.passages}
        new = [one.id for one in thread.passages if one.id not in before]
        self._marked_id = next(iter(new), self._marked_id)
        self.take(thread)

    @property
    def index(self) -> int:
        """The number of the marked place among those in time order."""
        ids = [step.place.id for step in self.in_time.steps]
        return ids.index(self._marked_id) if self._marked_id in ids else 0

    @property
    def place(self) -> ThreadPassage | None:
        """The marked place."""
        return self.in_time.steps[self.index].place if self.in_time.steps else None

    def mark(self, index: int) -> None:
        """Mark a place by its number; the first or last one where there is none of that number."""
        steps = self.in_time.steps
        if steps:
            self._marked_id = steps[max(0, min(len(steps) - 1, index))].place.id


_FEW, _MANY = 5, 15
"""Proposals of each document, and those where more are asked for."""


class Proposals:
    """What may belong to a thread, and how it is asked for."""

    def __init__(self, review: Review, index: SearchIndex) -> None:
        """Take the review and the index of its database; raise StoreError."""
        self._index = index
        self._search = Search(review.store, index.index, None)
        self._proposer = ProposalSearch(review.store, review.codebook, self._search)
        self.is_ready = False
        """Whether all documents are indexed: before that, silence would mean nothing."""
        self.typed = ""
        """Words to look for instead of those of the point."""
        self.is_everywhere = False
        self.limit = _FEW

    async def catch_up(self, tell: Callable[[int, int], None]) -> None:
        """Wait until all documents are indexed; `tell` is called with how many are, of how many."""
        index = self._index
        await index.catch_up(lambda: tell(index.total - index.left, index.total) if index.left else None)
        self._search.refresh()
        self.is_ready = True

    def toggle_limit(self) -> None:
        """Propose more of each document, or fewer."""
        self.limit = _MANY if self.limit == _FEW else _FEW

    def of(self, thread: Thread) -> Sequence[DocumentProposals] | None:
        """Return what may belong to a thread; None where nothing can be said yet. Raises StoreError."""
        begun = thread.passages[0] if thread.passages else None
        if begun is None or begun.passage is None or not self.is_ready:
            return None
        return self._proposer.propose(
            DocumentPassage(begun.document_id, begun.passage),
            f"{begun.quote} {thread.title}",
            typed=self.typed,
            every_authority=self.is_everywhere,
            limit=self.limit,
            linked=[DocumentPassage(one.document_id, one.passage) for one in thread.passages if one.passage],
        )


class ProposalList(RowList[Proposal | DocumentProposals], inherit_bindings=False):
    """The passages that are proposed, by document."""

    HELP = (
        "Above, the places of the thread in time with the months between. Below, passages that may take the"
        " point up; ↶ marks those that look back to an earlier inspection. Enter links one."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ROWS


NO_RELATION = "-"
"""What the dialog answers for no relation."""


_HINT = "enter links what is marked below · h l another place above · 1-4 its status · 5 not mentioned"


class ThreadScreen(ReviewScreen[DocumentPassage]):
    """Shows one thread; answers the place to open, or None."""

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
        from ofsted_tui.tui.screens.annotation_dialogs import NoteDialog

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


def panels_of(found: ThreadInTime) -> list[Panel]:
    """Return the places of a thread in time order, each as a panel."""
    return [_panel(found, step) for step in found.steps]


def _panel(found: ThreadInTime, step: ThreadStep) -> Panel:
    place = step.place
    months = "" if step.months is None else f"  +{counted(step.months, 'month')}"
    status = place.status.label if place.status else "no status"
    facts = " · ".join(one for one in (status, relation_text(found, place), place.note and "*") if one)
    kind = f"{step.details.kind.label}{' · a claim' if step.is_claim else ''}"
    text = place.quote if place.passage else "The document does not mention it."
    return Panel(f"{day_text(step.details)}{months}", kind, facts, text)


def relation_text(found: ThreadInTime, place: ThreadPassage) -> str:
    """Say how a place stands to another, as "overstates 15 May 2023"; nothing where it does not."""
    other = next((one for one in found.steps if one.place.id == place.related_id), None)
    return f"{place.relation.value} {day_text(other.details)}" if place.relation and other else ""


def marked_place_text(found: ThreadInTime, index: int) -> tuple[str, str]:
    """Say which place is marked and where it stands, and its note."""
    if not found.steps:
        return "", ""
    step = found.steps[index]
    where = f"place {index + 1} of {len(found.steps)}: {step.details.title}"
    return where, f"* {step.place.note}" if step.place.note else ""


def proposal_items(proposed: Sequence[DocumentProposals]) -> list[ListItem]:
    """Return the rows of the proposals, by document in time order; one without any has a row as well."""
    items: list[ListItem] = []
    for one in proposed:
        items.append(ListItem(None, _document_heading(one)))
        items += [ListItem(proposal, _proposal_row(proposal)) for proposal in one.proposals]
        if not one.proposals:
            items.append(ListItem(one, _nothing))
    return items


Draw = Callable[[int], Sequence[StyledText]]


def _document_heading(proposed: DocumentProposals) -> Draw:
    months = proposed.months
    when = "" if months is None else "the same time" if not months else _months(months)
    details = proposed.details
    parts = (day_text(details), details.kind.label, details.local_authority, when)
    facts = " · ".join(part for part in parts if part)

    def draw(_width: int) -> Sequence[StyledText]:
        return [StyledText(facts, "strong")]

    return draw


def _months(months: int) -> str:
    return f"{counted(abs(months), 'month')} {'later' if months > 0 else 'earlier'}"


def _proposal_row(proposal: Proposal) -> Draw:
    hit = proposal.hit
    place = f"¶{hit.place.number}" if hit.place.number is not None else ""
    back = "↶ " if proposal.looks_back else "  "

    def draw(width: int) -> Sequence[StyledText]:
        words = hit.words.replace("\n", " ").replace("\t", " ")
        stretches = kwic(words, hit.marks, max(0, width - 9))
        found = (StyledText(one.text, "hit" if one.is_found else "base") for one in stretches)
        return [StyledText(f" {back}{place:<5} ", "faint"), *found]

    return draw


def _nothing(_width: int) -> Sequence[StyledText]:
    return [StyledText("   nothing here reads like it (5: not mentioned)", "faint")]


def proposal_text(proposal: Proposal) -> str:
    """Say where a proposal stands, and why it is one."""
    hit = proposal.hit
    number = f"¶{hit.place.number}" if hit.place.number is not None else hit.place.role
    back = "looks back to an earlier inspection" if proposal.looks_back else ""
    claim = "a claim, no finding" if hit.details.kind.is_claim else ""
    because = ", ".join(proposal.because[:8])
    return " · ".join(one for one in (number, claim, back, f"for: {because}" if because else "") if one)


def relation_choices(found: ThreadInTime, index: int) -> list[Choice]:
    """Return each relation to each other place of a thread, and the choice of none."""
    own = found.steps[index]
    others = [step for step in found.steps if step is not own]
    choices = [
        Choice(
            f"{relation.value} {other.place.id}", _relation_title(relation, other), day_text(other.details)
        )
        for relation in Relation
        for other in others
    ]
    return [*choices, Choice(NO_RELATION, "no relation")]


_QUOTE = 45
"""How many columns of a quote are shown."""


def _relation_title(relation: Relation, other: ThreadStep) -> str:
    quote = visible_summary(other.place.quote) or visible_summary(other.details.title)
    return f"{relation.value}: “{fitted(quote, _QUOTE)}”"

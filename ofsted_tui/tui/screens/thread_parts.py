"""The screen of one thread without its keys: its places side by side, and what is proposed below."""

from collections.abc import Iterator

from textual import work
from textual.widget import Widget

from ofsted_tui.evidence.proposals import Proposal, Proposed, Proposer
from ofsted_tui.evidence.search import Place, Search
from ofsted_tui.evidence.threads import ThreadInTime, thread_in_time
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.thread import Thread, ThreadPassage
from ofsted_tui.review import Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.list_screen import VerbScreen
from ofsted_tui.tui.screens.search_index import SearchIndex
from ofsted_tui.tui.screens.thread_words import (
    panels_of,
    proposal_items,
    words_of_place,
    words_of_proposal,
)
from ofsted_tui.tui.widgets.prompt_bar import PromptBar
from ofsted_tui.tui.widgets.row_list import RowList
from ofsted_tui.tui.widgets.side_by_side import SideBySide

FEW = 5
"""Proposals of each document, unless more are asked for."""
HINT = "enter links what is marked below · h l another place above · 1-4 its status · 5 not mentioned"


class ProposalList(RowList[Proposal | Proposed], inherit_bindings=False):
    """What is proposed."""

    HELP = (
        "Above, the places of the thread in time with the months between. Below, passages that may take the"
        " point up; ↶ marks those that look back to an earlier inspection. Enter links one."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ROWS


class ThreadParts(VerbScreen[Place]):
    """Shows one thread; answers the place that is to be opened, None for none."""

    def __init__(self, review: Review, index: SearchIndex, thread: Thread) -> None:
        """Take the thread."""
        super().__init__(review)
        self._index = index
        self._search = Search(review.store, index.index, None)
        self._proposer = Proposer(review.store, review.codebook, self._search)
        self._documents: dict[str, DocumentDetails] = {}
        self.found: ThreadInTime = thread_in_time(thread, {})
        self.thread = thread
        self.is_looking = True
        """Whether documents are still being indexed, so that nothing is proposed yet."""
        self.typed = ""
        self.is_everywhere = False
        self.limit = FEW
        self.marked_id = thread.passages[-1].id if thread.passages else ""
        """The id of the place that is marked."""
        self.places = SideBySide()
        self.list = ProposalList(review.codebook, self._moved)
        self.prompt_bar = PromptBar()

    def content(self) -> Iterator[Widget]:
        """Put the places above the proposals."""
        yield self.places
        yield self.list
        yield self.prompt_bar

    def on_mount(self) -> None:
        """Show the thread, and propose once all documents are indexed."""
        self.set_focus(self.list)
        with self.guarded():
            self._documents = {one.id: one for one in self.review.store.documents.all()}
            self._show_thread()
        self._catch_up()

    @work(exclusive=True, group="index")
    async def _catch_up(self) -> None:
        """Propose once all documents are indexed: before that, silence would mean nothing."""
        with self.guarded():
            self.say("Looking for passages …")
            await self._index.catch_up(self._say_progress)
            self._search.refresh()
            self.is_looking = False
            self.propose()
            self.say(HINT)

    def _say_progress(self) -> None:
        if self._index.left and self.is_mounted:
            done = self._index.total - self._index.left
            self.say(f"Looking for passages: {done:,} of {self._index.total:,} documents indexed …")

    # showing

    @property
    def index(self) -> int:
        """The number of the marked place among those in time order."""
        ids = [step.place.id for step in self.found.steps]
        return ids.index(self.marked_id) if self.marked_id in ids else 0

    @property
    def place(self) -> ThreadPassage | None:
        """The marked place."""
        return self.found.steps[self.index].place if self.found.steps else None

    def _show_thread(self) -> None:
        self.found = thread_in_time(self.thread, self._documents)
        self.places.show(panels_of(self.found), self.index)
        status = self.found.status.label if self.found.status else "no status yet"
        number = len(self.found.steps)
        places = "1 place" if number == 1 else f"{number} places"
        self.title_line.say(f"Thread: {self.thread.title}", f"{status} · {places}")
        self.facts_line.say(*words_of_place(self.found, self.index))

    def take(self, thread: Thread | None) -> None:
        """Show the thread as it is now; without any place left it is gone."""
        if thread is None:
            self.dismiss(None)
            return
        self.thread = thread
        self._show_thread()

    def propose(self, position: int = 0) -> None:
        """List what may belong to the thread; raise StoreError."""
        begun = self.thread.passages[0] if self.thread.passages else None
        if begun is None or begun.passage is None or self.is_looking:
            return
        linked = [Place(one.document_id, one.passage) for one in self.thread.passages if one.passage]
        proposed = self._proposer.propose(
            Place(begun.document_id, begun.passage),
            f"{begun.quote} {self.thread.title}",
            typed=self.typed,
            every_authority=self.is_everywhere,
            limit=self.limit,
            linked=linked,
        )
        self.list.fill(proposal_items(proposed))
        self.list.mark_at(position)
        self._moved()

    def _moved(self) -> None:
        marked = self.list.marked
        if isinstance(marked, Proposal):
            self.detail.show(marked.hit.details.title, words_of_proposal(marked), marked.hit.words)
        elif isinstance(marked, Proposed):
            self.detail.show(marked.details.title, "nothing here reads like it", "")
        else:
            self.detail.show("", "", "Nothing is proposed: / looks for other words.")

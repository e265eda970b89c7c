"""Search in all documents: words in, places out; each opened, tagged or followed with one key."""

from collections.abc import Iterator
from dataclasses import replace

from textual import on, work
from textual.containers import Horizontal
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, Label

from ofsted_tui.evidence.search import DocumentPassage, Hit, Results, Search, topics_in
from ofsted_tui.model.limits import FIND_CHARACTERS
from ofsted_tui.review import Change, Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.review_screen import ReviewScreen
from ofsted_tui.tui.screens.search_state import FIRST, Asked, Like, SearchMemory
from ofsted_tui.tui.screens.search_words import (
    filters_text,
    hit_text,
    items_of,
    results_text,
)
from ofsted_tui.tui.widgets.row_list import RowList
from ofsted_tui.tui.widgets.status_line import StatusLine
from ofsted_tui.tui.widgets.wrapped_text import DetailView

_HINT = 'Words stand for themselves, "quotes" hold a phrase together. enter searches.'


class HitList(RowList[Hit], inherit_bindings=False):
    """The places that were found."""

    HELP = (
        "Places in all documents, the best first. Enter opens the document there, a digit tags the sentence."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ROWS


class SearchScreen(ReviewScreen[DocumentPassage]):
    """Answers the place that is to be opened; None: none."""

    BINDINGS = keys.SEARCH
    CSS_PATH = "evidence.tcss"

    def __init__(self, review: Review, memory: SearchMemory, asked: Asked) -> None:
        """Take the memory of this workbench's searches, and what to ask first; raise StoreError."""
        super().__init__(review)
        self.results = Results((), 0)
        self.asked = asked
        self._memory = memory
        self._index = memory.index
        self._search = Search(review.store, self._index.index, review.session.id)
        self.list = HitList(review.codebook, self._moved)
        self.facts_line = StatusLine(id="facts-line")
        self.detail = DetailView()

    def content(self) -> Iterator[Widget]:
        """Put the line to type in above the list, and the marked place in full below."""
        with Horizontal(id="asked"):
            yield Label("Search", markup=False)
            yield Input(self.asked.typed, id="typed", compact=True, max_length=FIND_CHARACTERS)
        yield self.list
        yield self.facts_line
        yield self.detail

    def on_mount(self) -> None:
        """Show again what was asked last, and bring the index up to the documents."""
        is_asked = bool(self.asked.typed or self.asked.like)
        self.set_focus(self.list if is_asked else self.query_one("#typed", Input))
        self.say(_HINT)
        if is_asked:
            self.search()
        self._say_title()
        self._catch_up()

    @work(exclusive=True, group="index")
    async def _catch_up(self) -> None:
        with self.guarded():
            before = self._index.index
            await self._index.catch_up(self._say_title)
            self._search.refresh()
            self._say_title()
            if before is self._index.index and self._index.total and (self.asked.typed or self.asked.like):
                self.search()

    def _say_title(self) -> None:
        if not self.is_mounted:
            return
        index = self._index
        number = len(self._search.documents)
        state = (
            f"indexing: {index.total - index.left} of {index.total}" if index.left else f"{number} documents"
        )
        self.title_line.say("Search in all documents", state)

    # searching

    @on(Input.Submitted)
    def _search_for_typed(self, event: Input.Submitted) -> None:
        event.stop()
        self._ask(replace(self.asked, typed=event.value.strip(), like=None, limit=FIRST))
        if self.results.hits:
            self.set_focus(self.list)

    def on_key(self, event: Key) -> None:
        """Go from the line to the results and back."""
        if self.focused is not self.list and event.key in ("down", "escape"):
            event.stop()
            event.prevent_default()
            if self.results.hits:
                self.set_focus(self.list)
            elif event.key == "escape":
                self.action_back()

    def _ask(self, asked: Asked) -> None:
        self.asked = asked
        self._memory.asked = asked
        self.search()

    def search(self, marked: int = 0) -> None:
        """Search, show what was found, and mark the item with so many before it."""
        asked = self.asked
        without = asked.like.place if asked.like else None
        with self.guarded():
            query = asked.query(self.review.codebook)
            self.results = self._search.find(query, asked.filters, asked.limit, without)
            self.list.fill(items_of(self.results, self.review.codebook))
            self.list.mark_at(marked)
            self._moved()
            self.say(results_text(self.results) if query else _HINT)

    def _moved(self) -> None:
        """Show the marked place in full."""
        hit = self.list.marked
        if hit is None:
            self.detail.show("", "", "")
        else:
            self.detail.show(hit.details.title, hit_text(hit, self.review.codebook), hit.words)
        self._say_facts()

    def _say_facts(self) -> None:
        codebook, asked = self.review.codebook, self.asked
        said = [f"more like “{asked.like.quote}”"] if asked.like else []
        topics = [] if asked.like else topics_in(asked.typed, codebook)
        if topics:
            names = ", ".join(topic.title for topic in topics)
            said.append(f"{'with all' if asked.is_mixed else 'then'} other words for {names} (s)")
        where = filters_text(asked.filters, codebook)
        self.facts_line.say(" · ".join(said), f"only {where} (w)" if where else "")

    # keys

    def action_words(self) -> None:
        """Ask for other words."""
        field = self.query_one("#typed", Input)
        field.value = self.asked.typed
        self.set_focus(field)

    def action_synonyms(self) -> None:
        """Let other words for the topic count as much as those that were typed, or come after them."""
        if self.asked.like or not topics_in(self.asked.typed, self.review.codebook):
            self.say("These words name no topic of the codebook, so there are no other words for them.")
        else:
            self._ask(replace(self.asked, is_mixed=not self.asked.is_mixed))

    def action_where(self) -> None:
        """Ask where to look."""
        from ofsted_tui.tui.screens.search_filter_dialog import SearchFilterDialog

        documents = list(self._search.documents.values())
        dialog = SearchFilterDialog(self.asked.filters, self.review.codebook, documents)
        self.ask(dialog, lambda filters: self._ask(replace(self.asked, filters=filters)))

    def action_like(self) -> None:
        """Search for more like the marked place."""
        hit = self.list.marked
        if hit is not None:
            like = Like(DocumentPassage(hit.details.id, hit.passage), " ".join(hit.words.split()))
            self._ask(replace(self.asked, typed="", like=like, limit=FIRST))

    def action_more(self) -> None:
        """Show more results."""
        position = self.list.position
        if len(self.results.hits) < self.asked.limit:
            self.say("These are all.")
            return
        self._ask(replace(self.asked, limit=self.asked.limit + FIRST))
        self.list.mark_at(position)
        self._moved()

    def action_open(self) -> None:
        """Open the document at the marked place."""
        hit = self.list.marked
        if hit is not None:
            self.dismiss(DocumentPassage(hit.details.id, hit.passage))

    def action_tag(self, digit: int) -> None:
        """Tag the marked sentence with the area of a digit, or untag it."""
        hit = self.list.marked
        if hit is None:
            return
        with self.guarded():
            codebook = self.review.codebook
            edition = codebook.edition_or_newest(hit.details.framework)
            area = codebook.area_for_digit(edition, digit)
            change = self.review.toggle_elsewhere(hit.details.id, hit.passage, area)
            self.search(self.list.position)
            verb = "Tagged with" if change.verb == "tag" else "No longer tagged with"
            self.say(f"{verb} {area.short_title}. u takes it back.")

    def show_travelled(self, did: str, change: Change | None) -> bool:
        """Search again, with the same place marked."""
        self.search(self.list.position)
        return True

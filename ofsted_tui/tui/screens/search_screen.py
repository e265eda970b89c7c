"""Search in all documents: words in, places out; each opened, tagged or followed with one key."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from textual import on, work
from textual.containers import Horizontal
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, Label

from ofsted_tui.evidence.indexing import Indexing, index_path
from ofsted_tui.evidence.search import (
    SOME_WORDS,
    WAYS,
    DocumentPassage,
    Filters,
    Hit,
    Query,
    Results,
    Search,
    kwic,
    query_like,
    query_of,
    topics_in,
    with_synonyms,
)
from ofsted_tui.model.codebook import Codebook, JudgementArea
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.limits import FIND_CHARACTERS
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.review import Change, Review
from ofsted_tui.review.open_document import in_edition
from ofsted_tui.store import Store
from ofsted_tui.store.search_index import FullText, IndexClosedError
from ofsted_tui.tui import keys
from ofsted_tui.tui.background import in_background
from ofsted_tui.tui.screens.review_screen import ReviewScreen
from ofsted_tui.tui.screens.review_text import day_text
from ofsted_tui.tui.text.wrapping import fitted
from ofsted_tui.tui.widgets.bars import StatusLine
from ofsted_tui.tui.widgets.rows import DetailView, ListItem, RowList, StyledText

_BETWEEN = 0.02
"""Seconds between two looks at how far it has come."""


class SearchIndex:
    """The index of a session's searches: it goes on indexing when the screen that began it closes."""

    def __init__(self, store: Store) -> None:
        """Open the index of a store; raise StoreError."""
        self._store = store
        self.index = FullText(index_path(store.path))
        self.left = 0
        """How many documents are still to be indexed."""
        self.total = 0
        self._task: asyncio.Task[None] | None = None
        self._is_closed = False

    async def catch_up(self, tell: Callable[[], None]) -> None:
        """Wait until what is new or was changed is indexed; `tell` is called now and then. Raises StoreError.

        Documents are read by the store's own thread and indexed beside it, one after the other.
        """
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._index_all())
        task = self._task
        while not task.done():
            tell()
            await asyncio.wait([task], timeout=_BETWEEN)
        self.left = 0
        task.result()

    async def _index_all(self) -> None:
        indexing = Indexing(self._store, self.index)
        self.left = self.total = indexing.total
        while not self._is_closed and (work := indexing.prepare()) is not None:
            with suppress(IndexClosedError):
                await in_background(work)
            self.left = indexing.left

    def close(self) -> None:
        """Leave what is being indexed, and close the file."""
        self._is_closed = True
        self.index.close()


@dataclass(frozen=True, slots=True)
class Like:
    """A passage to search for more like."""

    place: DocumentPassage
    quote: str


FIRST = 50
"""Results that are shown at first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for: words or a passage, and where to look."""

    typed: str = ""
    like: Like | None = None
    filters: Filters = field(default_factory=Filters)
    is_mixed: bool = False
    """Whether other words for the topic count as much as those that were typed."""
    limit: int = FIRST

    def query(self, codebook: Codebook) -> Query:
        """Return what is searched for."""
        if self.like is not None:
            return query_like(self.like.quote)
        topics = topics_in(self.typed, codebook)
        return with_synonyms(query_of(self.typed), topics, is_mixed=self.is_mixed)


class SearchMemory:
    """The index that all searches of a workbench share, and what was asked last."""

    def __init__(self, store: Store) -> None:
        """Take the store that is searched."""
        self._store = store
        self._index: SearchIndex | None = None
        self.asked = Asked()
        """What was asked last."""

    @property
    def index(self) -> SearchIndex:
        """The index of the store, opened once; raises StoreError."""
        if self._index is None:
            self._index = SearchIndex(self._store)
        return self._index

    def close(self) -> None:
        """Close the index."""
        if self._index is not None:
            self._index.close()


class HitList(RowList[Hit], inherit_bindings=False):
    """The places that were found, by document."""

    HELP = (
        "Places in all documents, the best first. Enter opens the document there, a digit tags the sentence."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ROWS


_HINT = 'Words stand for themselves, "quotes" hold a phrase together. enter searches.'


class SearchScreen(ReviewScreen[DocumentPassage]):
    """Searches in all documents; answers the place to open, or None."""

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
        from ofsted_tui.tui.screens.filter_dialog import SearchFilterDialog

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


def items_of(results: Results, codebook: Codebook) -> list[ListItem]:
    """Return the rows of the list: each document over its hits, that of the best hit first.

    Where not all hits have all words, a row says which have.
    """
    items: list[ListItem] = []
    groups = results.groups()
    told = "" if len({by for by, _, _ in groups}) > 1 else groups[0][0] if groups else ""
    for by, details, hits in groups:
        if by != told:
            told = by
            items.append(ListItem(None, _way(by)))
        items.append(ListItem(None, document_heading(details, str(len(hits)))))
        items += [ListItem(hit, _row(hit, codebook)) for hit in hits]
    return items


def _way(by: str) -> Callable[[int], Sequence[StyledText]]:
    return lambda _width: [StyledText(f"with {by}", "faint")]


def document_heading(details: DocumentDetails, *more: str) -> Callable[[int], Sequence[StyledText]]:
    """Return what draws title, day and kind of a document over the places in it, and what more is said."""
    facts = "  " + " · ".join((day_text(details), details.kind.label, *more))

    def draw(width: int) -> Sequence[StyledText]:
        title = fitted(visible_line(details.title), max(8, width - len(facts)))
        return [StyledText(title, "strong"), StyledText(facts, "faint")]

    return draw


_PLACE = 6


_ROLES = {"improvement": "improve", "summary": "summary", "claim": "claim", "scope": "scope", "finding": "•"}


def _row(hit: Hit, codebook: Codebook) -> Callable[[int], Sequence[StyledText]]:
    area = area_of(hit, codebook)
    digit = area.digit if area else 0
    tags = "".join(codebook.area_or_unknown(tag.area).letter for tag in hit.tags[:3])
    place = f"¶{hit.place.number}" if hit.place.number is not None else _ROLES.get(hit.place.role, "")
    head = [
        StyledText(f" {area.letter if area else ' '} ", digit=digit),
        StyledText(f"{place:<{_PLACE}} ", "faint"),
        StyledText(f"{'■' + tags if tags else '':<3} ", "strong"),
    ]
    used = sum(len(part.text) for part in head)

    def draw(width: int) -> Sequence[StyledText]:
        marked = hit.words.replace("\n", " ").replace("\t", " ")
        stretches = kwic(marked, hit.marks, max(0, width - used))
        around = "faint" if hit.by == SOME_WORDS else "base"
        return [*head, *(StyledText(one.text, "hit" if one.is_found else around) for one in stretches)]

    return draw


def area_of(hit: Hit, codebook: Codebook) -> JudgementArea | None:
    """Return the area of a hit's place, as the edition of its document judged it."""
    edition = codebook.edition_or_newest(hit.details.framework)
    return in_edition(codebook, edition, hit.place.area) if hit.place.area else None


def hit_text(hit: Hit, codebook: Codebook) -> str:
    """Say where a hit stands, and what is tagged there."""
    area = area_of(hit, codebook)
    tags = ", ".join(codebook.area_or_unknown(tag.area).short_title for tag in hit.tags)
    page = f"page {hit.place.page}" if hit.place.page else ""
    number = f"¶{hit.place.number}" if hit.place.number is not None else hit.place.role
    claim = "a claim, no finding" if hit.details.kind.is_claim else ""
    facts = (number, page, area.short_title if area else "", claim, tags and f"tagged: {tags}")
    return " · ".join(one for one in facts if one)


def results_text(results: Results) -> str:
    """Say how many passages were found, and by which words."""
    if not results.hits:
        return "Nothing found."
    counts = [(by, sum(hit.by == by for hit in results.hits)) for by in WAYS]
    said = [f"{_number(results, by, number)} with {by}" for by, number in counts if number]
    return f"{len(results.hits)} shown: {', '.join(said)}"


def _number(results: Results, by: str, number: int) -> str:
    """Say how many are shown, and how many there are besides."""
    if by != results.by or results.total == number:
        return f"{number:,}"
    return f"the first {number:,}" if results.total is None else f"{number:,} of {results.total:,}"


def filters_text(filters: Filters, codebook: Codebook) -> str:
    """Say where to look; return an empty text for everywhere."""
    years = ""
    if filters.first_year is not None or filters.last_year is not None:
        years = f"{filters.first_year or '…'} to {filters.last_year or '…'}"
    tagged = {None: "", True: "tagged", False: "not tagged"}[filters.is_tagged]
    area = codebook.area_or_unknown(filters.area).short_title if filters.area else ""
    kind = DocumentKind(filters.kind).label if filters.kind else ""
    parts = (filters.authority, kind, years, area, tagged)
    return ", ".join(part for part in parts if part)

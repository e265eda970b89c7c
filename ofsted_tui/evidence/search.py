"""Search in all documents: the best passages first, each as the sentence that holds what was found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ofsted_tui.evidence.filters import Filters
from ofsted_tui.evidence.query import Query
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.segmentation import sentences
from ofsted_tui.store import Store
from ofsted_tui.store.full_text import FullText, IndexedPassage, IndexHit, expression_of
from ofsted_tui.store.full_text_where import IndexFilter
from ofsted_tui.store.tagged import TaggedPassage, documents_tagged, tags_on

ALL_WORDS = "all words"
OTHER_WORDS = "other words for it"
"""Synonyms of the topic that the words name."""
SOME_WORDS = "some words"
WAYS = (ALL_WORDS, OTHER_WORDS, SOME_WORDS)
"""How a hit was found, the strictest stage first."""
_MOST_AT_ONCE = 2_000
"""The most passages that are read in one batch where tags decide which are wanted."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that holds what was searched for, in its paragraph."""

    details: DocumentDetails
    passage: Passage
    """The sentence, in the document's text."""
    words: str
    """The sentence with plain spaces where a page is cut; its length is that of the passage."""
    marks: tuple[tuple[int, int], ...]
    """What was found, as offsets into the words, half open."""
    paragraph: Passage
    place: IndexedPassage
    """What is known of the paragraph: its number, role, area and page."""
    by: str
    """The stage that found it: ALL_WORDS, OTHER_WORDS or SOME_WORDS."""
    tags: tuple[TaggedPassage, ...] = ()
    """What the session has tagged here."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a search has found."""

    hits: tuple[Hit, ...]
    """The best first; those with all words before those with some."""
    total: int | None
    """How many passages the strictest stage finds; None: more than the hits, nobody knows how many."""
    by: str = ALL_WORDS
    """The strictest stage, which `total` counts."""

    def groups(self) -> list[tuple[str, DocumentDetails, list[Hit]]]:
        """Return the hits by stage and document, the document of the best hit first within each stage."""
        groups: dict[tuple[str, str], list[Hit]] = {}
        for hit in self.hits:
            groups.setdefault((hit.by, hit.details.id), []).append(hit)
        return [(by, found[0].details, found) for (by, _), found in groups.items()]


class Search:
    """Searches the documents of a store with an index that is up to date."""

    def __init__(self, store: Store, index: FullText, session_id: str | None) -> None:
        """Take the session whose tags are shown and filtered by; None: none are. Raises StoreError."""
        self._store = store
        self._index = index
        self._session_id = session_id
        self.refresh()

    def refresh(self) -> None:
        """Read anew which documents there are; raise StoreError."""
        every = self._store.documents.all()
        replaced = {one.replaces for one in every}
        self.documents: Mapping[str, DocumentDetails] = {
            one.id: one for one in every if one.id not in replaced
        }
        """Those that are searched: former versions of others are left out."""
        self._has_former = len(self.documents) < len(every)

    def find(
        self, query: Query, filters: Filters, limit: int, without: "DocumentPassage | None" = None
    ) -> Results:
        """Return at most `limit` hits, none at `without`; raise StoreError.

        Where all words together leave room, other words for them come next, then some of the words.
        """
        if not query:
            return Results((), 0)
        stages = _stages(query)
        scope = self._scope(filters, limit, without)
        hits: dict[tuple[str, int], Hit] = {}
        for by, expression in stages:
            if len(hits) < limit:
                for hit in self._hits(expression, scope, by):
                    hits.setdefault((hit.details.id, hit.place.start), hit)
        found = tuple(hits.values())[:limit]
        return Results(found, self._total(stages[0], scope, found), stages[0][0])

    def find_in(self, query: Query, documents: "set[str]", limit: int) -> Iterator[Hit]:
        """Yield the best hits of any of the query's words in these documents; raise StoreError."""
        if query:
            scope = _Scope(IndexFilter(frozenset(documents)), Filters(), limit)
            yield from self._hits(expression_of((), (*query.parts, *query.others)), scope, SOME_WORDS)

    def _scope(self, filters: Filters, limit: int, without: "DocumentPassage | None") -> "_Scope":
        within = self._within(filters)
        if filters.is_tagged:
            tagged = self._tagged()
            within = tagged if within is None else within & tagged
        of_area = self._tagged(filters.area) if filters.area else frozenset()
        left = (without.document_id, without.passage.start, without.passage.end) if without else None
        by_tags = filters.is_tagged is not None or bool(of_area)
        return _Scope(IndexFilter(within, filters.area, of_area, left), filters, limit, by_tags)

    def _tagged(self, area: str = "") -> frozenset[str]:
        if self._session_id is None:
            return frozenset()
        return documents_tagged(self._store.connection, self._session_id, area)

    def _within(self, filters: Filters) -> frozenset[str] | None:
        """Return the documents to look into; None: all that are indexed."""
        if not filters and not self._has_former:
            return None
        return frozenset(one.id for one in self.documents.values() if filters.takes_document(one))

    def _total(self, stage: tuple[str, str], scope: "_Scope", found: Sequence[Hit]) -> int | None:
        """Count the passages of a stage; where tags decide, only once all of them were found."""
        by, expression = stage
        if not scope.by_tags:
            return self._index.count(expression, scope.where)
        number = sum(hit.by == by for hit in found)
        return number if number < scope.limit else None

    def _hits(self, expression: str, scope: "_Scope", by: str) -> Iterator[Hit]:
        """Yield as many hits as are wanted, or all that there are, reading them batch by batch."""
        number = offset = 0
        step = scope.limit + 1
        while batch := self._index.search(expression, scope.where, step, offset):
            for found in batch:
                details = self.documents.get(found.document_id)
                hit = self._hit(details, found, by) if details is not None else None
                if hit and scope.filters.takes_passage(found.passage.area, [one.area for one in hit.tags]):
                    yield hit
                    number += 1
                if number == scope.limit:
                    return
            if len(batch) < step:
                return
            offset, step = offset + step, min(2 * step, _MOST_AT_ONCE)

    def _hit(self, details: DocumentDetails, found: IndexHit, by: str) -> Hit:
        words, start = found.passage.words, found.passage.start
        sentence = _best_sentence(words, found.marks)
        passage = Passage(start + sentence.start, start + sentence.end)
        tags = (
            ()
            if self._session_id is None
            else tuple(tags_on(self._store.connection, self._session_id, details.id, passage))
        )
        return Hit(
            details,
            passage,
            words[sentence.start : sentence.end],
            _marks_in(found.marks, sentence),
            Passage(start, start + len(words)),
            found.passage,
            by,
            tags,
        )


@dataclass(frozen=True, slots=True)
class DocumentPassage:
    """A passage of one document."""

    document_id: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a search looks, and for how many hits."""

    where: IndexFilter
    filters: Filters
    limit: int
    by_tags: bool = False
    """Whether tags decide which passages are wanted."""


def _stages(query: Query) -> list[tuple[str, str]]:
    """Return (stage, FTS5 expression), the strictest first."""
    if not query.parts:
        return [(SOME_WORDS, expression_of((), query.others))]
    same = query.others if query.is_mixed else ()
    stages = [(ALL_WORDS, expression_of(query.parts, same))]
    if query.others and not query.is_mixed:
        stages.append((OTHER_WORDS, expression_of((), query.others)))
    if len(query.parts) > 1:
        stages.append((SOME_WORDS, expression_of((), (*query.parts, *query.others))))
    return stages


def _best_sentence(words: str, marks: Sequence[tuple[int, int]]) -> Passage:
    """Return the first sentence of those that hold the most different words of what was found."""

    def worth(sentence: Passage) -> int:
        inside = _marks_in(marks, sentence)
        return len({words[sentence.start + start : sentence.start + end].lower() for start, end in inside})

    return max(sentences(words, Passage(0, len(words))), key=worth, default=Passage(0, len(words)))


def _marks_in(marks: Sequence[tuple[int, int]], sentence: Passage) -> tuple[tuple[int, int], ...]:
    inside = ((max(start, sentence.start), min(end, sentence.end)) for start, end in marks)
    return tuple((start - sentence.start, end - sentence.start) for start, end in inside if start < end)

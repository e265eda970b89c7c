"""Search in all documents: what is asked for, where to look, the best passages with their context."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from ofsted_tui.model.codebook import Codebook, Topic
from ofsted_tui.model.document import DocumentDetails, day_of
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.language.mentions import plain_words, topic_names
from ofsted_tui.reading.segmentation import sentences
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import TaggedPassage
from ofsted_tui.store.search_index import FullText, IndexedPassage, IndexFilter, IndexHit, expression_of

_PART = re.compile(r'["“”]([^"“”]*)["“”]?|([^\s"“”]+)')
_WORD = re.compile(r"\w")
_SMALL_WORDS = (
    "a about all also an and any are as at be been but by can could do does for from had has have he her his"
    " how i if in into is it its may more most no nor not of on or our out she should so some such than that"
    " the their them then there these they this those through to too under up was we were what when where"
    " which while who whose will with would you your"
)
_STOP_WORDS = frozenset(_SMALL_WORDS.split())
"""Stop words: searched for only in quotes, or where the query holds nothing else."""
_MOST_WORDS = 60
"""The most words that are taken from a passage that is searched for as a whole."""
_MOST_AT_ONCE = 2_000
"""The most passages that are read in one batch where tags decide which are wanted."""
ALL_WORDS = "all words"
OTHER_WORDS = "other words for it"
"""Synonyms of the topic that the words name."""
SOME_WORDS = "some words"
WAYS = (ALL_WORDS, OTHER_WORDS, SOME_WORDS)
"""How a hit was found, the strictest stage first."""


@dataclass(frozen=True, slots=True)
class Query:
    """Literal words and phrases."""

    parts: tuple[str, ...]
    """All of them have to be there."""
    others: tuple[str, ...] = ()
    """Any of them, where not all parts are there: synonyms of topics, or a passage's words."""
    is_mixed: bool = False
    """Whether the others rank with the parts; else they come after them."""

    def __bool__(self) -> bool:
        """Tell whether anything is searched for."""
        return bool(self.parts or self.others)


def query_of(typed: str) -> Query:
    """Return the query that was typed: quotes make a phrase, there is no other syntax."""
    phrases: list[str] = []
    words: list[str] = []
    for phrase, word in _PART.findall(typed):
        (phrases if phrase else words).append((phrase or word).strip())
    said = [one for one in words if _WORD.search(one)]
    telling = [one for one in said if one.lower() not in _STOP_WORDS]
    kept = [one for one in phrases if _WORD.search(one)]
    return Query(tuple(dict.fromkeys([*kept, *(telling or (said if not kept else []))])))


def topics_in(typed: str, codebook: Codebook) -> list[Topic]:
    """Return the topics that the typed words name: those that share the most words with a name.

    All words of a name have to be there, whatever stands between them: "education employment training" names
    the topic with the synonym "education, employment and training", not that of "education".
    """
    words = plain_words(typed)
    names = _names(tuple(codebook.topics))
    shared = [max((len(one) for one in found if one <= words), default=0) for found in names]
    most = max(shared, default=0)
    return [topic for topic, one in zip(codebook.topics, shared, strict=True) if most and one == most]


@lru_cache(maxsize=8)
def _names(topics: tuple[Topic, ...]) -> list[list[frozenset[str]]]:
    """Return the words of each name of each topic, without stop words."""
    return [
        [words for name in topic_names(topic) if (words := plain_words(name) - _STOP_WORDS)]
        for topic in topics
    ]


def with_synonyms(query: Query, topics: Sequence[Topic], *, is_mixed: bool = False) -> Query:
    """Return the query with the synonyms of topics added to `others`."""
    others = dict.fromkeys(synonym for topic in topics for synonym in topic.synonyms)
    return replace(query, others=(*query.others, *others), is_mixed=is_mixed)


def query_like(passage: str) -> Query:
    """Return a query for passages like this one: any of its words that are not stop words."""
    words = (word for word in re.findall(r"\w[\w'’-]*", passage))
    telling = (word for word in words if word.lower() not in _STOP_WORDS and len(word) > 1)
    return Query((), tuple(dict.fromkeys(word.lower() for word in telling))[:_MOST_WORDS])


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on documents and passages; empty or None means any."""

    authority: str = ""
    kind: str = ""
    first_year: int | None = None
    last_year: int | None = None
    area: str = ""
    """The code of an area: of the section, of what a visit looked at, or of a tag."""
    is_tagged: bool | None = None
    """True: only what is tagged; False: only what is not."""

    def __bool__(self) -> bool:
        """Tell whether there is any condition."""
        return self != Filters()

    def takes_document(self, details: DocumentDetails) -> bool:
        """Tell whether a document meets the conditions; one without a date is in no year."""
        if self.authority and details.local_authority != self.authority:
            return False
        if self.kind and details.kind.value != self.kind:
            return False
        day = day_of(details)
        if self.first_year is None and self.last_year is None:
            return True
        return day is not None and (self.first_year or 0) <= day.year <= (self.last_year or 9999)

    def takes_passage(self, area: str, tagged: Iterable[str]) -> bool:
        """Tell whether a passage meets them, by the area of its section and the areas it is tagged with."""
        areas = set(tagged)
        if self.is_tagged is not None and self.is_tagged != bool(areas):
            return False
        return not self.area or self.area == area or self.area in areas


@dataclass(frozen=True, slots=True)
class DocumentPassage:
    """A passage of one document."""

    document_id: str
    passage: Passage


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


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a search looks, and for how many hits."""

    within: IndexFilter
    filters: Filters
    limit: int
    by_tags: bool = False
    """Whether tags decide which passages are wanted."""


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
        self, query: Query, filters: Filters, limit: int, without: DocumentPassage | None = None
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

    def find_in(self, query: Query, documents: set[str], limit: int) -> Iterator[Hit]:
        """Yield the best hits of any of the query's words in these documents; raise StoreError."""
        if query:
            scope = _Scope(IndexFilter(frozenset(documents)), Filters(), limit)
            yield from self._hits(expression_of((), (*query.parts, *query.others)), scope, SOME_WORDS)

    def _scope(self, filters: Filters, limit: int, without: DocumentPassage | None) -> _Scope:
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
        return self._store.annotations.documents_tagged(self._session_id, area)

    def _within(self, filters: Filters) -> frozenset[str] | None:
        """Return the documents to look into; None: all that are indexed."""
        if not filters and not self._has_former:
            return None
        return frozenset(one.id for one in self.documents.values() if filters.takes_document(one))

    def _total(self, stage: tuple[str, str], scope: _Scope, found: Sequence[Hit]) -> int | None:
        """Count the passages of a stage; where tags decide, only once all of them were found."""
        by, expression = stage
        if not scope.by_tags:
            return self._index.count(expression, scope.within)
        number = sum(hit.by == by for hit in found)
        return number if number < scope.limit else None

    def _hits(self, expression: str, scope: _Scope, by: str) -> Iterator[Hit]:
        """Yield as many hits as are wanted, or all that there are, reading them batch by batch."""
        number = offset = 0
        step = scope.limit + 1
        while batch := self._index.search(expression, scope.within, step, offset):
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
            else tuple(self._store.annotations.tags_on(self._session_id, details.id, passage))
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


class TextRun(NamedTuple):
    """A piece of the line that is drawn in one style."""

    text: str
    is_found: bool


def kwic(text: str, marks: Sequence[tuple[int, int]], room: int) -> list[TextRun]:
    """Return at most `room` characters around the marks, "…" where something is cut off.

    `marks` are half-open offsets into the text, in ascending order. White space is kept.
    """
    if room < 3:
        return [TextRun(text[:room], False)] if text and room > 0 else []
    start, end = _window(len(text), marks, room)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    start, end = start + len(before), end - len(after)
    found: list[TextRun] = [TextRun(before, False)]
    at = start
    for first, last in marks:
        first, last = max(at, first), min(last, end)
        if first < last:
            found += [TextRun(text[at:first], False), TextRun(text[first:last], True)]
            at = last
    return [
        one for one in (*found, TextRun(text[at : max(at, end)], False), TextRun(after, False)) if one.text
    ]


def _window(length: int, marks: Sequence[tuple[int, int]], room: int) -> tuple[int, int]:
    """Return the first span of those that show the most marks, with some text before them."""
    if length <= room:
        return 0, length
    starts = [max(0, min(first - room // 4, length - room)) for first, _ in marks] or [0]

    def shown(start: int) -> int:
        return sum(start < last and first > start and last < start + room for first, last in marks)

    start = max(starts, key=shown)
    return start, start + room

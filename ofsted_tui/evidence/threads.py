"""Lay threads out in time, make the improvement plan of them, and propose passages for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_tui.evidence.search import DocumentPassage, Filters, Hit, Query, Search, query_like, query_of
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, day_of, months_between, time_key
from ofsted_tui.model.paragraph import CARRYING_FINDINGS
from ofsted_tui.model.structure import EarlierMention
from ofsted_tui.model.thread import Thread, ThreadPassage, ThreadStatus
from ofsted_tui.reading.language.mentions import named_topics, topic_names
from ofsted_tui.store import Store

_LOOKED_AT = 12
"""The most passages of one document that each query finds."""
_EVERYWHERE = 150
"""The most passages of all documents together that each query finds."""


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """One place of a thread with its document and its day."""

    place: ThreadPassage
    details: DocumentDetails
    day: date | None
    months: int | None
    """The whole months since the step before; None for the first, and where a day is not known."""

    @property
    def is_claim(self) -> bool:
        """Whether the document holds claims of the authority or the press, no findings."""
        return self.details.kind.is_claim


@dataclass(frozen=True, slots=True)
class ThreadInTime:
    """A thread with its places in time order."""

    thread: Thread
    steps: tuple[ThreadStep, ...]

    @property
    def status(self) -> ThreadStatus | None:
        """The status of the point: that of the last finding in time; claims do not count."""
        given = [one.place.status for one in self.steps if one.place.status and not one.is_claim]
        return given[-1] if given else None

    @property
    def first(self) -> ThreadStep | None:
        """The place that began the thread; None where it has none left."""
        begun = self.thread.passages[:1]
        return next((one for one in self.steps if one.place in begun), None)


def threads_in_time(threads: Iterable[Thread], documents: Iterable[DocumentDetails]) -> list[ThreadInTime]:
    """Put the places of each thread in time order."""
    known = {one.id: one for one in documents}
    return [thread_in_time(one, known) for one in threads]


def thread_in_time(thread: Thread, documents: Mapping[str, DocumentDetails]) -> ThreadInTime:
    """Put the places of a thread in time order; `documents` are by id."""
    known = [one for one in thread.passages if one.document_id in documents]
    ordered = sorted(known, key=lambda one: _order(one, documents[one.document_id]))
    steps: list[ThreadStep] = []
    before: date | None = None
    for place in ordered:
        details = documents[place.document_id]
        day = day_of(details)
        months = months_between(before, day) if steps and before is not None and day is not None else None
        steps.append(ThreadStep(place, details, day, months))
        before = day
    return ThreadInTime(thread, tuple(steps))


def _order(place: ThreadPassage, details: DocumentDetails) -> tuple[date, str, int, str]:
    return day_of(details) or date.max, details.id, place.start or 0, place.id


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of an improvement plan."""

    thread: ThreadInTime
    point: ThreadStep
    """The place that began the thread."""
    evidence: tuple[ThreadStep, ...]
    """The other places of the same document and of earlier ones, in time order."""
    later: tuple[ThreadStep, ...]
    """The places of later documents, in time order."""
    status: ThreadStatus | None


def improvement_plan(threads: Iterable[ThreadInTime]) -> list[PlanRow]:
    """Return a row for each thread that has a place, in their order."""
    found = ((thread, thread.first) for thread in threads)
    return [_row(thread, point) for thread, point in found if point is not None]


def _row(thread: ThreadInTime, point: ThreadStep) -> PlanRow:
    at = thread.steps.index(point)
    others = [(position, one) for position, one in enumerate(thread.steps) if one is not point]
    later = tuple(one for position, one in others if position > at and one.details.id != point.details.id)
    evidence = tuple(one for _, one in others if one not in later)
    return PlanRow(thread, point, evidence, later, thread.status)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passage that may take the point up."""

    hit: Hit
    because: tuple[str, ...]
    """The words of the point, or of its topics, that stand in the paragraph."""
    looks_back: bool
    """Whether the paragraph speaks of an earlier inspection, of the point's year or of none."""


@dataclass(frozen=True, slots=True)
class DocumentProposals:
    """The proposals from one document."""

    details: DocumentDetails
    months: int | None
    """From the point's document to this one; negative where it is earlier, None where a day is not known."""
    proposals: tuple[Proposal, ...]
    """The likeliest first."""


class ProposalSearch:
    """Searches the documents for passages that may take a point up."""

    def __init__(self, store: Store, codebook: Codebook, search: Search) -> None:
        """Take a search that is up to date."""
        self._store = store
        self._codebook = codebook
        self._search = search

    def propose(
        self,
        point: DocumentPassage,
        quote: str,
        *,
        typed: str = "",
        every_authority: bool = False,
        limit: int = 5,
        linked: Iterable[DocumentPassage] = (),
    ) -> list[DocumentProposals]:
        """Return the proposals of each document, in time order; raise StoreError.

        The queries are the words of the point and each topic that it names, so that a point of several
        parts finds each part; or the `typed` words instead. `linked` places are left out. Only documents
        of the same authority are searched, unless `every_authority`. At most `limit` of each document.
        """
        point_id = point.document_id
        own = self._search.documents.get(point_id) or self._store.documents.details(point_id)
        if own is None:
            return []
        queries = [query_of(typed)] if typed else self._queries(quote)
        wanted = self._documents(own, every_authority)
        found = self._everywhere(queries) if every_authority else self._by_document(queries, wanted)
        without = [point, *linked]
        answer = (self._proposed(own, one, found.get(one.id, []), without, limit) for one in wanted)
        return [one for one in answer if one.proposals or (one.details.id != own.id and not every_authority)]

    def _queries(self, quote: str) -> list[Query]:
        topics = named_topics(quote, self._codebook.topics)
        own_words = query_like(quote).others
        names = [name for topic in topics for name in topic_names(topic)]
        whole = Query((), tuple(dict.fromkeys([*own_words, *names])))
        return [whole, *(Query((), topic_names(topic)) for topic in topics if len(topics) > 1)]

    def _documents(self, own: DocumentDetails, every_authority: bool) -> list[DocumentDetails]:
        others = self._search.documents.values()
        known = bool(own.local_authority) and not every_authority
        found = [
            one
            for one in others
            if one.id == own.id or not known or one.local_authority in (own.local_authority, "")
        ]
        return sorted(found, key=time_key)

    def _by_document(
        self, queries: Sequence[Query], wanted: Iterable[DocumentDetails]
    ) -> dict[str, list[list[Hit]]]:
        return {
            one.id: [list(self._search.find_in(query, {one.id}, _LOOKED_AT)) for query in queries]
            for one in wanted
        }

    def _everywhere(self, queries: Sequence[Query]) -> dict[str, list[list[Hit]]]:
        found: dict[str, list[list[Hit]]] = {}
        for at, query in enumerate(queries):
            for hit in self._search.find(query, Filters(), _EVERYWHERE).hits:
                lists = found.setdefault(hit.details.id, [[] for _ in queries])
                lists[at].append(hit)
        return found

    def _proposed(
        self,
        own: DocumentDetails,
        details: DocumentDetails,
        lists: Sequence[Sequence[Hit]],
        without: Sequence[DocumentPassage],
        limit: int,
    ) -> DocumentProposals:
        here, there = day_of(own), day_of(details)
        months = None if here is None or there is None else months_between(here, there)
        mentions = self._mentions(own, details) if lists and details.id != own.id else []
        wanted = [[hit for hit in one if _is_wanted(hit, without)] for one in lists]
        named = {hit.place.start for one in wanted[1:] for hit in one}
        proposals = [_proposal(hit, mentions) for hit in _interleaved(wanted)]

        def is_weak(one: Proposal) -> bool:
            """Tell whether it neither shares two words with the point nor names its topic nor looks back."""
            return len(one.because) < 2 and not one.looks_back and one.hit.place.start not in named

        return DocumentProposals(details, months, tuple(sorted(proposals[: 2 * limit], key=is_weak)[:limit]))

    def _mentions(self, own: DocumentDetails, details: DocumentDetails) -> list[EarlierMention]:
        day = day_of(own)
        year = day.year if day else None
        found = self._store.documents.structures.earlier_mentions(details.id)
        return [one for one in found if one.year in (None, year)]


def _interleaved(lists: Sequence[Sequence[Hit]]) -> Iterator[Hit]:
    """Yield the hits of the lists by turns (round robin), each paragraph once."""
    seen: set[tuple[str, int]] = set()
    waiting = [iter(one) for one in lists]
    while waiting:
        for hits in [*waiting]:
            hit = next((one for one in hits if (one.details.id, one.place.start) not in seen), None)
            if hit is None:
                waiting.remove(hits)
            else:
                seen.add((hit.details.id, hit.place.start))
                yield hit


def _is_wanted(hit: Hit, without: Sequence[DocumentPassage]) -> bool:
    if hit.place.role not in CARRYING_FINDINGS:
        return False
    return not any(
        one.document_id == hit.details.id and one.passage.overlaps(hit.paragraph) for one in without
    )


def _proposal(hit: Hit, mentions: Sequence[EarlierMention]) -> Proposal:
    looks_back = any(hit.paragraph.start <= one.start < hit.paragraph.end for one in mentions)
    words = dict.fromkeys(hit.words[start:end].lower() for start, end in hit.marks)
    return Proposal(hit, tuple(words), looks_back)

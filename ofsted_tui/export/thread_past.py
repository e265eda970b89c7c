"""What the columns of a thread's rows could ever have said: of the thread, its documents and their places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from ofsted_tui.evidence.events import day_of, months_between
from ofsted_tui.export.csv_columns import Row
from ofsted_tui.export.csv_rows import RowMaker
from ofsted_tui.export.places import Places
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.passage import Passage
from ofsted_tui.store import Store
from ofsted_tui.store.changes import State

_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Thread:
    """What could ever be said of a thread."""

    described: tuple[Row, ...]
    """Title, area and topic as they were after each change."""
    statuses: frozenset[str]
    months: frozenset[str]


class ThreadPast:
    """Finds the columns of a row that agree with nothing the database ever held."""

    def __init__(self, store: Store, rows: RowMaker) -> None:
        """Take the history from the store."""
        self._store = store
        self._rows = rows
        self._thread = lru_cache(_KEPT)(self._read_thread)
        self._described = lru_cache(_KEPT)(self._read_descriptions)
        self._places = lru_cache(_KEPT)(self._read_places)

    def never_so(self, row: Row) -> tuple[str, ...]:
        """Return the columns, but for the place's own, that can have stood in no export.

        `row` is one whose place the database knows, and whose document and passage agree with it.
        """
        thread, document = self._thread(row["thread_id"]), row["document_id"]
        found = [
            *_closest(row, thread.described),
            *_closest(row, self._described(document)),
            *_closest(row, self._names(row)),
        ]
        if row["thread_status"] not in thread.statuses:
            found.append("thread_status")
        if row["months_since"] not in thread.months:
            found.append("months_since")
        return tuple(found)

    def quotes(self, state: State) -> set[str]:
        """Return what a report writes as the quote of a place, by each reading of its document."""
        if state["start"] is None:
            return {""}
        passage = Passage(state["start"], state["end"])
        return {one.quote_of(state["quote"], passage) for one in self._places(state["document_id"])}

    def _names(self, row: Row) -> Iterator[Row]:
        if not row["start"].isdecimal():
            yield dict.fromkeys(("section", "paragraph", "page"), "")
            return
        start = int(row["start"])
        for places in self._places(row["document_id"]):
            section, paragraph = places.names_at(start)
            yield {"section": section, "paragraph": paragraph, "page": places.page_at(start)}

    def _read_places(self, document_id: str) -> list[Places]:
        documents = self._store.documents
        former = documents.former_places(document_id)
        pages = documents.pages(document_id) if former else ()
        return [self._rows.places(document_id), *(Places.in_structure(one, pages) for one in former)]

    def _read_descriptions(self, document_id: str) -> list[Row]:
        return [_described(one) for one in self._all_details(document_id)]

    def _all_details(self, document_id: str) -> list[DocumentDetails]:
        details = self._store.documents.details(document_id)
        return [details, *self._store.documents.former(details)] if details else []

    def _read_thread(self, thread_id: str) -> _Thread:
        now = self._store.threads.thread_state(thread_id)
        states = [*([now] if now else []), *self._store.journal.states_of(thread_id)]
        places = [
            state
            for place in self._store.threads.passage_states(thread_id)
            for state in (place, *self._store.journal.states_of(thread_id, place["id"]))
        ]
        described = (
            {"thread": one["title"], "area_code": one["area"], "topic": self._topic(one)} for one in states
        )
        return _Thread(
            tuple(described),
            frozenset({"", *(one["status"] or "" for one in places)}),
            frozenset({"", "0", *self._months({one["document_id"] for one in places})}),
        )

    def _topic(self, state: State) -> str:
        return self._rows.topic(state["area"], state["topic"])

    def _months(self, documents: Iterable[str]) -> Iterator[str]:
        days = {day_of(one) for document in documents for one in self._all_details(document)}
        for earlier, later in combinations(sorted(day for day in days if day is not None), 2):
            yield str(months_between(earlier, later))


def _described(details: DocumentDetails) -> Row:
    day = day_of(details)
    return {
        "document": details.title,
        "document_kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": day.isoformat() if day else "",
    }


def _closest(row: Row, candidates: Iterable[Row]) -> list[str]:
    """Return the columns in which the most similar of the candidates differs; none without candidates."""
    differing = ([name for name in one if row[name] != one[name]] for one in candidates)
    return min(differing, key=len, default=[])

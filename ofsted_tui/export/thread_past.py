"""What the columns of a thread's rows could ever have said: of the thread, its documents and their places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ofsted_tui.evidence.events import day_of
from ofsted_tui.evidence.threads import Step, ThreadInTime, thread_in_time
from ofsted_tui.export.csv_columns import Row
from ofsted_tui.export.csv_rows import RowMaker
from ofsted_tui.export.places import Places
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.passage import Passage
from ofsted_tui.store import Store
from ofsted_tui.store.changes import State
from ofsted_tui.store.threads import thread_of

_KEPT = 64


Together = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Thread:
    """What could ever be said of a thread."""

    described: tuple[Row, ...]
    """Title, area and topic as they were after each change."""
    moments: dict[str, tuple[Row, ...]]
    """By place, the thread's status and the months as they were after each change."""
    together: frozenset[Together]
    """The places that it had after each change, each with the thread's status and the months."""
    is_exact: bool
    """Whether no document of the thread was ever described otherwise: days and kinds decide of moments."""


class ThreadPast:
    """Finds the columns of a row that agree with nothing the database ever held."""

    def __init__(self, store: Store, rows: RowMaker) -> None:
        """Take the history from the store."""
        self._store = store
        self._rows = rows
        self._thread = lru_cache(_KEPT)(self._read_thread)
        self._all_details = lru_cache(_KEPT)(self._read_details)
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
        if thread.is_exact:
            found += _closest(row, thread.moments.get(row["passage_id"], ()))
        return tuple(found)

    def were_together(self, thread_id: str, rows: Iterable[Row]) -> bool:
        """Tell whether a thread ever had just the places of these rows, with what they say of it."""
        thread = self._thread(thread_id)
        found = frozenset((row["passage_id"], row["thread_status"], row["months_since"]) for row in rows)
        if thread.is_exact:
            return found in thread.together
        places = {place for place, *_ in found}
        return any(places == {place for place, *_ in one} for one in thread.together)

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

    def _read_details(self, document_id: str) -> list[DocumentDetails]:
        details = self._store.documents.details(document_id)
        return [details, *self._store.documents.former(details)] if details else []

    def _read_thread(self, thread_id: str) -> _Thread:
        described: list[Row] = []
        moments: dict[str, dict[tuple[str, ...], Row]] = {}
        documents: set[str] = set()
        together: set[Together] = set()
        for found in self._each_moment(thread_id):
            thread = found.thread
            topic = self._rows.topic(thread.area, thread.topic)
            described.append({"thread": thread.title, "area_code": thread.area, "topic": topic})
            together.add(frozenset((step.place.id, *_moment(found, step).values()) for step in found.steps))
            for step in found.steps:
                row = _moment(found, step)
                moments.setdefault(step.place.id, {})[tuple(row.values())] = row
                documents.add(step.place.document_id)
        every = {place: tuple(rows.values()) for place, rows in moments.items()}
        is_exact = all(len(self._all_details(one)) == 1 for one in documents)
        return _Thread(tuple(described), every, frozenset(together), is_exact)

    def _each_moment(self, thread_id: str) -> Iterator[ThreadInTime]:
        """Yield the thread as it was after each change, its documents as they are described now."""
        thread: State | None = None
        places: dict[str, State] = {}
        documents: dict[str, DocumentDetails] = {}
        for changes in self._store.journal.entries_about(thread_id):
            for change in changes:
                if change.table == "threads":
                    thread = change.after
                elif change.after is not None:
                    places[change.id] = change.after
                    documents |= {one.id: one for one in self._all_details(change.after["document_id"])[:1]}
            if thread is not None:
                live = [one for one in places.values() if one["removed_at"] is None]
                yield thread_in_time(thread_of(thread, live), documents)


def _moment(found: ThreadInTime, step: Step) -> Row:
    return {
        "thread_status": found.status.value if found.status else "",
        "months_since": "" if step.months is None else str(step.months),
    }


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

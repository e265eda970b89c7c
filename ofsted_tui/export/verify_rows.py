"""Check one row of an export: its quote, its columns now and at any earlier moment, its place in a thread."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from ofsted_tui.evidence.threads import ThreadInTime, ThreadStep, thread_in_time, threads_in_time
from ofsted_tui.export.csv_format import COLUMNS, CsvRow
from ofsted_tui.export.rows import THREAD_COLUMNS, Places, RowMaker, thread_row
from ofsted_tui.export.xlsx_reader import OddCell
from ofsted_tui.model.annotation import CONTEXT
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import Document, DocumentDetails, day_of, document_id, text_sha256
from ofsted_tui.model.passage import Cuts, Passage
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext, annotation_from
from ofsted_tui.store.journal import State
from ofsted_tui.store.sessions import thread_of

_OFFSET = re.compile(r"0|[1-9][0-9]{0,9}")
_REREAD = "the document {0!r} was read anew since this export"
_KEPT = 64
Together = frozenset[tuple[str, ...]]
_OF_THREAD = frozenset({"thread", "thread_status", "area_code", "topic", "months_since"})
"""Columns that other places of the thread have a say in."""
_OF_DOCUMENT = frozenset(
    {"document", "document_kind", "local_authority", "event_start", "section", "paragraph", "page"}
)
_OWN = tuple(name for name in THREAD_COLUMNS if name not in _OF_THREAD | _OF_DOCUMENT)
"""Columns that are the place's own: they have to agree with some state that it once had."""
_STRANGERS = (
    "none of these annotations is in this database: quotes and places were checked against its documents,"
    " the other columns could not be"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is wrong with one row."""

    line: int
    """The line of the file where the row begins, or the row of the sheet; counted from 1."""
    annotation_id: str
    """That of the annotation, or of the place of a thread; empty where the row could not be read."""
    what: str
    """What differs, in words."""
    sheet: str = ""
    """The sheet of an XLSX file; empty for others."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How a row compares with the database."""

    columns: tuple[str, ...] = ()
    """The columns that agree with no state that the annotation ever had."""
    note: str = ""
    """What happened since the export; empty where nothing did."""


class RowCheck:
    """Checks rows one by one; `finish` checks what needs all of them."""

    def __init__(self, store: Store, codebook: Codebook) -> None:
        """Take the database to check against."""
        self.rows = 0
        self.differences: list[Difference] = []
        self.notes: dict[str, None] = {}
        self._store = store
        self._codebook = codebook
        self._replay = Replay(store)
        self._history = RowHistory(store, codebook)
        self._threads = ThreadHistory(store, codebook)
        self._first: dict[str, str] = {}
        """Where each id was met first, in words."""
        self._of_threads: dict[str, tuple[int, str, list[CsvRow]]] = {}
        """By thread, where its first place stands, and the rows whose place the database knows."""
        self._any_known = False
        self._unknown: list[tuple[int, str, str, str, int | None]] = []
        """Rows that the database does not know: line, sheet, id, the column of the id, and the rest of it."""

    def annotation(self, row: CsvRow, line: int, fault: str = "", *, sheet: str = "") -> bool:
        """Check one row of an annotation, which may have a fault already; tell whether all is well."""
        faults = [fault, *self._faults(row, line, sheet)]
        return not self.differs(line, row["annotation_id"], "; ".join(filter(None, faults)), sheet=sheet)

    def place(self, row: CsvRow, line: int, fault: str = "", *, sheet: str = "") -> None:
        """Check one row of a place of a thread."""
        faults = [fault, *_odd(row), *self._again(row["passage_id"], line, sheet)]
        if row["start"] or row["end"] or row["quote"]:
            faults += self._replay.faults(row)
        elif row["status"] != "not_mentioned":
            faults.append("has neither a passage nor the status not_mentioned")
        compared = self._threads.compared(row)
        if compared is None:
            self._unknown.append((line, sheet, row["passage_id"], "passage_id", None))
        else:
            faults += self._told(compared)
            self._of_threads.setdefault(row["thread_id"], (line, sheet, []))[2].append(row)
        self.differs(line, row["passage_id"], "; ".join(filter(None, faults)), sheet=sheet)

    def differs(self, line: int, annotation_id: str, what: str, *, sheet: str = "") -> bool:
        """Note what is wrong, if anything; tell whether something is."""
        if what:
            self.differences.append(Difference(line, str(annotation_id), what, sheet))
        return bool(what)

    def _faults(self, row: CsvRow, line: int, sheet: str) -> Iterator[str]:
        yield from _odd(row)
        yield from self._again(row["annotation_id"], line, sheet)
        yield from self._replay.faults(row)
        compared = self._history.compared(row)
        if compared is None:
            self._unknown.append((line, sheet, row["annotation_id"], "annotation_id", _content(row)))
        else:
            yield from self._told(compared)

    def _told(self, compared: Compared) -> Iterator[str]:
        """Yield what differs, and note what happened since the export."""
        self._any_known = True
        if compared.columns:
            yield f"differs from the database in {', '.join(compared.columns)}"
        if compared.note:
            self.notes[compared.note] = None

    def _again(self, row_id: str, line: int, sheet: str) -> Iterator[str]:
        first = self._first.get(row_id)
        if first is None:
            self._first[row_id] = f"row {line} of {sheet}" if sheet else f"line {line}"
        else:
            yield f"is there already on {first}"

    def finish(self) -> None:
        """Check threads that lack a place, and rows that the database does not know."""
        for thread_id, (line, sheet, rows) in self._of_threads.items():
            if not self._threads.were_together(thread_id, rows):
                said = "its places are not those that the thread had at any one time"
                self.differs(line, thread_id, said, sheet=sheet)
        if not self._unknown:
            return
        if not self._any_known and not self._known_by_content():
            self.notes[_STRANGERS] = None
            return
        for line, sheet, row_id, column, _ in self._unknown:
            self.differs(line, row_id, f"its {column} is not in this database", sheet=sheet)

    def _known_by_content(self) -> bool:
        """Tell whether the database has an annotation that only its id tells from one of the rows."""
        wanted = {content for *_, content in self._unknown if content is not None}
        rows = RowMaker(self._store, self._codebook)
        return any(_content(rows.row(found)) in wanted for found in self._store.annotations.in_context())


def _odd(row: CsvRow) -> Iterator[str]:
    """Yield a fault for each cell of a spreadsheet that holds something other than text."""
    for name, value in row.items():
        if isinstance(value, OddCell):
            yield f"{name} is {value.kind}"


def _content(row: CsvRow) -> int:
    return hash(tuple(row[name] for name in COLUMNS if name != "annotation_id"))


class Replay:
    """Checks rows against the texts of documents, of which it holds the last one."""

    def __init__(self, store: Store) -> None:
        """Take the documents from the store."""
        self._store = store
        self._document_id = ""
        self._document: Document | None = None
        self._is_whole = False
        self._cuts = Cuts()

    def faults(self, row: CsvRow) -> Iterator[str]:
        """Yield what is wrong with the row's document, place and quote, in words."""
        self._open(row["document_id"])
        if self._document is None:
            yield f"its document {row['document']!r} is not in this database"
            return
        if not self._is_whole:
            yield f"the text of {self._document.title!r} in this database was changed since its import"
        if row["document_sha256"] != self._document.details.sha256:
            yield "document_sha256 is not that of the document"
        yield from _place_faults(row, self._document.text, self._cuts)

    def _open(self, wanted: str) -> None:
        if wanted == self._document_id:
            return
        self._document_id = wanted
        self._document = self._store.documents.get(wanted)
        self._is_whole = self._document is not None and _is_whole(self._document)
        self._cuts = Cuts(self._store.documents.structures.cuts(wanted))


def _is_whole(document: Document) -> bool:
    details = document.details
    return text_sha256(document.text) == details.sha256 and document_id(details.sha256) == details.id


def _place_faults(row: CsvRow, text: str, cuts: Cuts) -> Iterator[str]:
    if not (_OFFSET.fullmatch(row["start"]) and _OFFSET.fullmatch(row["end"])):
        yield "start and end are not both whole numbers"
        return
    start, end = int(row["start"]), int(row["end"])
    if not start < end <= len(text):
        yield f"{start}-{end} is no passage of the document, which has {len(text)} characters"
        return
    # A quote is written without the page breaks in it; before that was so, as the text has it.
    if row["quote"] not in (cuts.quote(text, Passage(start, end)), text[start:end]):
        yield f"the text at {start}-{end} is not the quote"
    if text[max(0, start - CONTEXT) : start] != row["prefix"]:
        yield f"the text before {start} is not the prefix"
    if text[end : end + CONTEXT] != row["suffix"]:
        yield f"the text after {end} is not the suffix"


class RowHistory:
    """Compares rows with the rows that an export writes, or would have written."""

    def __init__(self, store: Store, codebook: Codebook) -> None:
        """Take annotations and their history from the store."""
        self._store = store
        self._rows = RowMaker(store, codebook)

    def compared(self, row: CsvRow) -> Compared | None:
        """Compare one row; None where the database does not know its annotation."""
        found = self._store.annotations.in_context_of(row["annotation_id"])
        if found is None:
            return None
        closest = self._differing(row, found)
        if not closest:
            return Compared(note=self._since(found, found))
        for former in (found, *self._former(found)):
            for places in (None, *self._former_places(former.document.id)):
                columns = self._differing(row, former, places)
                if not columns:
                    return Compared(note=self._since(former, found) or _REREAD.format(former.document.title))
                closest = min(closest, columns, key=len)
        return Compared(closest)

    def _former_places(self, document_id: str) -> list[Places]:
        """Return what the places in a document were called before it was read again."""
        structures = self._store.documents.former_places(document_id)
        pages = self._store.documents.pages(document_id) if structures else ()
        return [Places.in_structure(structure, pages) for structure in structures]

    def _since(self, former: AnnotationInContext, found: AnnotationInContext) -> str:
        """Say what became of an annotation since it was as in `former`; empty where nothing did."""
        name = f"annotation {found.annotation.id}"
        if self._store.annotations.get(found.annotation.id) is None:
            return f"{name} was removed since this export"
        if former.annotation.document_id != found.annotation.document_id:
            return f"{name} was placed in a new version of its document since this export"
        if former.annotation != found.annotation:
            return f"{name} was changed since this export"
        if former.session != found.session:
            return f"the session {former.session!r} is called {found.session!r} by now"
        if former.document != found.document:
            return f"the document {found.document.title!r} was described otherwise since this export"
        return ""

    def _former(self, found: AnnotationInContext) -> Iterator[AnnotationInContext]:
        """Yield the annotation in every state that it, its session's name and its document's details had."""
        sessions = {found.session, *self._store.sessions.former_names(found.annotation.session_id)}
        for state in self._store.journal.states_of(found.annotation.id):
            annotation = annotation_from(state, found.annotation.reviewer)
            for session, document in product(sessions, self._descriptions(annotation.document_id)):
                yield AnnotationInContext(annotation, session, document)

    def _descriptions(self, document_id: str) -> list[DocumentDetails]:
        """Return what is known of a document, and what was known before each correction."""
        details = self._store.documents.details(document_id)
        return [details, *self._store.documents.former(details)] if details else []

    def _differing(
        self, row: CsvRow, found: AnnotationInContext, places: Places | None = None
    ) -> tuple[str, ...]:
        """Return the columns in which a row is not what an export, now or of an earlier version, writes."""
        other = self._rows.row(found)
        if places is not None:
            other |= places.cells(found.annotation)
        if row["quote"] == found.annotation.quote:  # the first version left page breaks in
            other["quote"] = row["quote"]
        if row["framework"] == self._rows.edition_title(found.document):  # and called every framework ILACS
            other["framework"] = row["framework"]
        return tuple(name for name in COLUMNS if row[name] != other[name])


class ThreadHistory:
    """Compares rows with the rows that an export of threads writes, or would have written."""

    def __init__(self, store: Store, codebook: Codebook) -> None:
        """Take threads and their history from the store."""
        self._store = store
        self._rows = RowMaker(store, codebook)
        self._past = ThreadPast(store, self._rows)
        self._threads: dict[str, ThreadInTime | None] = {}
        self._documents: dict[str, DocumentDetails] | None = None

    def compared(self, row: CsvRow) -> Compared | None:
        """Compare one row; None where the database does not know its place."""
        state = self._store.threads.passage_state(row["passage_id"])
        if state is None:
            return None
        present = self._present(row)
        if present is not None:
            other = tuple(name for name in THREAD_COLUMNS if row[name] != present[name])
            if not other:
                return Compared()
        differing = (_differing(row, self._own(one), self._past.quotes(one)) for one in self._states(state))
        impossible = min(differing, key=len, default=_OWN) + self._past.impossible_columns(row)
        if impossible:
            return Compared(tuple(name for name in THREAD_COLUMNS if name in impossible))
        return Compared(
            note=f"the thread {row['thread']!r} was changed, or a document read or described otherwise,"
            " since this export"
        )

    def were_together(self, thread_id: str, rows: Iterable[CsvRow]) -> bool:
        """Tell whether the thread ever had exactly these places, with the same status and months."""
        return self._past.were_together(thread_id, rows)

    def _present(self, row: CsvRow) -> CsvRow | None:
        """Return the row that an export would have now; None where the place was removed."""
        found = self._thread(row["thread_id"])
        steps = found.steps if found else ()
        step = next((one for one in steps if one.place.id == row["passage_id"]), None)
        return None if found is None or step is None else thread_row(found, step, self._rows)

    def _thread(self, thread_id: str) -> ThreadInTime | None:
        if thread_id not in self._threads:
            thread, documents = self._store.threads.get(thread_id), self._all_documents().values()
            found = threads_in_time([thread], documents) if thread else []
            self._threads[thread_id] = next(iter(found), None)
        return self._threads[thread_id]

    def _all_documents(self) -> dict[str, DocumentDetails]:
        if self._documents is None:
            self._documents = {one.id: one for one in self._store.documents.all()}
        return self._documents

    def _states(self, state: State) -> list[State]:
        """Return every state that the place ever had, the present one first."""
        return [state, *self._store.journal.states_of(state["thread_id"], state["id"])]

    def _own(self, state: State) -> CsvRow:
        """Return the columns that are the place's own, as a state has them."""
        details = self._all_documents().get(state["document_id"])
        start, end = state["start"], state["end"]
        return {
            "thread_id": state["thread_id"],
            "passage_id": state["id"],
            "reviewer": self._store.threads.reviewer_of(state["id"]),
            "document_id": state["document_id"],
            "status": state["status"],
            "relation": state["relation"],
            "related_id": state["related_id"] or "",
            "start": "" if start is None else str(start),
            "end": "" if end is None else str(end),
            "quote": state["quote"],
            "prefix": state["prefix"],
            "suffix": state["suffix"],
            "note": state["note"],
            "created_at": state["created_at"],
            "updated_at": state["updated_at"],
            "document_sha256": details.sha256 if details else "",
        }


def _differing(row: CsvRow, other: CsvRow, quotes: Collection[str]) -> tuple[str, ...]:
    return tuple(
        name for name in _OWN if row[name] != other[name] and not (name == "quote" and row[name] in quotes)
    )


@dataclass(frozen=True, slots=True)
class _Thread:
    """What exports may have said of a thread at any time."""

    described: tuple[CsvRow, ...]
    """Title, area and topic as they were after each change."""
    moments: dict[str, tuple[CsvRow, ...]]
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

    def impossible_columns(self, row: CsvRow) -> tuple[str, ...]:
        """Return the columns whose value no export ever had; the place's own columns are left out.

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

    def were_together(self, thread_id: str, rows: Iterable[CsvRow]) -> bool:
        """Tell whether the thread ever had exactly these places, with the same status and months."""
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

    def _names(self, row: CsvRow) -> Iterator[CsvRow]:
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

    def _read_descriptions(self, document_id: str) -> list[CsvRow]:
        return [_described(one) for one in self._all_details(document_id)]

    def _read_details(self, document_id: str) -> list[DocumentDetails]:
        details = self._store.documents.details(document_id)
        return [details, *self._store.documents.former(details)] if details else []

    def _read_thread(self, thread_id: str) -> _Thread:
        described: list[CsvRow] = []
        moments: dict[str, dict[tuple[str, ...], CsvRow]] = {}
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


def _moment(found: ThreadInTime, step: ThreadStep) -> CsvRow:
    return {
        "thread_status": found.status.value if found.status else "",
        "months_since": "" if step.months is None else str(step.months),
    }


def _described(details: DocumentDetails) -> CsvRow:
    day = day_of(details)
    return {
        "document": details.title,
        "document_kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": day.isoformat() if day else "",
    }


def _closest(row: CsvRow, candidates: Iterable[CsvRow]) -> list[str]:
    """Return the columns in which the most similar of the candidates differs; none without candidates."""
    differing = ([name for name in one if row[name] != one[name]] for one in candidates)
    return min(differing, key=len, default=[])

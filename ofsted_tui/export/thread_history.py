"""One row of a thread compared with what the database says of its place, now and earlier."""

from collections.abc import Collection, Iterable

from ofsted_tui.evidence.threads import ThreadInTime, threads_in_time
from ofsted_tui.export.csv_columns import Row
from ofsted_tui.export.csv_rows import RowMaker
from ofsted_tui.export.row_history import Compared
from ofsted_tui.export.thread_past import ThreadPast
from ofsted_tui.export.thread_rows import THREAD_COLUMNS, thread_row
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.store import Store
from ofsted_tui.store.changes import State

_OF_THREAD = frozenset({"thread", "thread_status", "area_code", "topic", "months_since"})
"""Columns that other places of the thread have a say in."""
_OF_DOCUMENT = frozenset(
    {"document", "document_kind", "local_authority", "event_start", "section", "paragraph", "page"}
)
_OWN = tuple(name for name in THREAD_COLUMNS if name not in _OF_THREAD | _OF_DOCUMENT)
"""Columns that are the place's own: they have to agree with some state that it once had."""


class ThreadHistory:
    """Compares rows with the rows that an export of threads writes, or would have written."""

    def __init__(self, store: Store, codebook: Codebook) -> None:
        """Take threads and their history from the store."""
        self._store = store
        self._rows = RowMaker(store, codebook)
        self._past = ThreadPast(store, self._rows)
        self._threads: dict[str, ThreadInTime | None] = {}
        self._documents: dict[str, DocumentDetails] | None = None

    def compared(self, row: Row) -> Compared | None:
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
        never_so = min(differing, key=len, default=_OWN) + self._past.never_so(row)
        if never_so:
            return Compared(tuple(name for name in THREAD_COLUMNS if name in never_so))
        return Compared(
            note=f"the thread {row['thread']!r} was changed, or a document read or described otherwise,"
            " since this export"
        )

    def were_together(self, thread_id: str, rows: Iterable[Row]) -> bool:
        """Tell whether a thread ever had just the places of these rows, with what they say of it."""
        return self._past.were_together(thread_id, rows)

    def _present(self, row: Row) -> Row | None:
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

    def _own(self, state: State) -> Row:
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


def _differing(row: Row, other: Row, quotes: Collection[str]) -> tuple[str, ...]:
    return tuple(
        name for name in _OWN if row[name] != other[name] and not (name == "quote" and row[name] in quotes)
    )

"""The check of the journal: its chain, the states that it tells of, and the tables that it leads to."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from ofsted_tui.model.progress import Progress, told
from ofsted_tui.store.chain import chain_fault
from ofsted_tui.store.changes import State, read
from ofsted_tui.store.checking_documents import THREADS_SINCE, check_anchor, text_of
from ofsted_tui.store.checking_findings import Counts, Findings
from ofsted_tui.store.checking_replay import ReplayedSeals
from ofsted_tui.store.connection import Connection, Row

CHAINED_SINCE = 3
"""The version of the file whose journal is chained, and that knows placements."""

_TEXTS_HELD = 32_000_000
"""Characters of text held at a time while the journal is read."""
_WORDS = {
    "annotations": "annotation",
    "read_marks": "read mark",
    "placements": "placement",
    "threads": "thread",
    "thread_passages": "thread passage",
}


def _tables(version: int) -> list[str]:
    """Return the tables that the verbs change in a version of the file."""
    known = list(_WORDS)
    if version >= THREADS_SINCE:
        return known
    return known[:3] if version >= CHAINED_SINCE else known[:2]


def check_chain(connection: Connection, findings: Findings) -> None:
    """Find the first entry of the journal that does not follow from those before it."""
    with findings.unreadable("the journal"):
        fault = chain_fault(connection)
        if fault is not None:
            words = "does not follow from the entries before it: an entry was changed, taken out or put in"
            findings.add(words, f"journal entry {fault}")


def check_replay(
    connection: Connection,
    documents: Iterable[str],
    version: int,
    findings: Findings,
    counts: Counts,
    progress: Progress,
) -> None:
    """Check every state in the journal against its text, and the last ones against the tables.

    Raises UserError where there is no room for what is kept meanwhile.
    """
    texts = _Texts(connection, documents)
    with ReplayedSeals() as seals:
        whole = False
        with findings.unreadable("the journal"):
            rows = connection.iterate("SELECT seq, kind, changes FROM journal ORDER BY seq")
            for row in told(rows, progress, "the journal", _number(connection, "journal")):
                counts.entries += 1
                if row["kind"] != "event":
                    _replay(row, seals, texts, findings, counts)
            whole = True
        if not whole:
            return
        for table in _tables(version):
            whole = _compare(connection, seals, table, findings, progress) and whole
        if whole:
            for name in seals.left():
                findings.add("is in the journal and nowhere else", name)


def _replay(row: Row, seals: ReplayedSeals, texts: "_Texts", findings: Findings, counts: Counts) -> None:
    where = f"journal entry {row['seq']}"
    with findings.unreadable(where):
        for change in read(row["changes"]):
            if change.after is not None:
                seals.put(f"{_WORDS[change.table]} {change.id}", _seal(change.after))
                if change.table == "annotations":
                    counts.former_states += 1
                    _check_state(texts, change.after, f"annotation {change.id} in {where}", findings)


def _check_state(texts: "_Texts", state: State, where: str, findings: Findings) -> None:
    text = texts.get(state["document_id"])
    if text is not None:
        check_anchor(text, state, where, findings)


class _Texts:
    """The texts of documents, the last ones that were asked for held."""

    def __init__(self, connection: Connection, documents: Iterable[str]) -> None:
        self._connection = connection
        self._there = set(documents)
        self._held: OrderedDict[str, str] = OrderedDict()
        self._characters = 0

    def get(self, document: str) -> str | None:
        """Return the text of a document; None where there is none, or it cannot be read."""
        if document in self._held:
            self._held.move_to_end(document)
            return self._held[document]
        if document not in self._there:
            return None
        text = text_of(self._connection, document)
        if text is not None:
            self._hold(document, text)
        return text

    def _hold(self, document: str, text: str) -> None:
        self._held[document] = text
        self._characters += len(text)
        while self._characters > _TEXTS_HELD and len(self._held) > 1:
            self._characters -= len(self._held.popitem(last=False)[1])


def _seal(state: Mapping[str, object]) -> bytes:
    """Return a short hash of a row; a whole number is the same whether it was kept as 1 or as 1.0."""
    plain = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in state.items()
    }
    return blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=16).digest()


def _compare(
    connection: Connection, seals: ReplayedSeals, table: str, findings: Findings, progress: Progress
) -> bool:
    """Compare the rows of a table with what the journal has of them; False where not all could be read."""
    with findings.unreadable(f"table {table}"):
        rows = connection.iterate(f"SELECT * FROM {table}")
        for row in told(rows, progress, f"the {_WORDS[table]}s", _number(connection, table)):
            name = f"{_WORDS[table]} {row['id']}"
            found = seals.take(name)
            if found is None:
                findings.add("is not in the journal", name)
            elif found != _seal(dict(row)):
                findings.add("is not as the journal has it", name)
        return True
    return False


def _number(connection: Connection, table: str) -> int:
    return int(connection.read(f"SELECT count(*) FROM {table}")[0][0])

"""The index for searching (FTS5), in a file of its own."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import Any
from uuid import uuid4

from ofsted_tui.model.errors import StoreError
from ofsted_tui.store.connection import BUSY_CODES, DAMAGED_CODES, primary_code

DOCUMENT_BITS = 28
"""The number of a passage holds, above so many bits, that of its document."""
_WEIGHT_BITS = 4
"""A row's number holds document, place and weight, so that filtering and ranking read no row."""
FINDING, IMPROVEMENT, AROUND, BOILERPLATE = range(4)
"""What a passage of the index is worth."""
_WEIGHTS = (1.0, 1.15, 0.4, 0.3)
"""What the rank is multiplied with: findings, improvement points, what stands around them, boilerplate."""
_RANK = (
    "bm25(passages) * CASE rowid & 15 "
    + " ".join(f"WHEN {at} THEN {weight}" for at, weight in enumerate(_WEIGHTS))
    + " ELSE 1 END"
)
_AT_ONCE = 200
"""Passages in one transaction: so long a search may have to wait."""
INDEX_VERSION = 1
"""Changed whenever what is kept changes: an index of another version is thrown away."""
INDEX_SCHEMA = (
    "CREATE TABLE indexed (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE passages USING fts5(words, start UNINDEXED, number UNINDEXED, role UNINDEXED,"
    " area UNINDEXED, page UNINDEXED, tokenize='porter unicode61 remove_diacritics 2')",
)
_MARKS = ("\x01", "\x02")
_NO_MARKS = str.maketrans(dict.fromkeys(_MARKS, " ") | {"\0": " "})


class IndexClosedError(StoreError):
    """The index was closed while something was put into it."""


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A stretch of a document's text as it is indexed."""

    start: int
    words: str
    """The text from `start`, of the same length as there, with plain spaces where a page is cut."""
    weight: int = FINDING
    number: int | None = None
    role: str = ""
    area: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class IndexHit:
    """One indexed passage that a search has found."""

    document_id: str
    passage: IndexedPassage
    marks: tuple[tuple[int, int], ...]
    """The words that were searched for, as offsets into the passage's words, half open."""
    rank: float
    """What it is worth, the lowest the best; of one search only."""


@dataclass(frozen=True, slots=True)
class IndexFilter:
    """Which indexed passages are wanted; by default all."""

    documents: frozenset[str] | None = None
    """The documents that are looked into; None: all."""
    area: str = ""
    """Only passages of this area; empty: of all."""
    of_any_area: frozenset[str] = frozenset()
    """Documents whose passages are taken whatever their area."""
    without: tuple[str, int, int] | None = None
    """A document and offsets in it, half open: passages that share a character with these are left out."""

    @property
    def names(self) -> frozenset[str]:
        """The documents that are named."""
        without = {self.without[0]} if self.without else set()
        return (self.documents or frozenset()) | self.of_any_area | without

    def sql(self, numbers: Mapping[str, int]) -> tuple[str, list[object]]:
        """Return the conditions behind a MATCH, and their parameters; `numbers` are those of documents."""
        conditions: list[str] = []
        given: list[object] = []
        if self.documents is not None:
            conditions.append(_of(self.documents, numbers))
        if self.area:
            conditions.append(f"(area = ? OR {_of(self.of_any_area, numbers)})")
            given.append(self.area)
        if self.without is not None:
            document, start, end = self.without
            conditions.append(
                f"NOT ({_of({document}, numbers)} AND start < ? AND start + length(words) > ?)",
            )
            given += [end, start]
        return "".join(f" AND {one}" for one in conditions), given


def _of(documents: Collection[str], numbers: Mapping[str, int]) -> str:
    known = sorted(numbers[one] for one in documents if one in numbers)
    return f"rowid >> {DOCUMENT_BITS} IN ({','.join(map(str, known))})"


class FullText:
    """The index over one database, in a file or in memory: one thread puts, another may search meanwhile."""

    def __init__(self, path: Path | None) -> None:
        """Open the index at `path`; where that cannot be, or None, one in memory. Raises StoreError."""
        self._path = path
        self._raw = _open_index(path)
        self._lock = RLock()
        self._is_closed = False
        self._ids: dict[int, str] = {}
        self._marker = _Marker()
        self._read_ids()

    def missing(self, digests: Mapping[str, str]) -> list[str]:
        """Return the ids of the documents whose text is not in the index as it is now.

        `digests` are those of the documents that are there; what is no longer there is taken out.
        """
        held = {row[0]: row[1] for row in self._rows("SELECT id, digest FROM indexed")}
        gone = [one for one in held if one not in digests]
        if gone:
            with self._transaction():
                for one in gone:
                    self._forget(one)
        return [one for one, digest in digests.items() if held.get(one) != digest]

    def put(self, document_id: str, digest: str, passages: Iterable[IndexedPassage]) -> None:
        """Index a document in place of what was held of it, some passages at a time.

        Given up half-way, because the index was closed, it counts as missing; when another program begins to
        index the same document, this one leaves it to that. Raises IndexClosedError, StoreError.
        """
        waiting = list(passages)
        number, begun = self._begin(document_id)
        rows = (_row(number << DOCUMENT_BITS, at, one) for at, one in enumerate(waiting))
        some = list(islice(rows, _AT_ONCE))
        while some and self._put_some(number, begun, some):
            some = list(islice(rows, _AT_ONCE))
        with self._transaction():
            sql = "UPDATE indexed SET digest = ? WHERE number = ? AND digest = ?"
            self._raw.execute(sql, (digest, number, begun))

    def _begin(self, document_id: str) -> tuple[int, str]:
        """Return the number that a document now has, and what stands for its digest until all is in."""
        begun = f"begun by {uuid4().hex}"
        with self._transaction():
            self._forget(document_id)
            sql = "INSERT INTO indexed (id, digest) VALUES (?, ?) RETURNING number"
            ((number,),) = self._raw.execute(sql, (document_id, begun)).fetchall()
            self._ids[number] = document_id
        return int(number), begun

    def _put_some(self, number: int, begun: str, rows: list[tuple[object, ...]]) -> bool:
        """Put rows of a document; False where it was begun anew by another program."""
        with self._transaction():
            sql = "SELECT count(*) FROM indexed WHERE number = ? AND digest = ?"
            if self._raw.execute(sql, (number, begun)).fetchone() == (0,):
                return False
            sql = (
                "INSERT INTO passages (rowid, words, start, number, role, area, page) VALUES (?,?,?,?,?,?,?)"
            )
            self._raw.executemany(sql, rows)
        return True

    def search(self, expression: str, wanted: IndexFilter, limit: int, offset: int = 0) -> list[IndexHit]:
        """Return passages that an expression finds, the best first, without the first `offset` of them.

        Raises StoreError.
        """
        with self._lock:
            conditions, given = self._conditions(wanted)
            sql = (
                f"SELECT rowid, {_RANK} AS worth FROM passages WHERE passages MATCH ?{conditions}"
                " ORDER BY worth, rowid LIMIT ? OFFSET ?"
            )
            return self._found(self._rows(sql, expression, *given, limit, offset), expression)

    def count(self, expression: str, wanted: IndexFilter) -> int:
        """Count the passages that an expression finds; raise StoreError."""
        with self._lock:
            conditions, given = self._conditions(wanted)
            sql = f"SELECT count(*) FROM passages WHERE passages MATCH ?{conditions}"
            return int(self._rows(sql, expression, *given)[0][0])

    def close(self) -> None:
        """Close the file, once what is being put has come to a place where it can be left."""
        with self._lock:
            self._is_closed = True
            self._raw.close()
            self._marker.close()

    def _read_ids(self) -> None:
        self._ids = {row[0]: row[1] for row in self._rows("SELECT number, id FROM indexed")}

    def _conditions(self, wanted: IndexFilter) -> tuple[str, list[object]]:
        if not wanted.names <= set(self._ids.values()):
            self._read_ids()  # another program may have indexed them
        return wanted.sql({one: number for number, one in self._ids.items()})

    def _found(self, ranked: list[tuple[int, float]], expression: str) -> list[IndexHit]:
        """Return what the rows hold, in their order, with the words of the expression marked."""
        places = ",".join(str(rowid) for rowid, _ in ranked)
        sql = f"SELECT rowid, words, start, number, role, area, page FROM passages WHERE rowid IN ({places})"
        rows = {row[0]: row[1:] for row in self._rows(sql)}
        marks = self._marker.marked({rowid: row[0] for rowid, row in rows.items()}, expression)
        if any(rowid >> DOCUMENT_BITS not in self._ids for rowid in rows):
            self._read_ids()
        found = []
        for rowid, worth in ranked:
            document_id = self._ids.get(rowid >> DOCUMENT_BITS)
            if document_id is None or rowid not in rows:  # another program indexes it anew just now
                continue
            words, start, number, role, area, page = rows[rowid]
            passage = IndexedPassage(start, words, rowid & 15, number, role, area, page)
            found.append(IndexHit(document_id, passage, marks.get(rowid, ()), worth))
        return found

    def _forget(self, document_id: str) -> None:
        # Asked of the file: another program may have indexed the document since.
        held = self._raw.execute("SELECT number FROM indexed WHERE id = ?", (document_id,)).fetchall()
        for (number,) in held:
            self._ids.pop(number, None)
            low, high = number << DOCUMENT_BITS, (number + 1) << DOCUMENT_BITS
            self._raw.execute("DELETE FROM passages WHERE rowid >= ? AND rowid < ?", (low, high))
            self._raw.execute("DELETE FROM indexed WHERE number = ?", (number,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, _errors_named():
            if self._is_closed:
                raise IndexClosedError("The index was closed.")
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._raw.execute("COMMIT")
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, *parameters: object) -> list[Any]:
        with self._lock, _errors_named():
            try:
                return self._raw.execute(sql, parameters).fetchall()
            except sqlite3.DatabaseError as error:
                if self._path is not None and primary_code(error) in DAMAGED_CODES:
                    _discard(self._path)
                raise


def _row(base: int, at: int, one: IndexedPassage) -> tuple[object, ...]:
    rowid = base + (at << _WEIGHT_BITS) + one.weight
    return rowid, _markable(one.words), one.start, one.number, one.role, one.area, one.page


def expression_of(every: Iterable[str], any_of: Iterable[str] = ()) -> str:
    """Return what FTS5 is asked for: all of the first words or phrases, or else any of the second.

    Each is literal: nothing in it is an operator.
    """
    wanted = " AND ".join(map(_literal, every))
    others = [_literal(one) for one in any_of]
    return " OR ".join([f"({wanted})", *others] if wanted else others)


def _literal(words: str) -> str:
    clean = words.replace("\0", " ").encode("utf-8", "replace").decode()
    return '"' + clean.replace('"', '""') + '"'


def _open_index(path: Path | None) -> sqlite3.Connection:
    """Return the index in a file as this version keeps it, else a new one; in memory where no file can be."""
    for _ in range(2 if path is not None else 0):
        assert path is not None
        try:
            return _in_file(path)
        except OSError:
            break
        except sqlite3.Error as error:
            if primary_code(error) in BUSY_CODES:
                break
            _discard(path)
    with _errors_named():
        return _create(_connect(":memory:"))


def _discard(path: Path) -> None:
    """Remove an index that is damaged or of another version; where that cannot be, it stays."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _in_file(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=True)
    opened = _connect(str(path))
    try:
        # What is lost in a power cut is made anew.
        opened.execute("PRAGMA synchronous=off")
        (version,) = opened.execute("PRAGMA user_version").fetchone()
        if version == 0:
            return _create(opened)
        if version != INDEX_VERSION:
            raise sqlite3.DatabaseError
        opened.execute("SELECT count(*) FROM indexed").fetchone()
        opened.execute("SELECT rowid FROM passages LIMIT 1").fetchone()
    except BaseException:
        opened.close()
        raise
    return opened


def _create(opened: sqlite3.Connection) -> sqlite3.Connection:
    opened.execute("BEGIN IMMEDIATE")
    for statement in INDEX_SCHEMA:
        opened.execute(statement)
    opened.execute(f"PRAGMA user_version={INDEX_VERSION}")
    opened.execute("COMMIT")
    return opened


def _connect(target: str) -> sqlite3.Connection:
    """Open a file of SQLite's, or ":memory:", where each statement is a transaction of its own."""
    return sqlite3.connect(
        target, timeout=1.0, isolation_level=None, check_same_thread=sqlite3.threadsafety != 3
    )


@contextmanager
def _errors_named() -> Iterator[None]:
    """Raise what SQLite raises inside as StoreError, in one line."""
    try:
        yield
    except sqlite3.Error as error:
        if "no such module" in str(error):
            raise StoreError(
                "This Python's SQLite cannot search in all documents (it lacks FTS5): install Python from"
                " python.org. All else works."
            ) from error
        raise StoreError(
            f"The index for searching cannot be used ({error}); start ofsted-tui again."
        ) from error


class _Marker:
    """Finds the words of an expression in texts, with a small index in memory.

    Asked of the large index, each passage would be looked up again.
    """

    def __init__(self) -> None:
        """Begin without an index; the first search makes it."""
        self._raw: sqlite3.Connection | None = None

    def marked(self, texts: Mapping[int, str], expression: str) -> dict[int, tuple[tuple[int, int], ...]]:
        """Return where the words of the expression stand in each text, as offsets, half open."""
        if self._raw is None:
            self._raw = _connect(":memory:")
            self._raw.execute(INDEX_SCHEMA[1])
        self._raw.execute("DELETE FROM passages")
        self._raw.executemany("INSERT INTO passages (rowid, words) VALUES (?, ?)", texts.items())
        sql = (
            f"SELECT rowid, highlight(passages, 0, '{_MARKS[0]}', '{_MARKS[1]}') FROM passages"
            " WHERE passages MATCH ?"
        )
        rows = self._raw.execute(sql, (expression,)).fetchall()
        return {rowid: tuple(_spans(marked)) for rowid, marked in rows}

    def close(self) -> None:
        """Close the index."""
        if self._raw is not None:
            self._raw.close()


def _markable(words: str) -> str:
    """Return words, as long as they are, as they can be kept and marked."""
    return words.translate(_NO_MARKS).encode("utf-8", "replace").decode()


def _spans(marked: str) -> Iterator[tuple[int, int]]:
    shift = 0
    start = marked.find(_MARKS[0])
    while start >= 0:
        end = marked.find(_MARKS[1], start)
        yield start - shift, end - shift - 1
        shift += 2
        start = marked.find(_MARKS[0], end)

"""The index for searching in all documents: SQLite's FTS5, in a file of its own that can be made anew.

It is no part of the database: what people hand each other stays free of virtual tables, whose code has had
faults that a crafted file could use. Words are stemmed (Porter), letters compared without their accents.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ofsted_tui.store.faults import primary_code
from ofsted_tui.store.full_text_file import SCHEMA, connected, in_words, opened, thrown_away

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOCUMENT_BITS, _WEIGHT_BITS = 28, 4
"""A row's number holds document, place and weight, so that filtering and ranking read no row."""
_WEIGHTS = (1.0, 1.15, 0.4, 0.3)
"""What the rank is multiplied with: findings, improvement points, what stands around them, boilerplate."""
_RANK = (
    "bm25(passages) * CASE rowid & 15 "
    + " ".join(f"WHEN {at} THEN {weight}" for at, weight in enumerate(_WEIGHTS))
    + " ELSE 1 END"
)
_MARKS = ("\x01", "\x02")
_NO_MARKS = str.maketrans(dict.fromkeys(_MARKS, " ") | {"\0": " "})
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
FINDING, IMPROVEMENT, AROUND, BOILERPLATE = range(4)
"""What a passage of the index is worth."""


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
class Found:
    """One indexed passage that a search has found."""

    document_id: str
    passage: IndexedPassage
    marks: tuple[tuple[int, int], ...]
    """The words that were searched for, as offsets into the passage's words, half open."""
    rank: float
    """What it is worth, the lowest the best; of one search only."""


class FullText:
    """The index over one database, in a file or in memory: one thread puts, another may search meanwhile."""

    def __init__(self, path: Path | None) -> None:
        """Open the index at `path`; where that cannot be, or None, one in memory. Raises StoreError."""
        self._path = path
        self._raw = opened(path)
        self._numbers = {row[1]: row[0] for row in self._rows("SELECT number, id FROM indexed")}
        self._ids = {number: name for name, number in self._numbers.items()}
        self._marker: sqlite3.Connection | None = None

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
        """Index a document in place of what was held of it."""
        with self._transaction():
            self._forget(document_id)
            row = self._raw.execute(
                "INSERT INTO indexed (id, digest) VALUES (?, ?) RETURNING number", (document_id, digest)
            ).fetchall()[0]
            base = row[0] << _DOCUMENT_BITS
            self._raw.executemany(
                "INSERT INTO passages (rowid, words, start, number, role, area, page) VALUES (?,?,?,?,?,?,?)",
                (_row(base, at, one) for at, one in enumerate(passages)),
            )
        self._numbers[document_id] = row[0]
        self._ids[row[0]] = document_id

    def search(self, expression: str, within: Collection[str] | None, limit: int) -> "list[Found]":
        """Return the passages that an expression of `expressions` finds, the best first.

        `within` are the documents that are looked into; None: all. Raises StoreError.
        """
        rows = self._rows(
            f"SELECT rowid, {_RANK} AS worth FROM passages WHERE passages MATCH ?{self._where(within)}"
            " ORDER BY worth, rowid LIMIT ?",
            expression,
            limit,
        )
        return self._found(rows, expression)

    def count(self, expression: str, within: Collection[str] | None) -> int:
        """Count the passages that an expression finds; raise StoreError."""
        sql = f"SELECT count(*) FROM passages WHERE passages MATCH ?{self._where(within)}"
        return int(self._rows(sql, expression)[0][0])

    def close(self) -> None:
        """Close the file."""
        self._raw.close()
        if self._marker is not None:
            self._marker.close()

    def _where(self, within: Collection[str] | None) -> str:
        if within is None:
            return ""
        numbers = sorted(self._numbers[one] for one in within if one in self._numbers)
        return f" AND rowid >> {_DOCUMENT_BITS} IN ({','.join(map(str, numbers))})"

    def _found(self, ranked: "list[tuple[int, float]]", expression: str) -> "list[Found]":
        """Return what the rows hold, in their order, with the words of the expression marked."""
        places = ",".join(str(rowid) for rowid, _ in ranked)
        sql = f"SELECT rowid, words, start, number, role, area, page FROM passages WHERE rowid IN ({places})"
        rows = {row[0]: row[1:] for row in self._rows(sql)}
        marks = self._marked({rowid: row[0] for rowid, row in rows.items()}, expression)
        found = []
        for rowid, worth in ranked:
            words, start, number, role, area, page = rows[rowid]
            passage = IndexedPassage(start, words, rowid & 15, number, role, area, page)
            found.append(Found(self._ids[rowid >> _DOCUMENT_BITS], passage, marks.get(rowid, ()), worth))
        return found

    def _marked(self, texts: Mapping[int, str], expression: str) -> dict[int, tuple[tuple[int, int], ...]]:
        """Return where the words of the expression stand in texts, as FTS5 itself sees it.

        Asked of the index, this would look every passage up again: a table of these alone answers at once.
        """
        if self._marker is None:
            self._marker = connected(":memory:")
            self._marker.execute(SCHEMA[1])
        self._marker.execute("DELETE FROM passages")
        self._marker.executemany("INSERT INTO passages (rowid, words) VALUES (?, ?)", texts.items())
        sql = (
            f"SELECT rowid, highlight(passages, 0, '{_MARKS[0]}', '{_MARKS[1]}') FROM passages"
            " WHERE passages MATCH ?"
        )
        rows = self._marker.execute(sql, (expression,)).fetchall()
        return {rowid: tuple(_spans(marked)) for rowid, marked in rows}

    def _forget(self, document_id: str) -> None:
        number = self._numbers.pop(document_id, None)
        if number is None:
            return
        self._ids.pop(number, None)
        low, high = number << _DOCUMENT_BITS, (number + 1) << _DOCUMENT_BITS
        self._raw.execute("DELETE FROM passages WHERE rowid >= ? AND rowid < ?", (low, high))
        self._raw.execute("DELETE FROM indexed WHERE number = ?", (number,))

    @contextmanager
    def _transaction(self) -> "Iterator[None]":
        with in_words():
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._raw.execute("COMMIT")
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, *parameters: object) -> list[Any]:
        with in_words():
            try:
                return self._raw.execute(sql, parameters).fetchall()
            except sqlite3.DatabaseError as error:
                if self._path is not None and primary_code(error) in _DAMAGED:
                    thrown_away(self._path)
                raise


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


def _row(base: int, at: int, one: IndexedPassage) -> tuple[object, ...]:
    rowid = base + (at << _WEIGHT_BITS) + one.weight
    words = one.words.translate(_NO_MARKS).encode("utf-8", "replace").decode()
    return rowid, words, one.start, one.number, one.role, one.area, one.page


def _spans(marked: str) -> "Iterator[tuple[int, int]]":
    shift = 0
    start = marked.find(_MARKS[0])
    while start >= 0:
        end = marked.find(_MARKS[1], start)
        yield start - shift, end - shift - 1
        shift += 2
        start = marked.find(_MARKS[0], end)

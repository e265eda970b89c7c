"""Where the words of a search stand in the passages it has found, as FTS5 itself sees it."""

import sqlite3
from collections.abc import Iterator, Mapping

from ofsted_tui.store.full_text_file import SCHEMA, connected

_MARKS = ("\x01", "\x02")
_NO_MARKS = str.maketrans(dict.fromkeys(_MARKS, " ") | {"\0": " "})


class Marker:
    """A small index in memory: asked of the large one, each passage would be looked up again."""

    def __init__(self) -> None:
        """Wait for the first search."""
        self._raw: sqlite3.Connection | None = None

    def marked(self, texts: Mapping[int, str], expression: str) -> dict[int, tuple[tuple[int, int], ...]]:
        """Return where the words of the expression stand in each text, as offsets, half open."""
        if self._raw is None:
            self._raw = connected(":memory:")
            self._raw.execute(SCHEMA[1])
        self._raw.execute("DELETE FROM passages")
        self._raw.executemany("INSERT INTO passages (rowid, words) VALUES (?, ?)", texts.items())
        sql = (
            f"SELECT rowid, highlight(passages, 0, '{_MARKS[0]}', '{_MARKS[1]}') FROM passages"
            " WHERE passages MATCH ?"
        )
        rows = self._raw.execute(sql, (expression,)).fetchall()
        return {rowid: tuple(_spans(marked)) for rowid, marked in rows}

    def close(self) -> None:
        """Leave what was marked."""
        if self._raw is not None:
            self._raw.close()


def markable(words: str) -> str:
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

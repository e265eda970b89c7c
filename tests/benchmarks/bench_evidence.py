"""Search in 321 reports against FTS5 alone; keys of the matrix while it counts a million annotations."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from ofsted_tui.evidence.indexing import Indexing
from ofsted_tui.evidence.search import Filters, Search, query_of, topics_in, with_synonyms
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.store import Store
from ofsted_tui.store.search_index import FullText, expression_of
from tests.benchmarks.databases import cached, country_database, reports_database, session_database
from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import READY, program, settled

_WORDS = ("health histories", "education employment training", "children", "parental consent")
_SHOWN = 50
"""Results that the screen asks for at first."""


def figures(short: bool) -> Iterator[Figure]:
    """Yield what a search takes beside FTS5's own part of it, and how the matrix answers keys."""
    reports = cached("reports-321.db", reports_database)
    with TemporaryDirectory() as folder, Store(reports) as store:
        yield from _searches(store, Path(folder, "index.db"), 5 if short else 20)
    yield from _screen(reports, 3 if short else 10)
    country = cached("country.db", country_database)
    small = cached("session-34000-100.db", lambda path: session_database(path, 34_000, 100))
    pair = ([*_keys(path, 60 if short else 200)] for path in (country, small))
    yield Figure("key in the matrix while it counts 1,000,000", *pair)


def _searches(store: Store, path: Path, times: int) -> Iterator[Figure]:
    codebook = ilacs_codebook()
    with closing(FullText(path)) as index:
        begun = perf_counter()
        Indexing(store, index).finish()
        took = (perf_counter() - begun) * 1000
        yield Figure("index 321 reports, the first time", [took], [took])
        search = Search(store, index, None)
        for words in _WORDS:
            query = with_synonyms(query_of(words), topics_in(words, codebook))
            alone = expression_of(query.parts)
            ours = [_timed(lambda q=query: search.find(q, Filters(), _SHOWN)) for _ in range(times)]
            floor = [_timed(lambda e=alone: _alone(index, e)) for _ in range(times)]
            yield Figure(f"search {words!r} in 321 reports", ours, floor, goal="<= 20 ms more")


def _screen(database: Path, times: int) -> Iterator[Figure]:
    """Measure from enter to the first results on the screen, beside a key that moves in them."""
    found, moves = [], []
    with TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        with settled(program(database), READY, 2.0) as terminal:
            terminal.write(b"\x06")
            terminal.until(b"321 documents")  # not at rest: the cursor of the line blinks
            for _ in range(times):
                for key in b"health histories":
                    terminal.press(bytes([key]))
                since, begun = len(terminal.drawn), perf_counter() - terminal.begun
                terminal.write(b"\r")
                found.append((terminal.until(b"shown:", since) - begun) * 1000)
                terminal.rest(0.3)
                moves.append(terminal.press(b"j").seconds * 1000)
                terminal.press(b"/")
                terminal.press(b"\x15")
    yield Figure("enter to first results, 321 reports, against a move", found, moves)


def _keys(database: Path, times: int) -> Iterator[float]:
    with settled(program(database), READY, 2.0) as terminal:
        terminal.press(b"m")
        for key in repeat(b"lh", times // 2):
            for one in key:
                yield terminal.press(bytes([one])).seconds * 1000


def _timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def _alone(index: FullText, expression: str) -> None:
    sql = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
    index._raw.execute(sql, (expression, _SHOWN)).fetchall()

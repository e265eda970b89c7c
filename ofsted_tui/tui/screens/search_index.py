"""The index of the search, opened and brought up to the documents while keys are answered."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from ofsted_tui.evidence.indexing import Indexing, index_path
from ofsted_tui.store import Store
from ofsted_tui.store.search_index import FullText, IndexClosedError
from ofsted_tui.tui.background import in_background

_BETWEEN = 0.02
"""Seconds between two looks at how far it has come."""


class SearchIndex:
    """One index for the whole time that a session is at work; what it indexes, no screen can cut short."""

    def __init__(self, store: Store) -> None:
        """Open the index of a store; raise StoreError."""
        self._store = store
        self.index = FullText(index_path(store.path))
        self.left = 0
        """How many documents are still to be indexed."""
        self.total = 0
        self._task: asyncio.Task[None] | None = None
        self._is_closed = False

    async def catch_up(self, tell: Callable[[], None]) -> None:
        """Wait until what is new or was changed is indexed; `tell` is called now and then. Raises StoreError.

        Documents are read by the store's own thread and indexed beside it, one after the other.
        """
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._index_all())
        task = self._task
        while not task.done():
            tell()
            await asyncio.wait([task], timeout=_BETWEEN)
        self.left = 0
        task.result()

    async def _index_all(self) -> None:
        indexing = Indexing(self._store, self.index)
        self.left = self.total = indexing.total
        while not self._is_closed and (work := indexing.prepare()) is not None:
            with suppress(IndexClosedError):
                await in_background(work)
            self.left = indexing.left

    def close(self) -> None:
        """Leave what is being indexed, and close the file."""
        self._is_closed = True
        self.index.close()

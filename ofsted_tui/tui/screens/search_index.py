"""The index of the search, opened and brought up to the documents while keys are answered."""

import asyncio
from collections.abc import Callable

from ofsted_tui.evidence.index_place import index_path
from ofsted_tui.evidence.indexing import Indexing
from ofsted_tui.store import Store
from ofsted_tui.store.full_text import FullText
from ofsted_tui.tui.background import in_background

_PAUSE = 0.02


class SearchIndex:
    """One index for the whole time that the program runs."""

    def __init__(self, store: Store) -> None:
        """Open the index of a store; raise StoreError."""
        self._store = store
        self.index = FullText(index_path(store.path))
        self.left = 0
        """How many documents are still to be indexed."""
        self.total = 0
        self._is_busy = False

    async def catch_up(self, tell: Callable[[], None]) -> None:
        """Index what is new or was changed, one document after the other; `tell` is called after each.

        Reading goes by the store's own thread, indexing beside it. Raises StoreError.
        """
        while self._is_busy:  # for another screen
            await asyncio.sleep(_PAUSE)
        self._is_busy = True
        try:
            indexing = Indexing(self._store, self.index)
            self.left = self.total = indexing.total
            while (work := indexing.prepare()) is not None:
                await in_background(work)
                self.left = indexing.left
                tell()
        finally:
            self._is_busy = False
            self.left = 0

"""What share of each session is accounted for, found out between the keys."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import perf_counter

from ofsted_tui.model.paragraph import Share
from ofsted_tui.model.session import Session
from ofsted_tui.store import Store

_SLICE_SECONDS = 0.004


async def shares_of(store: Store, sessions: Iterable[Session]) -> AsyncIterator[tuple[str, Share]]:
    """Yield the id and the share of each session, in slices that no key has to wait for; raise StoreError.

    A session on all that is published takes a quarter of a second.
    """
    started = perf_counter()
    for session in sessions:
        accounted = total = 0
        for document_id in store.read_marks.counted(session.id):
            share = store.read_marks.share_in(session.id, document_id)
            accounted, total = accounted + share.accounted, total + share.total
            if perf_counter() - started > _SLICE_SECONDS:
                await asyncio.sleep(0.001)
                started = perf_counter()
        yield session.id, Share(accounted, total)

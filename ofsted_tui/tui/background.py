"""Run work beside the keys: in a thread, in steps, and the backup of the day."""

import asyncio
from collections.abc import Callable
from threading import Event, Thread
from typing import TypeVar

from ofsted_tui.store import Store

Result = TypeVar("Result")


def in_background(work: Callable[[], Result], *, may_be_dropped: bool = True) -> "asyncio.Future[Result]":
    """Run `work` in a thread of its own and return a future of what it returns or raises.

    The future may be given another result meanwhile: then what comes of the work is dropped. Unlike the
    threads of asyncio, this one never keeps the program from ending; work that would leave something
    half-done behind may not be dropped: the program ends after it, so it has to be told to stop.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            failure = error if isinstance(error, Exception) else RuntimeError("the thread was ended")
            _hand_over(loop, lambda: None if future.done() else future.set_exception(failure))
        else:
            _hand_over(loop, lambda: None if future.done() else future.set_result(result))

    Thread(target=run, daemon=may_be_dropped).start()
    return future


def _hand_over(loop: asyncio.AbstractEventLoop, tell: Callable[[], None]) -> None:
    try:
        loop.call_soon_threadsafe(tell)
    except RuntimeError:  # the program has ended, nobody waits
        return


class DayBackup:
    """A copy that a thread makes in steps, and that is stopped with the program."""

    def __init__(self, store: Store, warn: Callable[[str], None]) -> None:
        """Take the store, and what is told if no copy could be made."""
        self._store = store
        self._warn = warn
        self._stopped = Event()

    def begin(self, now: str) -> None:
        """Begin to copy."""
        warnings: list[str] = []
        future = in_background(lambda: self._copy(now, warnings), may_be_dropped=False)
        future.add_done_callback(lambda _done: [self._warn(one) for one in warnings])

    def stop(self) -> None:
        """Give the copy up before the store is closed; the next start makes it."""
        self._stopped.set()

    def _copy(self, now: str, warnings: list[str]) -> None:
        from ofsted_tui.store.backups import back_up_while_working

        assert self._store.backups is not None
        back_up_while_working(
            self._store.backups, self._store.connection, now, warnings.append, self._stopped.is_set
        )

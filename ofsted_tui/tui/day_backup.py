"""The day's backup of a large file, made beside the work: no key waits for the copy."""

from collections.abc import Callable
from threading import Event

from ofsted_tui.store import Store
from ofsted_tui.tui.background import in_background


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

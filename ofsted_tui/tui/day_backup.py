"""The day's backup of a large file, made beside the work: no key waits for the copy."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from ofsted_tui.model.errors import StoreError
from ofsted_tui.tui.background import in_background

_SECONDS = 5.0
"""How long a step of the copy waits for the workbench to write."""


class DayBackup:
    """A copy that is made by a thread with a store of its own, and stopped with the program."""

    def __init__(self, path: Path, warn: Callable[[str], None]) -> None:
        """Take the file, and what is told if no copy could be made."""
        self._path = path
        self._warn = warn
        self._stopped = Event()

    def begin(self, now: str) -> None:
        """Begin to copy."""
        warnings: list[str] = []
        future = in_background(lambda: self._copy(now, warnings), may_be_dropped=False)
        future.add_done_callback(lambda _done: [self._warn(one) for one in warnings])

    def stop(self) -> None:
        """Give the copy up; the next start makes it."""
        self._stopped.set()

    def _copy(self, now: str, warnings: list[str]) -> None:
        from ofsted_tui.store import Store
        from ofsted_tui.store.backups import back_up_first_of_day

        try:
            with Store(self._path, busy_seconds=_SECONDS) as store:
                assert store.backups is not None
                back_up_first_of_day(
                    store.backups, store.connection, now, warnings.append, self._stopped.is_set
                )
        except StoreError as error:
            warnings.append(str(error))

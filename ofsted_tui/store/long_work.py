"""Work in the store that takes long: how far it has come is told, and it can be stopped."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ofsted_tui.model.errors import Progress, StoreError
from ofsted_tui.store.connection import Connection, primary_code

_STEPS = 50_000
"""Steps of SQLite's between two looks: about a millisecond."""


class _Told:
    """What was told last, and what that has raised while SQLite was at a statement."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = ("", 0, 0)
        self.raised: BaseException = KeyboardInterrupt()
        """Ctrl+C is raised where Python calls, which SQLite's caller keeps to itself."""

    def tell(self, what: str, done: int, of: int) -> None:
        self._last = (what, done, of)
        self._progress(what, done, of)

    def again(self) -> bool:
        """Tell it again, and answer whether SQLite has to end what it does."""
        try:
            self._progress(*self._last)
        except BaseException as error:
            self.raised = error
            return True
        return False


@contextmanager
def long_work(connection: Connection, progress: Progress) -> Iterator[Progress]:
    """Yield what is to be told how far the work inside has come.

    It is told on while SQLite is at one statement. What it raises there, and Ctrl+C, ends that statement
    and is raised here.
    """
    told = _Told(progress)
    connection.raw.set_progress_handler(told.again, _STEPS)
    try:
        yield told.tell
    except (StoreError, sqlite3.Error) as error:
        if was_stopped(error):
            raise told.raised from None
        raise
    finally:
        connection.raw.set_progress_handler(None, 0)


def was_stopped(error: BaseException) -> bool:
    """Tell whether an error is that of a statement that was ended before it was done."""
    return sqlite3.SQLITE_INTERRUPT in (primary_code(error), primary_code(error.__cause__))

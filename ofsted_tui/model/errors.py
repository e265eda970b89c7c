"""Errors that the user can put right, and the progress of long work with the one way to stop it."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from ofsted_tui.model.safe_text import visible_line


class UserError(Exception):
    """An error with a message of one line: what is wrong, with which file, and what to do."""


class ReadingError(UserError):
    """A file cannot be read as a document."""


class StoreError(UserError):
    """The database cannot be opened, read or written; nothing was changed."""


class StoreBusyError(StoreError):
    """Another program holds the database; the same action can be tried again."""


class CodebookError(UserError):
    """A judgement area, topic or edition does not exist, or did not exist at the time."""


class NotFoundError(UserError):
    """No document, session or annotation goes by the given name."""


def kind_and_place(error: BaseException) -> str:
    """Return kind and place of a fault, as "KeyError in review.py, line 3", without its message."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return visible_line(type(error).__name__) + place


Item = TypeVar("Item")

Progress = Callable[[str, int, int], None]
"""Called with what is being done, the steps done and their total; a total of 0 means unknown.

It may raise StoppedError or KeyboardInterrupt: the work then undoes what it has begun.
"""

_BETWEEN = 256
"""Items between two reports: a few milliseconds of work."""


class StoppedError(UserError):
    """The work was stopped by the user."""


def silent(_what: str, _done: int, _of: int) -> None:
    """Report no progress."""


def told(items: Iterable[Item], progress: Progress, what: str, total: int = 0) -> Iterator[Item]:
    """Yield the items, and report progress every so often."""
    for done, item in enumerate(items):
        if not done % _BETWEEN:
            progress(what, done, total)
        yield item

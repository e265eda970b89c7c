"""Progress of long work, and how it is stopped."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ofsted_tui.model.errors import UserError

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

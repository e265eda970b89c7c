"""How far long work has come, and the one way to stop it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ofsted_tui.model.errors import UserError

Item = TypeVar("Item")

Progress = Callable[[str, int, int], None]
"""Told what is done now, and how many of how many steps of it are done (of 0: nobody knows how many).

It may raise StoppedError or KeyboardInterrupt: the work then takes back what it has begun.
"""

_BETWEEN = 256
"""Items that go by between two looks: a few milliseconds of work."""


class StoppedError(UserError):
    """The work was stopped because somebody wanted it to stop."""


def silent(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def told(items: Iterable[Item], progress: Progress, what: str, total: int = 0) -> Iterator[Item]:
    """Yield the items, and tell every so often how many of them have gone by."""
    for done, item in enumerate(items):
        if not done % _BETWEEN:
            progress(what, done, total)
        yield item

"""The time as the store takes it: one action has one time, whatever it writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class ActionClock:
    """A clock that stands still while an action is done.

    So a row's `updated_at` is the time of its journal entry, and names the moment that holds it.
    """

    def __init__(self, clock: Callable[[], str]) -> None:
        """Take the time in UTC, as ISO 8601, from another clock."""
        self._clock = clock
        self._held: str | None = None

    def __call__(self) -> str:
        """Return the time: within an action, when it began."""
        return self._held or self._clock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Stand still."""
        self._held = self._clock()
        try:
            yield
        finally:
            self._held = None

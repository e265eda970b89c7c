"""Long looks through the open document: begun by a key, gone on with while nothing else is to be done."""

import asyncio
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual import work

from ofsted_tui.tui.key_queue import HasKeyQueue
from ofsted_tui.tui.screens.workbench_verbs import WorkbenchVerbs

if TYPE_CHECKING:
    from ofsted_tui.reading.find_slices import Steps

Result = TypeVar("Result")

_KEY_SECONDS = 0.004
"""So long a key looks by itself: through the whole of a report, and a good way through a large text."""
_KEY_SECONDS_TYPED_AHEAD = 2.0
"""So long it looks where the next key is there already: through any text but those made to be slow."""
_SLICE_SECONDS = 0.003
_BREATH_SECONDS = 0.001
_BREATHS = 4
"""So often a look gives way to what else is to be done before it goes on in spite of that."""
_SILENT_SECONDS = 0.15
"""A look that takes longer says how far it is."""


class Look(Generic[Result]):
    """One look through a text, and what is done with what it finds."""

    def __init__(
        self, steps: "Steps[Result]", tell: Callable[[Result], None], doing: Callable[[int], str]
    ) -> None:
        """Take the steps, what takes the result, and words for how many characters are looked through."""
        self._steps, self._tell, self._doing = steps, tell, doing
        self._looked = 0

    @property
    def words(self) -> str:
        """Say how far the look is."""
        return self._doing(self._looked)

    def go_on(self, seconds: float) -> Callable[[], None] | None:
        """Look for so long, a step at least; return what is to be done when it is over, or None."""
        started = perf_counter()
        try:
            self._looked = next(self._steps)
            while perf_counter() - started < seconds:
                self._looked = next(self._steps)
        except StopIteration as end:
            return partial(self._tell, end.value)
        return None


class WorkbenchSearch(WorkbenchVerbs):
    """Looking through the open document, until whatever else is done or said."""

    _look: Look[Any] | None = None

    def look(
        self,
        steps: "Steps[Result]",
        tell: Callable[[Result], None],
        doing: Callable[[int], str],
        *,
        is_awaited: bool = False,
    ) -> None:
        """Look for the time that a key has, then on while idle; `tell` takes what is found.

        Where that is awaited, a key typed ahead is meant for what is found, not for where the cursor is now:
        it has to wait.

        Only one look is under way: it ends unsaid with the next one, with a move, with anything else that
        is said, and when another screen comes. `doing` makes words of the number of characters that are done.
        """
        self.stop_looking()
        begun = Look(steps, tell, doing)
        is_typed_ahead = isinstance(self.app, HasKeyQueue) and self.app.key_queue.is_waiting
        done = begun.go_on(_KEY_SECONDS_TYPED_AHEAD if is_awaited and is_typed_ahead else _KEY_SECONDS)
        if done is not None:
            done()
        else:
            self._look = begun
            self._look_on(begun)

    def stop_looking(self) -> None:
        """Leave the look that is under way."""
        self._look = None

    @work(exclusive=True, group="look")
    async def _look_on(self, look: Look[Any]) -> None:
        said = perf_counter()
        while True:
            await _breathe()
            if self._look is not look:
                return
            done = look.go_on(_SLICE_SECONDS)
            if done is not None:
                self._look = None
                done()
                return
            if perf_counter() - said > _SILENT_SECONDS:
                said = perf_counter()
                super().say(look.words)

    def say(self, message: str, *, is_alarm: bool = False) -> None:
        """Say something until the next key; a look under way would say something else: it ends."""
        self.stop_looking()
        super().say(message, is_alarm=is_alarm)

    def _cursor_moved(self) -> None:
        self.stop_looking()
        super()._cursor_moved()

    def on_screen_suspend(self) -> None:
        """End the look with the screen that it was for."""
        self.stop_looking()


async def _breathe() -> None:
    """Let everything else go first: what oversleeps shows that there is something to be done."""
    for _ in range(_BREATHS):
        asked = perf_counter()
        await asyncio.sleep(_BREATH_SECONDS)
        if perf_counter() - asked < 2 * _BREATH_SECONDS:
            return

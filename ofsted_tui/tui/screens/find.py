"""Finding places in the open document, by words or by number, as the prompt bar asks for them.

A long text is looked through in slices: for as long as a key may take, then on while nothing else is to be
done. What else is done or said ends the look.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Any, Generic, TypeVar

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import ReadingPosition
from ofsted_tui.reading.find import HitCount, SlicedFind, Steps, find_pattern
from ofsted_tui.tui.widgets.bars import PromptBar
from ofsted_tui.tui.widgets.document_pane import DocumentPane

Result = TypeVar("Result")


class SlicedWork(Generic[Result]):
    """Work done a slice at a time, and what takes its result."""

    _result: Result

    def __init__(
        self, steps: Steps[Result], finish: Callable[[Result], None], progress: Callable[[int], str]
    ) -> None:
        """Take the steps, what takes their result, and the text for how many characters are done."""
        self._steps, self._finish, self._progress = steps, finish, progress
        self._done = 0

    @property
    def progress_text(self) -> str:
        """How far the work is."""
        return self._progress(self._done)

    def advance(self, seconds: float) -> bool:
        """Work for so long, a step at least; tell whether that was all."""
        started = perf_counter()
        try:
            self._done = next(self._steps)
            while perf_counter() - started < seconds:
                self._done = next(self._steps)
        except StopIteration as end:
            self._result = end.value
            return True
        return False

    def finish(self) -> None:
        """Hand the result on; only once `advance` has told that all is done."""
        self._finish(self._result)


_KEY_SECONDS = 0.004
"""So long a key works by itself: through the whole of a report, and a good way through a large text."""
_KEY_SECONDS_TYPED_AHEAD = 2.0
"""So long it works where the next key is there already: through any text but those made to be slow."""
_SLICE_SECONDS = 0.003


_SILENT_SECONDS = 0.15
"""Work that takes longer tells how far it is."""


class IdleWork:
    """Runs one piece of work at a time, in slices, while no key waits."""

    def __init__(
        self,
        run: Callable[[Coroutine[Any, Any, None]], object],
        tell: Callable[[str], None],
        is_key_waiting: Callable[[], bool],
    ) -> None:
        """Take what runs a coroutine beside the keys, what tells of progress, and whether a key waits."""
        self._run, self._tell, self._is_key_waiting = run, tell, is_key_waiting
        self._work: SlicedWork[Any] | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether there is work that is not done."""
        return self._work is not None

    def begin(self, work: SlicedWork[Any], *, is_awaited: bool = False) -> None:
        """Work for the time that a key has, then on while idle; what was under way before ends unsaid.

        Where the result is awaited, a key typed ahead is meant for it, not for where the cursor is now: the
        key has to wait.
        """
        self.stop()
        is_patient = is_awaited and self._is_key_waiting()
        if work.advance(_KEY_SECONDS_TYPED_AHEAD if is_patient else _KEY_SECONDS):
            work.finish()
        else:
            self._work = work
            self._run(self._go_on(work))

    def stop(self) -> None:
        """Leave the work that is under way."""
        self._work = None

    async def _go_on(self, work: SlicedWork[Any]) -> None:
        told = perf_counter()
        while True:
            await _breathe()
            if self._work is not work:
                return
            if work.advance(_SLICE_SECONDS):
                self._work = None
                work.finish()
                return
            if perf_counter() - told > _SILENT_SECONDS:
                told = perf_counter()
                self._tell(work.progress_text)


_BREATH_SECONDS = 0.001
_BREATHS = 4
"""So often work gives way to what else is to be done before it goes on in spite of that."""


async def _breathe() -> None:
    """Give way to everything else; a sleep that takes too long shows that something else is due."""
    for _ in range(_BREATHS):
        asked = perf_counter()
        await asyncio.sleep(_BREATH_SECONDS)
        if perf_counter() - asked < 2 * _BREATH_SECONDS:
            return


class Find:
    """What is sought in the document of a pane; a hit becomes the passage there."""

    def __init__(
        self,
        pane: DocumentPane,
        prompt_bar: PromptBar,
        say: Callable[[str], None],
        work: IdleWork,
        document_name: str = "this document",
    ) -> None:
        """Take the pane, the bar that asks, what says a result, who works while idle, and a name to say."""
        self._pane, self._prompt_bar, self._say, self._work = pane, prompt_bar, say, work
        self._document_name = document_name
        self._pattern: re.Pattern[str] | None = None
        self._words = ""
        self._begun_at: ReadingPosition | None = None
        """Where the reviewer was when the search began."""

    @property
    def is_looking(self) -> bool:
        """Whether a look through the document is under way."""
        return self._work.is_under_way

    def stop(self) -> None:
        """Leave the look that is under way."""
        self._work.stop()

    async def ask(self) -> None:
        """Ask what to find."""
        self.stop()
        self._begun_at = self._pane.place
        await self._prompt_bar.ask("find", "Find")

    async def ask_number(self) -> None:
        """Ask for a paragraph's number."""
        self.stop()
        await self._prompt_bar.ask("paragraph", "Go to paragraph number")

    def typed(self, purpose: str, text: str) -> None:
        """Follow what is typed into the prompt bar."""
        if purpose == "find":
            self.seek(text)

    def answered(self, purpose: str, text: str | None) -> None:
        """Go to what was asked for in the prompt bar; None: the reviewer left it."""
        self.stop()
        self._pane.focus()
        if purpose == "find":
            self.seek_on(text or "")
        elif text:
            self.go_to_number(text)

    def seek(self, words: str) -> None:
        """Go to the first hit of what is typed so far, at once where it is near."""
        self.stop()
        self._take(words)
        self._mark_hits()
        if self._pattern is not None:
            self._look_from_beginning(self._show)

    def seek_on(self, words: str) -> None:
        """Go to the first hit of what was sought; with no words, back to where the search began."""
        self.stop()
        if not words:
            self._pattern = None
            self._pane.set_pattern(None, 0)
            if self._begun_at is not None:
                self._pane.put_back(self._begun_at)
        elif self._pattern is not None:
            self._look_from_beginning(self._show_first, is_awaited=True)

    async def next(self, step: int) -> None:
        """Go to the next or previous hit, round the ends of the document; ask where nothing is sought."""
        if self._pattern is None:
            await self.ask()
            return
        self._mark_hits()
        start, finder = self._pane.cursor.passage.start, self._finder()
        steps = finder.next(start + 1) if step > 0 else finder.previous(start)
        self._look(steps, lambda hit: self._show_next(hit, start, step), is_awaited=True)

    def go_to(self, words: str) -> None:
        """Go to the next hit of words after the cursor, round the end of the document."""
        self.stop()
        self._take(words)
        if self._pattern is not None:
            self._look(self._finder().next(self._pane.cursor.passage.start + 1), self._show, is_awaited=True)

    def go_to_number(self, text: str) -> None:
        """Go to the paragraph that bears a number."""
        number = int(text) if text.isascii() and text.isdigit() else 0
        paragraphs = self._pane.shown.paragraphs
        found = paragraphs.numbered(number) if paragraphs else None
        if found is None:
            self._say(f"No paragraph of {self._document_name} bears the number {text}.")
        else:
            self._pane.go_to(found.start)

    def _take(self, words: str) -> None:
        self._words, self._pattern = words, find_pattern(words)

    def _mark_hits(self) -> None:
        self._pane.set_pattern(self._pattern, 2 * len(self._words) + 64)

    def _finder(self) -> SlicedFind:
        return SlicedFind(self._pane.shown.text, self._words)

    def _look_from_beginning(
        self, finish: Callable[[Passage | None], None], *, is_awaited: bool = False
    ) -> None:
        start = self._begun_at.cursor.passage.start if self._begun_at else 0
        self._look(self._finder().next(start), finish, is_awaited=is_awaited)

    def _look(
        self,
        steps: Steps[Passage | None],
        finish: Callable[[Passage | None], None],
        *,
        is_awaited: bool = False,
    ) -> None:
        self._work.begin(SlicedWork(steps, finish, self._looking_text), is_awaited=is_awaited)

    def _show(self, hit: Passage | None) -> None:
        if hit is None:
            self._say(f"“{self._words}” is not in {self._document_name}.")
        else:
            self._pane.choose(hit)

    def _show_first(self, hit: Passage | None) -> None:
        self._show(hit)
        if hit is not None:
            self._say(f"“{self._words}”: n next hit, N previous, esc done")
            steps = self._finder().count(hit.end)
            self._work.begin(SlicedWork(steps, self._say_count, self._counting_text))

    def _show_next(self, hit: Passage | None, start: int, step: int) -> None:
        if hit is None:
            self._say("There is no hit in this document.")
            return
        self._pane.choose(hit)
        if (hit.start <= start) == (step > 0):
            self._say("Went on from the other end of the document.")

    def _say_count(self, count: HitCount) -> None:
        self._say(f"“{self._words}”: {count.before} of {count.total} (n next, N previous, esc done)")

    def _looking_text(self, done: int) -> str:
        return f"Looking for “{self._words}” … {self._percent(done)} %, esc stops"

    def _counting_text(self, done: int) -> str:
        return f"“{self._words}”: n next hit, N previous, esc done; counting … {self._percent(done)} %"

    def _percent(self, done: int) -> int:
        return done * 100 // max(1, len(self._pane.shown.text))

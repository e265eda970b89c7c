"""Drive the app without a terminal: keys in, what stands on the screen and in the file out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from textual import events
from textual.app import ScreenStackError
from textual.keys import _character_to_key
from textual.pilot import Pilot

from ofsted_tui.importing.opening import begin
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp

NAMED = {"space": " ", "tab": "\t", "enter": "\r"}


def sample_app(store: Store, codebook, **more) -> WorkbenchApp:
    """Return the app as a first run shows it: in the sample session."""
    session = begin(store, codebook, "Rae")
    return WorkbenchApp(store, codebook, Review(store, codebook, session), **more)


class Driver:
    """Keys in; what stands on the screen and in the file out."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Send keys all at once, as a fast typist or a paste does, and wait until all is done."""
        for key in keys:
            character = NAMED.get(key) or (key if len(key) == 1 else None)
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(events.Key(name, character))
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def settle(self) -> None:
        """Wait until no key is under way and every message is handled."""
        deadline = asyncio.get_running_loop().time() + 10
        while True:
            await asyncio.sleep(0.004)
            if not self.app.is_running or self.app._exit:
                return
            if self.app.key_queue.is_idle and not self.app.message_queue_size:
                break
            assert asyncio.get_running_loop().time() < deadline, "keys are stuck"
        await self._two_rounds()

    async def _two_rounds(self) -> None:
        """Have all messages handled twice: what a key has begun may ask for more."""
        rounds = 0
        while rounds < 2 and self.app.is_running:
            with suppress(ScreenStackError):  # one screen has gone and the next has not come
                await self.pilot.pause(0.002)
                rounds += 1

    async def until(self, is_so) -> None:
        """Wait until something is so."""
        deadline = asyncio.get_running_loop().time() + 10
        while not is_so():
            assert asyncio.get_running_loop().time() < deadline, "it never came to be so"
            await asyncio.sleep(0.01)
        await self.pilot.pause()

    @property
    def bench(self):
        bench = self.app.workbench
        assert bench is not None
        return bench

    @property
    def review(self) -> Review:
        return self.bench.review

    @property
    def pane(self):
        return self.bench.document_pane

    @property
    def listed(self):
        return self.bench.annotation_pane.list

    @property
    def passage(self) -> Passage:
        return self.pane.cursor.passage

    @property
    def quote(self) -> str:
        return self.review.document.text[self.passage.start : self.passage.end]

    @property
    def status(self) -> str:
        return self.app.screen.query_one("#status-line").text

    @property
    def where(self) -> str:
        """What the workbench says of the place of the cursor."""
        return self.app.screen.query_one("#where-line").text

    @property
    def is_alarm(self) -> bool:
        return self.app.screen.query_one("#status-line")._is_alarm

    def tags(self) -> list[tuple[str, str]]:
        """Return (letter of the area, quote) of each annotation in the file, in reading order."""
        kept = self.review.store.annotations.of(self.review.session.id, self.review.document.id)
        area = self.review.codebook.area
        return [(area(one.area).letter, one.quote) for one in sorted(kept, key=lambda one: one.reading_order)]

    def rows(self) -> list[str]:
        """Return the rows of the screen as plain text."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def document_row(self, words: str) -> str:
        """Return the row of the document pane that holds words."""
        width = self.pane.region.width
        return next(row[:width] for row in self.rows() if words in row[:width])

    def screen_text(self) -> str:
        return "\n".join(self.rows())

    def go_to(self, words: str) -> None:
        """Put the cursor on the unit in which words stand."""
        self.pane.go_to(self.review.document.text.index(words))


@asynccontextmanager
async def driven(app: WorkbenchApp, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Driver]:
    """Run the app and yield what drives it; raise RuntimeError where a fault has ended it."""
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver
    if app.fault:
        raise RuntimeError(app.fault)

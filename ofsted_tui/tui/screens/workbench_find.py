"""The workbench's keys for places: find, and go to a paragraph."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Place
from ofsted_tui.reading.find import find_pattern
from ofsted_tui.tui.screens.workbench_search import WorkbenchSearch
from ofsted_tui.tui.widgets.prompt_bar import PromptBar

if TYPE_CHECKING:
    from ofsted_tui.reading.find_slices import Count, SlicedFind


class WorkbenchFind(WorkbenchSearch):
    """Finding places in the open document."""

    _sought: re.Pattern[str] | None = None
    _sought_words = ""
    _sought_from: Place | None = None
    _longest = 0

    async def action_find(self) -> None:
        """Ask what to find."""
        self.stop_looking()
        self._sought_from = self.document_pane.place
        await self.prompt_bar.ask("find", "Find")

    async def action_go_to_paragraph(self) -> None:
        """Ask for a paragraph's number."""
        self.stop_looking()
        await self.prompt_bar.ask("paragraph", "Go to paragraph number")

    def on_prompt_bar_typed(self, event: PromptBar.Typed) -> None:
        """Show the first hit of what is typed so far."""
        if event.purpose == "find":
            self._seek(event.text)

    def on_prompt_bar_answered(self, event: PromptBar.Answered) -> None:
        """Go to what was asked for; escape goes back to where the search began."""
        self.stop_looking()
        self.document_pane.focus()
        if event.purpose == "paragraph":
            if event.text:
                self._go_to_number(event.text)
        elif not event.text:
            self._sought = None
            self.document_pane.set_pattern(None, 0)
            if self._sought_from is not None:
                self.document_pane.put_back(self._sought_from)
        elif self._sought is not None:
            self._look_from_start(self._go_to_first, is_awaited=True)

    def _seek(self, text: str) -> None:
        """Go to the first hit of what is typed, at once where it is near."""
        self.stop_looking()
        pattern = self._sought = find_pattern(text)
        self._sought_words = text
        self._longest = 2 * len(text) + 64
        self.document_pane.set_pattern(pattern, self._longest)
        if pattern is not None:
            self._look_from_start(self._show_hit)

    def _look_from_start(self, tell: Callable[[Passage | None], None], *, is_awaited: bool = False) -> None:
        start = self._sought_from.cursor.passage.start if self._sought_from else 0
        self.look(self._finder().next(start), tell, self._words_of_looking, is_awaited=is_awaited)

    def _finder(self) -> "SlicedFind":
        from ofsted_tui.reading.find_slices import SlicedFind

        return SlicedFind(self.review.document.text, self._sought_words)

    def _show_hit(self, found: Passage | None) -> None:
        if found is None:
            self.say(f"“{self._sought_words}” is not in this document.")
        else:
            self.document_pane.choose(found)

    def _go_to_first(self, found: Passage | None) -> None:
        self._show_hit(found)
        if found is not None:
            self.say(f"“{self._sought_words}”: n next hit, N previous, esc done")
            self.look(self._finder().count(found.end), self._say_count, self._words_of_counting)

    def _say_count(self, count: "Count") -> None:
        shown = f"{count.before} of {count.total}"
        self.say(f"“{self._sought_words}”: {shown} (n next, N previous, esc done)")

    def _words_of_looking(self, looked: int) -> str:
        return f"Looking for “{self._sought_words}” … {self._percent(looked)} %, esc stops"

    def _words_of_counting(self, looked: int) -> str:
        return (
            f"“{self._sought_words}”: n next hit, N previous, esc done; counting … {self._percent(looked)} %"
        )

    def _percent(self, looked: int) -> int:
        return looked * 100 // max(1, len(self.review.document.text))

    async def action_find_next(self, step: int) -> None:
        """Go to the next or previous hit, round the ends of the document."""
        if self._sought is None:
            await self.action_find()
            return
        self.document_pane.set_pattern(self._sought, self._longest)
        start, finder = self.document_pane.cursor.passage.start, self._finder()
        steps = finder.next(start + 1) if step > 0 else finder.previous(start)
        self.look(
            steps, lambda found: self._go_on_to(found, start, step), self._words_of_looking, is_awaited=True
        )

    def _go_on_to(self, found: Passage | None, start: int, step: int) -> None:
        if found is None:
            self.say("There is no hit in this document.")
            return
        self.document_pane.choose(found)
        if (found.start <= start) == (step > 0):
            self.say("Went on from the other end of the document.")

    def _go_to_number(self, text: str) -> None:
        number = int(text) if text.isascii() and text.isdigit() else 0
        found = self.review.paragraphs.numbered(number)
        if found is None:
            self.say(f"No paragraph of this document bears the number {text}.")
        else:
            self.document_pane.go_to(found.start)

"""The workbench's keys for places: find, and go to a paragraph."""

import re

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Place
from ofsted_tui.reading.find import count_hits, find_pattern, next_hit, previous_hit
from ofsted_tui.tui.screens.workbench_verbs import WorkbenchVerbs
from ofsted_tui.tui.widgets.prompt_bar import PromptBar

_NEAR = 1_000_000
"""How many characters a key typed into the search looks through."""
_COUNTED = 2_000_000
"""Hits are counted only in texts up to this length: counting costs as much as the text is long."""


class WorkbenchFind(WorkbenchVerbs):
    """Finding places in the open document."""

    _sought: re.Pattern[str] | None = None
    _sought_from: Place | None = None
    _longest = 0

    def action_find(self) -> None:
        """Ask what to find."""
        self._sought_from = self.document_pane.place
        self.prompt_bar.ask("find", "Find")

    def action_go_to_paragraph(self) -> None:
        """Ask for a paragraph's number."""
        self.prompt_bar.ask("paragraph", "Go to paragraph number")

    def on_prompt_bar_typed(self, event: PromptBar.Typed) -> None:
        """Show the first hit of what is typed so far."""
        if event.purpose == "find":
            self._seek(event.text)

    def on_prompt_bar_answered(self, event: PromptBar.Answered) -> None:
        """Go to what was asked for; escape goes back to where the search began."""
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
            found = self._hit_from_here(self._sought, len(self.review.document.text))
            if found is None:
                self._say_none(event.text)
            else:
                self.document_pane.choose(found)
                self._say_hits(event.text)

    def _seek(self, text: str) -> None:
        """Go to the first hit near; a key looks no further, however long the document is."""
        pattern = self._sought = find_pattern(text)
        self._longest = 2 * len(text) + 64
        self.document_pane.set_pattern(pattern, self._longest)
        if pattern is not None:
            self._show_hit(self._hit_from_here(pattern, _NEAR), text)

    def _hit_from_here(self, pattern: re.Pattern[str], reach: int) -> Passage | None:
        where = self.review.document.text
        start = self._sought_from.cursor.passage.start if self._sought_from else 0
        return next_hit(pattern, where, start, start + reach) or next_hit(
            pattern, where, 0, min(start, reach)
        )

    def _show_hit(self, found: Passage | None, text: str) -> None:
        if found is not None:
            self.document_pane.choose(found)
        elif len(self.review.document.text) > _NEAR:
            self.say(f"“{text}” is not near; enter looks through the whole document.")
        else:
            self._say_none(text)

    def _say_none(self, text: str) -> None:
        self.say(f"“{text}” is not in this document.")

    def _say_hits(self, text: str) -> None:
        assert self._sought is not None
        where = self.review.document.text
        if len(where) > _COUNTED:
            self.say(f"“{text}”: n next hit, N previous, esc done")
            return
        total = count_hits(self._sought, where, 0, len(where))
        number = count_hits(self._sought, where, 0, self.document_pane.cursor.passage.end)
        self.say(f"“{text}”: {number} of {total} (n next, N previous, esc done)")

    def action_find_next(self, step: int) -> None:
        """Go to the next or previous hit, round the ends of the document."""
        pattern, where = self._sought, self.review.document.text
        if pattern is None:
            self.action_find()
            return
        self.document_pane.set_pattern(pattern, self._longest)
        passage = self.document_pane.cursor.passage
        if step > 0:
            found = next_hit(pattern, where, passage.start + 1) or next_hit(pattern, where, 0)
        else:
            found = previous_hit(pattern, where, passage.start) or previous_hit(pattern, where, len(where))
        if found is None:
            self.say("There is no hit in this document.")
            return
        turned = (found.start <= passage.start) == (step > 0)
        self.document_pane.choose(found)
        if turned:
            self.say("Went on from the other end of the document.")

    def _go_to_number(self, text: str) -> None:
        number = int(text) if text.isascii() and text.isdigit() else 0
        found = self.review.paragraphs.numbered(number)
        if found is None:
            self.say(f"No paragraph of this document bears the number {text}.")
        else:
            self.document_pane.go_to(found.start)

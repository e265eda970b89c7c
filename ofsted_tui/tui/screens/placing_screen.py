"""The placing screen's keys: each decides one tag of the queue, or goes to another one."""

from collections.abc import Callable, Sequence
from functools import partial

from textual import work
from textual.binding import BindingType
from textual.dom import DOMNode

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.placement import Decision
from ofsted_tui.reading.find import find_pattern, next_hit
from ofsted_tui.review import Change
from ofsted_tui.review.placing import place_all
from ofsted_tui.review.placing_queue import Item, Placements
from ofsted_tui.tui import keys
from ofsted_tui.tui.background import in_background
from ofsted_tui.tui.screens.placing_parts import PlacingParts
from ofsted_tui.tui.screens.placing_words import PLACINGS, words_of_end, words_of_travel
from ofsted_tui.tui.widgets.prompt_bar import PromptBar

_PLACED = (Decision.ACCEPTED, Decision.REDRAWN)


class PlacingScreen(PlacingParts):
    """Places the tags of a former version, one key a tag; answers the passage that was shown last."""

    CSS_PATH = "screens.tcss"

    _is_placing = False

    def verbs(self) -> list[tuple[Sequence[BindingType], DOMNode]]:
        """Return the verbs for the command palette, with what does them."""
        return [(keys.PLACING_PANE, self.pane), (keys.PLACING, self)]

    def on_mount(self) -> None:
        """Show the two versions, and begin to place."""
        with self.guarded():
            self.show_documents()
            self._begin(self._show_first)

    def show_kept(self) -> None:
        """Show what the store holds; raise UserError."""
        self.placing.refresh()
        self.repaint()

    # placing, off the key path

    @work(exclusive=True)
    async def _begin(self, then: Callable[[], None]) -> None:
        """Place what is not placed yet in a thread of its own, then take it in and do what comes then."""
        with self.guarded():
            wanted = self.placing.wanted
            self._is_placing = True
            try:
                placements = await in_background(self._work(wanted)) if wanted else {}
            finally:
                self._is_placing = False
            self.placing.take(placements)
            self.repaint()
            then()

    def _work(self, wanted: list[Passage]) -> Callable[[], Placements]:
        self.say(f"Looking for {len(wanted):,} passages in the new version …")
        return partial(place_all, self.placing.former.text, self.placing.document.text, wanted)

    def _show_first(self) -> None:
        items, waiting = self.placing.items, self.placing.undecided
        if items:
            self.show_item(next(iter(waiting or items)))
        if not items:
            self.say("No tag of this session stands in the former version. esc goes back.")
        elif not waiting:
            self.say(words_of_end(self.placing))

    # going from tag to tag

    def action_next(self, step: int) -> None:
        """Go to the next or previous tag, round the ends of the queue."""
        self._follow_others()
        items = self.placing.items
        if self._has_item():
            self.show_item(items[(self._index + step) % len(items)])

    def _follow_others(self) -> None:
        """Take in what another window has decided meanwhile."""
        with self.guarded():
            if self.placing.review.refresh():
                self.show_kept()

    def action_next_open(self, step: int) -> None:
        """Go to the next or previous tag that waits, round the ends of the queue."""
        self._follow_others()
        if self._has_item():
            self._go_on(step)

    def _go_on(self, step: int = 1) -> None:
        items, index = self.placing.items, self._index
        order = [items[(index + step * more) % len(items)] for more in range(1, len(items) + 1)]
        found = next((item for item in order if item.decision is None), None)
        if found is None:
            self.show_item(items[index])
            self.say(words_of_end(self.placing))
        else:
            self.show_item(found)

    @property
    def _index(self) -> int:
        item = self.item
        return 0 if item is None else self.placing.items.index(item)

    def _has_item(self) -> bool:
        if self.item is not None:
            return True
        if self.placing.items:
            self._show_first()
        else:
            self.say("Still looking …" if self._is_placing else "There is nothing to place. esc goes back.")
        return False

    # deciding

    def _decide(self, verb: Callable[[Item], object]) -> None:
        item = self.item
        if item is None or self._is_placing:
            self._has_item()
            return
        with self.guarded():
            verb(item)
            self.repaint()
            self._go_on()

    def action_accept(self) -> None:
        """Place the tag where it is shown, and go to the next one that waits."""
        item, passage = self.item, self.pane.cursor.passage
        if item is not None and not passage:
            self.say("It is gone: choose a passage for it first (j k / a), or x leaves it.", is_alarm=True)
        elif item is not None and item.passage == passage and item.decision in _PLACED:
            self._go_on()
        else:
            self._decide(lambda item: self.placing.accept(item, passage))

    def action_leave(self) -> None:
        """Leave the tag with the former version."""
        self._decide(lambda item: None if item.decision is Decision.LEFT else self.placing.leave(item))

    def action_accept_certain(self) -> None:
        """Place all that are word for word there without a doubt."""
        if self._is_placing or not self._has_item():
            return
        with self.guarded():
            count = self.placing.accept_certain()
            self.repaint()
            self._go_on()
            left = len(self.placing.undecided)
            placed = f"{count:,} placed: word for word there" if count else "Nothing more is certain"
            if left or not count:
                self.say(f"{placed}. {left:,} left to look at.")

    # undo

    def action_undo(self) -> None:
        """Take back the last verb of the session, and show the tag that it was about."""
        self._travel("Undone")

    def action_redo(self) -> None:
        """Do again what was undone, and show the tag that it is about."""
        self._travel("Done again")

    def _travel(self, did: str) -> None:
        if self._is_placing:
            self.say("Still looking …")
            return
        with self.guarded():
            review = self.placing.review
            if did == "Undone" and review.next_undo not in (None, *PLACINGS):
                self.say("The last step of this session was no placing: in the workbench, u takes it back.")
                return
            change = review.undo() if did == "Undone" else review.redo()
            if change is None:
                self.say(words_of_travel(self.placing, did, None))
                return
            self.placing.refresh()
            self._begin(partial(self._show_travelled, did, change))

    def _show_travelled(self, did: str, change: Change) -> None:
        found = self._item_of(change) or self.item
        if found is not None:
            self.show_item(found)
        self.say(words_of_travel(self.placing, did, change))

    def _item_of(self, change: Change) -> Item | None:
        known = change.after or change.before
        for item in self.placing.items:
            if known.id == item.annotation.id if known else item.former == change.passage:
                return item
        return None

    # finding, the former version, and back

    async def action_find(self) -> None:
        """Ask what to find in the new version; the hit becomes the passage."""
        await self.prompt_bar.ask("find", "Find")

    def on_prompt_bar_answered(self, event: PromptBar.Answered) -> None:
        """Go to the next hit, round the end of the document."""
        self.pane.focus()
        text, pattern = self.placing.document.text, find_pattern(event.text or "")
        if not event.text or pattern is None:
            return
        start = self.pane.cursor.passage.start
        found = next_hit(pattern, text, start + 1) or next_hit(pattern, text, 0)
        if found is None:
            self.say(f"“{event.text}” is not in the new version.")
        else:
            self.pane.choose(found)

    def action_history(self) -> None:
        """Show what became of the tag since it was made."""
        from ofsted_tui.tui.screens.history_dialog import HistoryDialog

        item = self.item
        if item is not None:
            with self.guarded():
                self.app.push_screen(HistoryDialog(self.placing.review, item.annotation))

    def action_scroll_former(self, step: int) -> None:
        """Scroll the former version, where a passage is longer than its room."""
        view = self.former_view
        view.scroll_to_row(view.scroll_offset.y + step * max(1, view.size.height // 2))

    def action_drop(self) -> None:
        """Drop the hits that were marked, then the passage that was drawn; then leave."""
        item = self.item
        if self.pane.pattern is not None:
            self.pane.set_pattern(None, 0)
        elif item is None or (self.proposal.is_chosen and not self.pane.cursor.held):
            self.action_back()
        else:
            self.show_item(item)

    def action_back(self) -> None:
        """Go back to the workbench: whatever was decided is kept."""
        self.dismiss(self.pane.cursor.passage)

"""The placing screen without its keys: its parts, and how they show one tag of the queue."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen

from ofsted_tui.model.cuts import Cuts
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.review.placing import Placing
from ofsted_tui.review.placing_queue import Item
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.placing_views import (
    PlacingPane,
    Proposal,
    cuts_of,
    shown_former,
    tags_of_former,
)
from ofsted_tui.tui.screens.placing_words import (
    words_of_decision,
    words_of_difference,
    words_of_item,
    words_of_queue,
    words_of_spot,
    words_of_state,
)
from ofsted_tui.tui.screens.workbench_words import words_of_error
from ofsted_tui.tui.widgets.document_pane import shown_document
from ofsted_tui.tui.widgets.document_view import DocumentView
from ofsted_tui.tui.widgets.key_bar import KeyBar
from ofsted_tui.tui.widgets.prompt_bar import PromptBar
from ofsted_tui.tui.widgets.status_line import StatusLine


class PlacingParts(Screen[Passage]):
    """The former version beside or above the new one; what is said of one tag below; answers a passage."""

    BINDINGS = keys.PLACING
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-middling"), (160, "-wide")]
    AUTO_FOCUS = ""

    def __init__(self, placing: Placing) -> None:
        """Take the queue of the document that is open in its review."""
        super().__init__()
        self.placing = placing
        self.pane = PlacingPane(self._moved)
        self.proposal = Proposal(self.pane)
        self.former_view = DocumentView()
        self.prompt_bar = PromptBar()
        self._lines = {
            name: StatusLine(id=f"{name}-line")
            for name in ("title", "former", "later", "item", "state", "difference", "status")
        }
        self._shown_id = ""
        """The id of the annotation that is shown."""
        self._former_paragraphs = ParagraphTable([])
        self._former_cuts = Cuts()

    def compose(self) -> ComposeResult:
        """Put the two versions under a title and above what is said of the tag."""
        lines = self._lines
        yield lines["title"]
        with Container(id="versions"):
            with Vertical():
                yield lines["former"]
                yield self.former_view
            with Vertical():
                yield lines["later"]
                yield self.pane
        yield lines["item"]
        yield lines["state"]
        yield lines["difference"]
        yield self.prompt_bar
        yield lines["status"]
        yield KeyBar()

    def show_documents(self) -> None:
        """Show the two texts, at no tag yet; raise StoreError."""
        former = shown_former(self.placing)
        self._former_paragraphs = former.paragraphs or self._former_paragraphs
        self._former_cuts = cuts_of(self._former_paragraphs)
        self.former_view.show(former, 0)
        self.pane.open(shown_document(self.placing.review), None)
        self.pane.focus()
        self._say_title()

    def _say_title(self) -> None:
        counts = words_of_queue(self.placing) if self.placing.items else ""
        self._lines["title"].say(f"New version of {self.placing.former.title}", counts)

    @property
    def item(self) -> Item | None:
        """The tag that is shown; None where there is none."""
        return next((one for one in self.placing.items if one.annotation.id == self._shown_id), None)

    def show_item(self, item: Item) -> None:
        """Show a tag in both versions, where it is proposed to be or is."""
        self._shown_id = item.annotation.id
        self.former_view.look_at(item.former)
        if item.passage is not None:
            self.proposal.show(item.passage)
        else:
            self.proposal.show_nothing_after(self._end_before(item))
        self._moved()

    def _end_before(self, item: Item) -> int:
        """Return where the nearest earlier tag ends in the new version."""
        before = self.placing.items[: self.placing.items.index(item)]
        return next((one.passage.end for one in reversed(before) if one.passage is not None), 0)

    def repaint(self) -> None:
        """Show in both texts what the store holds now; raise StoreError."""
        self.pane.replace_annotations(self.placing.review.annotations)
        self.former_view.replace_annotations(tags_of_former(self.placing))
        self._say_title()
        self._moved()

    def _moved(self) -> None:
        """Say what is shown: the lines of the tag, and below what enter would do."""
        item, lines = self.item, self._lines
        if item is None:
            for name in ("item", "state", "difference"):
                lines[name].say("")
            self.say(self.pane.hint)
            return
        number = self.placing.items.index(item) + 1
        words = words_of_item(self.placing.review, item, number, len(self.placing.items))
        lines["item"].say(words, words_of_decision(item))
        lines["state"].say(words_of_state(item))
        lines["difference"].say(self._difference(item))
        self._say_spots(item)
        lines["status"].say(self.pane.hint or self._here(item), self._unit())

    def _difference(self, item: Item) -> str:
        old = self._former_cuts.quote(self.placing.former.text, item.former)
        new = self.placing.review.quote(self.pane.cursor.passage)
        return words_of_difference(old, new) if new else ""

    def _say_spots(self, item: Item) -> None:
        former, later = self.placing.former.details, self.placing.document.details
        spot = words_of_spot(self._former_paragraphs, item.former.start)
        self._lines["former"].say(" · ".join(filter(None, ("Former version", spot))), former.source)
        spot = words_of_spot(self.placing.review.paragraphs, self.pane.cursor.passage.start)
        self._lines["later"].say(" · ".join(filter(None, ("New version", spot))), later.source)

    def _here(self, item: Item) -> str:
        if not self.pane.cursor.passage:
            return "No passage is chosen: j k move, / finds, a chooses by labels"
        if not self.proposal.is_chosen:
            return "Your passage: enter places the tag here · esc shows again what was proposed"
        if item.decision is None:
            return "enter places it here · x leaves it · choose another passage where it is wrong"
        return "] next that waits · u undo · another passage and enter change it"

    def _unit(self) -> str:
        cursor = self.pane.cursor
        return f"{'extending by ' if cursor.held else ''}{cursor.unit.value}"

    def say(self, message: str, *, is_alarm: bool = False) -> None:
        """Say something until the next key; an alarm has the whole line."""
        self._lines["status"].say(message, is_alarm=is_alarm)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Say what went wrong inside, show what the store holds, and go on."""
        try:
            yield
        except UserError as error:
            with suppress(UserError):
                self.placing.refresh()
                self.repaint()
            self.say(words_of_error(error, self.placing.review.store.path), is_alarm=True)

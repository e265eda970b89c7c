"""What the screens that list places of many documents have in common: lines above and below a list."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from ofsted_tui.model.errors import UserError
from ofsted_tui.review import Change, Review
from ofsted_tui.tui.screens.workbench_words import words_of_error, words_of_undo
from ofsted_tui.tui.widgets.key_bar import KeyBar
from ofsted_tui.tui.widgets.status_line import StatusLine
from ofsted_tui.tui.widgets.wrapped_text import DetailView

Result = TypeVar("Result")


class ListScreen(Screen[Result]):
    """A title, what is listed, the marked one in full, and a line that says what was done."""

    CSS_PATH = "evidence.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-middling"), (160, "-wide")]
    AUTO_FOCUS = ""

    def __init__(self, review: Review) -> None:
        """Take the review whose session is at work."""
        super().__init__()
        self.review = review
        self.title_line = StatusLine(id="title-line")
        self.facts_line = StatusLine(id="facts-line")
        self.status_line = StatusLine(id="status-line")
        self.detail = DetailView()

    def compose(self) -> ComposeResult:
        """Put the list under a title, and the marked one in full below it."""
        yield self.title_line
        yield from self.content()
        yield self.facts_line
        yield self.detail
        yield self.status_line
        yield KeyBar()

    def content(self) -> Iterator[Widget]:
        """Make what is listed."""
        yield from ()

    def verbs(self) -> list[tuple[Sequence[BindingType], DOMNode]]:
        """Return the verbs for the command palette, with what does them."""
        return [(self.BINDINGS, self)]

    def say(self, message: str, *, is_alarm: bool = False) -> None:
        """Say something until the next key; an alarm has the whole line."""
        self.status_line.say(message, is_alarm=is_alarm)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Say what went wrong inside, and go on with the last state."""
        try:
            yield
        except UserError as error:
            self.say(words_of_error(error, self.review.store.path), is_alarm=True)

    def action_back(self) -> None:
        """Go back to where this was opened."""
        self.dismiss(None)


class VerbScreen(ListScreen[Result]):
    """A list whose verbs change the session: they are taken back and done again from here too."""

    def show_again(self) -> bool:
        """Show what is kept now; False where nothing is left to show. Raises UserError."""
        raise NotImplementedError

    def action_undo(self) -> None:
        """Take back the last verb of the session."""
        self._travel("Undone", self.review.undo)

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self._travel("Done again", self.review.redo)

    def _travel(self, did: str, verb: Callable[[], Change | None]) -> None:
        with self.guarded():
            change = verb()
            if self.show_again():
                self.say(words_of_undo(did, change))

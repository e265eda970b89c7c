"""What every screen over a review has in common: its lines, how it says what fails, and undo and redo."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from ofsted_tui.model.errors import UserError
from ofsted_tui.review import Change, Review
from ofsted_tui.tui.key_queue import HasKeyQueue
from ofsted_tui.tui.screens.find import IdleWork
from ofsted_tui.tui.screens.review_text import error_text, undo_text
from ofsted_tui.tui.widgets.bars import KeyBar, StatusLine

Result = TypeVar("Result")
Answer = TypeVar("Answer")
Parameters = ParamSpec("Parameters")
AnyScreen = TypeVar("AnyScreen", bound="ReviewScreen[Any]")


def verb(
    method: Callable[Concatenate[AnyScreen, Parameters], None],
) -> Callable[Concatenate[AnyScreen, Parameters], None]:
    """Wrap a method of a screen: take in what another window has written, and say what fails."""

    @wraps(method)
    def guarded(screen: AnyScreen, /, *args: Parameters.args, **named: Parameters.kwargs) -> None:
        with screen.guarded():
            screen.follow_others()
            method(screen, *args, **named)

    return guarded


class ReviewScreen(Screen[Result | None]):
    """A title above what the screen shows, and below it a line that says what was done."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-middling"), (160, "-wide")]
    AUTO_FOCUS = ""

    def __init__(self, review: Review) -> None:
        """Take the review whose session is at work."""
        super().__init__()
        self.review = review
        self.title_line = StatusLine(id="title-line")
        self.status_line = StatusLine(id="status-line")

    def compose(self) -> ComposeResult:
        """Put what the screen shows between the title and the line that says what was done."""
        self._take_width()
        yield self.title_line
        yield from self.content()
        yield self.status_line
        yield KeyBar()

    def _take_width(self) -> None:
        """Be styled for the width of the terminal at once, not first for none."""
        _, name = max(one for one in self.HORIZONTAL_BREAKPOINTS if one[0] <= self.app.size.width)
        self.set_class(True, name, update=False)

    def content(self) -> Iterator[Widget]:
        """Make what the screen shows."""
        yield from ()

    def say(self, message: str, *, is_alarm: bool = False) -> None:
        """Say something until the next key; an alarm has the whole line."""
        self.status_line.say(message, is_alarm=is_alarm)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Say what went wrong inside, and go on with the last state."""
        try:
            yield
        except UserError as error:
            self.say(error_text(error, self.review.store.path), is_alarm=True)

    def follow_others(self) -> None:
        """Take in what another window has written meanwhile; raise UserError.

        Nothing has to be done where every verb lists anew what the store holds.
        """

    def guard(self, take: Callable[[Answer], object]) -> Callable[[Answer], None]:
        """Return what takes an answer, and says what goes wrong then."""

        def taken(answer: Answer) -> None:
            with self.guarded():
                take(answer)

        return taken

    def ask(self, screen: Screen[Answer | None], take: Callable[[Answer], object]) -> None:
        """Open a dialog or screen, and hand on what it answers, if anything."""

        def given(answer: Answer | None) -> None:
            if answer is not None:
                take(answer)

        self.app.push_screen(screen, self.guard(given))

    def idle_work(self) -> IdleWork:
        """Return work to do while no key is to be answered, whose progress the status line tells."""
        return IdleWork(
            lambda rest: self.run_worker(rest, exclusive=True, group="idle work"),
            lambda text: self.status_line.say(text),
            lambda: isinstance(self.app, HasKeyQueue) and self.app.key_queue.is_waiting,
        )

    def action_undo(self) -> None:
        """Take back the last verb of the session, and show what it was about."""
        self.travel("Undone", self.review.undo)

    def action_redo(self) -> None:
        """Do again what was undone last, and show what it was about."""
        self.travel("Done again", self.review.redo)

    @verb
    def travel(self, did: str, verb: Callable[[], Change | None]) -> None:
        """Undo or redo, show what has changed, and say what it was."""
        change = verb()
        if self.show_travelled(did, change):
            self.say(undo_text(did, change))

    def show_travelled(self, did: str, change: Change | None) -> bool:
        """Show what undo or redo has changed; False where nothing is left to say of it. Raises UserError."""
        raise NotImplementedError

    def action_back(self) -> None:
        """Go back to where this was opened."""
        self.dismiss(None)

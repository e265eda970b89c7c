"""The base of every dialog, and those that confirm, take a few lines, or ask which version is the newer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import counted, visible_line, visible_summary
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.versions import VersionPair
from ofsted_tui.tui.widgets.bars import KeyBar

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """A window over the screen: a title, what is asked, and the keys that answer. Escape answers None."""

    BINDINGS = keys.DIALOG
    CSS_PATH = "screens.tcss"
    TITLE_TEXT = ""

    def compose(self) -> ComposeResult:
        """Put the title above what the dialog asks."""
        with Vertical(classes="window"):
            yield Label(visible_line(self.heading()), classes="heading", markup=False)
            yield from self.content()
            yield Label("", classes="fault", markup=False)
        yield KeyBar()

    def heading(self) -> str:
        """Return the title."""
        return self.TITLE_TEXT

    def content(self) -> ComposeResult:
        """Make what the dialog asks."""
        yield from ()

    def say_fault(self, message: str) -> None:
        """Say what is wrong with the answer; the dialog stays."""
        self.query_one(".fault", Label).update(visible_line(message))

    def may_close(self) -> bool:
        """Tell whether nothing would be lost by leaving; where something would, say so."""
        return True

    def keep_what_was_typed(self) -> None:
        """Keep what can be kept where the program must end."""

    def action_cancel(self) -> None:
        """Leave without an answer."""
        if self.may_close():
            self.dismiss(None)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    value: str = ""
    suggestions: tuple[str, ...] = ()


class FormDialog(Dialog[str]):
    """Asks for a few lines, does something with them on enter, and answers what came of it.

    Where that fails the dialog stays, with what was typed.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        do: Callable[[dict[str, str]], str],
    ) -> None:
        """Take the fields, and what is to be done with the lines by name, which may raise UserError."""
        super().__init__()
        self._title = title
        self._fields = fields
        self._do = do

    def heading(self) -> str:
        """Return the title."""
        return self._title

    def content(self) -> ComposeResult:
        """Make a label and a line for each field."""
        from textual.suggester import SuggestFromList

        for field in self._fields:
            yield Label(field.label, markup=False)
            suggester = SuggestFromList(field.suggestions, case_sensitive=False)
            yield Input(field.value, id=field.name, suggester=suggester if field.suggestions else None)

    def on_mount(self) -> None:
        """Begin in the first line."""
        self.query(Input).first().focus()

    def on_input_submitted(self) -> None:
        """Do it, and answer."""
        answer = {field.name: self.query_one(f"#{field.name}", Input).value.strip() for field in self._fields}
        try:
            done = self._do(answer)
        except UserError as error:
            self.say_fault(str(error))
        else:
            self.dismiss(done)


class ConfirmDialog(Dialog[bool]):
    """Asks a yes-or-no question; answers True for y, None for anything else."""

    def __init__(self, question: str, consequence: str) -> None:
        """Take what is asked and what yes would do."""
        super().__init__()
        self._question = question
        self._consequence = consequence

    def heading(self) -> str:
        """Return the question."""
        return self._question

    def content(self) -> ComposeResult:
        """Say what yes would do, and the keys."""
        yield Label(self._consequence, markup=False)
        yield Label("y  yes      n  no", classes="answers", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take the answer; the key goes no further, for the screen below has its own use for it."""
        if event.key.lower() in ("y", "n"):
            event.stop()
            self.dismiss(True if event.key.lower() == "y" else None)


class VersionDialog(Dialog[VersionPair]):
    """Asks whether one document is a new version of another; o answers the pair the other way round."""

    TITLE_TEXT = "Is this a new version of a document that you have?"

    def __init__(self, versions: VersionPair) -> None:
        """Take the two documents."""
        super().__init__()
        self._versions = versions

    def content(self) -> ComposeResult:
        """Name both, say what yes would do, and the keys."""
        yield from _named("New", self._versions.later, self._versions.later_tags)
        yield from _named("Former", self._versions.former, self._versions.former_tags)
        yield Label("Both are kept; nothing moves before you say so. P asks again later.", markup=False)
        yield Label("y  yes      n  no      o  the other way round", classes="answers", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take the answer; the key goes no further, for the screen below has its own use for it."""
        key = event.key.lower()
        if key in ("y", "n", "o"):
            event.stop()
            answers = {"y": self._versions, "o": self._versions.turned}
            self.dismiss(answers.get(key))


def _named(what: str, details: DocumentDetails, tags: int) -> ComposeResult:
    count = counted(tags, "tag") if tags else "no tag of this session"
    facts = " · ".join(fact for fact in (details.format, details.source, count) if fact)
    yield Label(f"{what}: {visible_summary(details.title)}", markup=False)
    yield Label(f"  {visible_summary(facts)}", classes="facts", markup=False)


_BAR = 40


def bar_text(done: int, total: int) -> str:
    """Return a bar with "done of total" behind it; a total of 0 means unknown."""
    filled = min(done, total) * _BAR // total if total else 0
    return f"{'█' * filled}{'░' * (_BAR - filled)} {done:,} of {max(done, total):,}"

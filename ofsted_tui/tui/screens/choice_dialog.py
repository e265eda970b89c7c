"""One of many, found by typing a part of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui.screens.dialog import Dialog

_LIST_KEYS = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    value: str
    """What the dialog answers."""
    title: str
    remark: str = ""
    """What stands beside the title, less loud."""
    also: str = ""
    """Other words by which it can be found."""

    def distance(self, words: Sequence[str]) -> int:
        """Return 0 where the words begin words of the title, 1 where they stand in it, 2 elsewhere."""
        title = self.title.casefold()
        begun = all(f" {word}" in f" {title}" for word in words)
        return 0 if begun else 1 if all(word in title for word in words) else 2

    def is_found_by(self, words: Sequence[str]) -> bool:
        """Tell whether every word stands somewhere in the choice."""
        where = f"{self.title} {self.remark} {self.also}".casefold()
        return all(word in where for word in words)


class ChoiceDialog(Dialog[str]):
    """A line to type in above the choices that fit what was typed; answers the value chosen."""

    def __init__(self, title: str, choices: Sequence[Choice], chosen: str = "") -> None:
        """Take the choices and the value that is chosen now."""
        super().__init__()
        self._title = title
        self._choices = choices
        self._chosen = chosen

    def heading(self) -> str:
        """Return the title."""
        return self._title

    def content(self) -> ComposeResult:
        """Make the line and the list."""
        yield Input(placeholder="type to filter, ↑ ↓ to choose, enter")
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Show all choices, the present one marked."""
        self._list("")
        values = [choice.value for choice in self._choices]
        if self._chosen in values:
            self.query_one(OptionList).highlighted = values.index(self._chosen)
        self.query_one(Input).focus()

    def _list(self, typed: str) -> None:
        words = typed.casefold().split()
        options = self.query_one(OptionList)
        found = [choice for choice in self._choices if choice.is_found_by(words)]
        found.sort(key=lambda choice: choice.distance(words))
        options.set_options(Option(_shown(choice), id=choice.value) for choice in found)
        options.highlighted = 0 if found else None
        self.say_fault("" if found else "Nothing fits what you typed.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the choices that fit."""
        self._list(event.value)

    def on_input_submitted(self) -> None:
        """Answer the choice that is marked."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer the choice that was clicked."""
        self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """Let the arrow keys move in the list while the line keeps the focus."""
        action = _LIST_KEYS.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            getattr(self.query_one(OptionList), f"action_{action}")()


def _shown(choice: Choice) -> Text:
    title = Text(visible_line(choice.title))
    if choice.remark:
        title.append("  " + visible_line(choice.remark), style="dim")
    return title

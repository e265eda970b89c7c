"""The one-line bars: status, prompt and keys."""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.containers import Horizontal
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Label

from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui import keys
from ofsted_tui.tui.text.wrapping import fitted, width


class StatusLine(Widget):
    """A line with a text at its left and one at its right; the left one gives way."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "StatusLine { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._left = self._right = ""
        self._is_alarm = False

    @property
    def text(self) -> str:
        """What stands at the left."""
        return self._left

    def say(self, left: str, right: str = "", *, is_alarm: bool = False) -> None:
        """Show other texts; an alarm is told apart by more than its colour."""
        new = left, right, is_alarm
        if new != (self._left, self._right, self._is_alarm):
            self._left, self._right, self._is_alarm = new
            self.refresh()
            if is_alarm and self.is_mounted and width(visible_line(left)) > self.size.width - 2:
                # What to do stands at the end: cut off, it would be lost.
                self.app.notify(visible_line(left), severity="error", timeout=12, markup=False)

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base = self.rich_style
        if self._is_alarm:
            base += Style(bold=True, reverse=True)
        right = fitted(visible_line(self._right), max(0, self.size.width - 2))
        taken = width(right)
        room = max(0, self.size.width - 2 - taken - (2 if right else 0))
        left = " " + fitted(visible_line(self._left), room)
        between = " " * max(0, self.size.width - 1 - taken - width(left))
        return Strip([Segment(f"{left}{between}{right} ", base)]).adjust_cell_length(self.size.width, base)


class PromptBar(Horizontal):
    """A label and an input; hidden until it asks something."""

    DEFAULT_CSS = """
    PromptBar { height: 1; display: none; background: $panel; }
    PromptBar.asking { display: block; }
    PromptBar Label { width: auto; padding: 0 1; text-style: bold; }
    PromptBar Input { width: 1fr; border: none; height: 1; padding: 0; background: $surface; }
    """

    class Typed(Message):
        """The text has changed while it is being typed."""

        def __init__(self, purpose: str, text: str) -> None:
            """Take what is asked for and what stands there."""
            super().__init__()
            self.purpose, self.text = purpose, text

    class Answered(Message):
        """The text was entered; None where the reviewer left."""

        def __init__(self, purpose: str, text: str | None) -> None:
            """Take what was asked for and the answer."""
            super().__init__()
            self.purpose, self.text = purpose, text

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__()
        self._purpose = ""

    async def make(self) -> None:
        """Make the label and the input unless they are there: the first screen is seen sooner without."""
        if not self.children:
            await self.mount(Label("", markup=False), Input(compact=True, select_on_focus=True))

    async def ask(self, purpose: str, label: str, text: str = "") -> None:
        """Show the bar and give it the focus."""
        await self.make()
        self._purpose = purpose
        self.query_one(Label).update(label)
        self.add_class("asking")
        field = self.query_one(Input)
        field.value = text
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        if self.has_class("asking"):
            self.post_message(self.Typed(self._purpose, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell the answer."""
        event.stop()
        self._close(event.value)

    def on_key(self, event: events.Key) -> None:
        """Leave with escape."""
        if event.key == "escape":
            event.stop()
            self._close(None)

    def _close(self, answer: str | None) -> None:
        self.remove_class("asking")
        self.post_message(self.Answered(self._purpose, answer))


class KeyBar(Widget):
    """A footer without child widgets: Textual's own is laid out anew at every change of focus."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $footer-background; color: $footer-foreground; }
    """

    def __init__(self) -> None:
        """Begin with no keys; they are read when the bar is drawn."""
        super().__init__()
        self._places: list[tuple[int, int, DOMNode, str]] = []
        self._keys: list[tuple[DOMNode, str, str, str]] = []
        """What is drawn."""

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.call_later(self._follow)

    def _follow(self) -> None:
        """Draw the keys anew where they are others, once all that changes them is done."""
        if self._shown() != self._keys:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw as many keys as there is room for."""
        base = self.rich_style
        key_style = base + Style(bold=True)
        segments: list[Segment] = []
        used = 0
        self._places = []
        self._keys = self._shown()
        for node, action, key, description in self._keys:
            text, words = f" {key}", f" {description} "
            if used + len(text) + len(words) > self.size.width:
                break
            self._places.append((used, used + len(text) + len(words), node, action))
            segments += [Segment(text, key_style), Segment(words, base)]
            used += len(text) + len(words)
        return Strip(segments, used).adjust_cell_length(self.size.width, base)

    def _shown(self) -> list[tuple[DOMNode, str, str, str]]:
        active = keys.active(self.screen)
        shown = []
        for name, words in keys.BAR.items():
            if (one := active.get(name)) is not None:
                display = _display(self.app.get_key_display(one.binding), one.binding)
                shown.append((one.node, one.binding.action, display, words))
        return shown

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        for start, end, node, action in self._places:
            if start <= event.x < end:
                await self.app.run_action(action, node)
                return


def _display(display: str, binding: Binding) -> str:
    """Let the first digit stand for all of them, while they are digits."""
    return "1-5" if binding.id == "tag.1" and binding.key == "1" else display

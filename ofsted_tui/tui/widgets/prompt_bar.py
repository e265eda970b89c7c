"""One line to type in at the foot of the workbench: what to find, which paragraph to go to."""

from textual import events
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label


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

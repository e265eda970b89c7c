"""The floor of a start: a Textual app with one line of text, which a key changes."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One line of text."""

    BINDINGS = [("j", "change", "Change")]

    def compose(self) -> ComposeResult:
        """Make the line."""
        yield Static("hello")

    def action_change(self) -> None:
        """Change the line."""
        self.query_one(Static).update("changed")


Bare().run()

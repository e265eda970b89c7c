"""How far long work has come, as a dialog shows it."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

_BAR = 40


def bar_text(done: int, total: int) -> str:
    """Return a bar and how many of how many are done; of 0, nobody knows how many."""
    filled = min(done, total) * _BAR // total if total else 0
    return f"{'█' * filled}{'░' * (_BAR - filled)} {done:,} of {max(done, total):,}"


class ProgressBar(Vertical):
    """A bar, and the key that stops; not there until it is shown."""

    def compose(self) -> ComposeResult:
        """Make both lines."""
        bar = Label("", classes="bar", markup=False)
        bar.styles.text_wrap = "nowrap"
        yield bar
        yield Label("esc stops", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Take no room at first."""
        self.styles.height = "auto"
        self.display = False

    def show(self, done: int, total: int, hint: str) -> None:
        """Show how many of how many are done, and what a key does."""
        self.display = True
        self.query_one(".bar", Label).update(bar_text(done, total))
        self.query_one(".hint", Label).update(hint)

"""How far an import of several files has come."""

from pathlib import Path

from ofsted_tui.cli.progress import ProgressBar


class Progress:
    """A bar that is there from the first file on, with the name of each; silent for a single file."""

    def __init__(self, total: int) -> None:
        """Take the number of files."""
        self._bar = ProgressBar(patience=0, between=0)
        self._bar.is_silent = self._bar.is_silent or total < 2
        self._total = total

    def show(self, done: int, path: Path) -> None:
        """Say that so many files are done and which one is read now."""
        self._bar.show(path.name, done, self._total)

    def clear(self) -> None:
        """Take the bar away, so that a line can be printed."""
        self._bar.clear()

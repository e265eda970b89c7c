"""What keys will need soon, loaded in small steps while nothing else is to be done."""

from importlib import import_module

from textual.app import App

from ofsted_tui.tui.garbage import Garbage

_SETTLE_SECONDS = 0.3
_BETWEEN_MODULES = 0.02
_SOON_NEEDED = (
    "ofsted_tui.tui.screens.note_dialog",
    "ofsted_tui.tui.screens.choice_dialog",
    "ofsted_tui.tui.faults",
    "ofsted_tui.reading.words",
    "ofsted_tui.store.backups",
    "ofsted_tui.reading.language.wording",
    "ofsted_tui.reading.language.quantifiers",
    "ofsted_tui.reading.sentences",
)
"""What the first keys would else wait for, the most likely last."""


class Settling:
    """Coming to rest after the first screen was shown."""

    def __init__(self, app: App[None], garbage: Garbage) -> None:
        """Take the app whose timers tell when nothing is to be done, and what is left of the start."""
        self._app = app
        self._garbage = garbage
        self._soon_needed = list(_SOON_NEEDED)

    def begin(self) -> None:
        """Begin when the first screen has been there for a moment."""
        self._app.set_timer(_SETTLE_SECONDS, self._step)

    def _step(self) -> None:
        """Load one module, so that no key has to wait for all of them."""
        if self._soon_needed:
            self._app.set_timer(_BETWEEN_MODULES, self._step)
            import_module(self._soon_needed.pop())
            return
        self._garbage.begin()

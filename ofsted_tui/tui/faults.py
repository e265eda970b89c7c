"""What goes wrong unforeseen: said where the reviewer looks, with what the store holds shown anew."""

import os
from pathlib import Path
from time import monotonic
from typing import Protocol, runtime_checkable

from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import WorkerFailed

from ofsted_tui.model.errors import UserError, kind_and_place
from ofsted_tui.tui.screens.review_text import error_text

_SOON = 2.0
"""Faults that follow each other within so many seconds, with no key between, may have one cause."""
_TOO_MANY = 3
_KEPT = "A fault of the program; what you see is what is kept. Go on, or leave (esc, q)."
_OLD = "A fault of the program; what you see may be old. Leave (esc, q) and start again."


@runtime_checkable
class ShowsKept(Protocol):
    """A screen that can read anew from the store what it shows."""

    def show_kept(self) -> None:
        """Show what the store holds; raise UserError."""


@runtime_checkable
class Says(Protocol):
    """A screen that has a line to say things in."""

    def say(self, message: str, *, is_alarm: bool = False) -> None:
        """Say something until the next key."""


class Faults:
    """Says faults in the app as long as it can go on."""

    def __init__(self, app: App[None], database: Path | None) -> None:
        """Take the app whose faults these are, and the path of its database."""
        self._app = app
        self._database = database
        self.can_be_shown = False
        """Whether there is a screen to say a fault on, which is not being left."""
        self._times: list[float] = []

    def forget(self) -> None:
        """Take note of a key: what goes wrong from now on is of its doing."""
        self._times.clear()

    def shown(self, error: Exception, pump: MessagePump | None) -> bool:
        """Say a fault in the app and return True; return False where the program has to leave.

        It has to where nothing can be shown, and where faults follow each other by themselves, as when
        painting fails again and again. What was being painted may be lost: all is painted anew.
        """
        if not self.can_be_shown:
            return False
        if self._is_going(pump):
            return True
        self._times = [*_recent(self._times), monotonic()]
        if len(self._times) >= _TOO_MANY:
            return False
        self._take_away_unfinished()
        self._say(self._words(_origin(error)))
        self._app.refresh(layout=True)
        return True

    def _is_going(self, pump: MessagePump | None) -> bool:
        """Tell whether the fault is in a widget whose screen was taken away already."""
        nodes = pump.ancestors_with_self if isinstance(pump, DOMNode) else []
        screens = [node for node in nodes if isinstance(node, Screen)]
        return bool(screens) and screens[0] not in self._app.screen_stack

    def _take_away_unfinished(self) -> None:
        """Close a dialog that could not be built."""
        screen = self._app.screen
        from ofsted_tui.tui.screens.dialog import Dialog

        if isinstance(screen, Dialog) and not screen.is_mounted:
            self._app.pop_screen()

    def _words(self, error: Exception) -> str:
        if isinstance(error, UserError):
            return error_text(error, self._database)
        said = kind_and_place(error)
        if isinstance(error, OSError) and error.errno is not None:
            said = f"{os.strerror(error.errno)}; {said}"
        # A second fault right behind the first may come from reading anew itself.
        return f"{_KEPT if len(self._times) == 1 and self._has_shown_kept() else _OLD} {said}."

    def _has_shown_kept(self) -> bool:
        try:
            for screen in self._app.screen_stack:
                if isinstance(screen, ShowsKept):
                    screen.show_kept()
        except Exception:
            return False
        return True

    def _say(self, words: str) -> None:
        """Say it in the dialog that is open, and below: there it stays when the dialog is gone."""
        top: Screen[object] = self._app.screen
        for screen in self._app.screen_stack:
            if isinstance(screen, Says):
                screen.say(words, is_alarm=True)
        from ofsted_tui.tui.screens.dialog import Dialog

        if isinstance(top, Dialog):
            top.say_fault(words)
        elif not isinstance(top, Says):
            self._app.notify(words, severity="error", markup=False)


def _recent(times: list[float]) -> list[float]:
    return [one for one in times if monotonic() - one < _SOON]


def _origin(error: Exception) -> Exception:
    """Return the fault itself where Textual has put it in another one."""
    found = error.error if isinstance(error, WorkerFailed) else error
    return found if isinstance(found, Exception) else error

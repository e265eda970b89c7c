"""What goes wrong unforeseen: said where the reviewer looks, with what the store holds shown anew."""

import os
import traceback
from pathlib import Path
from time import monotonic
from typing import Protocol, runtime_checkable

from textual._context import active_message_pump
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import WorkerFailed

from ofsted_tui.model.errors import UserError
from ofsted_tui.model.fault_place import kind_and_place
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.screens.review_text import error_text

_SOON = 2.0
"""Faults that follow each other within so many seconds, with no key between, may have one cause."""
_TOO_MANY = 3
_TOO_MANY_PAINTS = 2
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
        self._times: list[float] = []
        self._paints: list[float] = []

    def forget(self) -> None:
        """Take note of a key: what goes wrong from now on is of its doing."""
        self._times.clear()
        self._paints.clear()

    def shown(self, error: Exception) -> bool:
        """Say a fault in the app and return True; return False where the program has to leave.

        It has to where nothing can be shown: before the first screen is there, where painting fails and
        fails again, and where faults follow each other by themselves.
        """
        app = self._app
        if not app._running or app._exit or not app._is_mounted:
            return False
        if _is_of_painting(error):
            return self._painted_again(error)
        if _is_going(app):
            return True
        self._times = [*_recent(self._times), monotonic()]
        if len(self._times) >= _TOO_MANY:
            return False
        self._take_away_unfinished()
        self._say(self._words(_origin(error)))
        return True

    def _painted_again(self, error: Exception) -> bool:
        self._paints = [*_recent(self._paints), monotonic()]
        if len(self._paints) >= _TOO_MANY_PAINTS:
            return False
        # what the key under way says would take its place in the line for that
        self._app.notify(f"{_KEPT} {kind_and_place(error)}.", severity="error", markup=False)
        self._app.refresh(layout=True)
        return True

    def _take_away_unfinished(self) -> None:
        """Close a dialog that could not be built."""
        screen = self._app.screen
        if isinstance(screen, Dialog) and not screen._is_mounted:
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
        if isinstance(top, Dialog):
            top.say_fault(words)
        elif not isinstance(top, Says):
            self._app.notify(words, severity="error", markup=False)


def _recent(times: list[float]) -> list[float]:
    return [one for one in times if monotonic() - one < _SOON]


def _is_going(app: App[None]) -> bool:
    """Tell whether the fault is in a widget whose screen was taken away already."""
    pump = active_message_pump.get(None)
    if not isinstance(pump, DOMNode) or pump is app:
        return False
    screens = [node for node in pump.ancestors_with_self if isinstance(node, Screen)]
    return bool(screens) and screens[0] not in app.screen_stack


def _is_of_painting(error: Exception) -> bool:
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_globals.get("__name__") == "textual._compositor" for frame, _ in frames)


def _origin(error: Exception) -> Exception:
    """Return the fault itself where Textual has put it in another one."""
    found = error.error if isinstance(error, WorkerFailed) else error
    return found if isinstance(found, Exception) else error

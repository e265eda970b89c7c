"""The application: opens the store, shows a screen, and leaves the terminal as it was."""

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import SystemCommand
from textual.binding import Binding
from textual.color import Color
from textual.events import Event, Key, Paste
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import Theme

from ofsted_tui.importing.opening import read_again
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import StoreError, UserError
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.model.session import Session
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui import keys, themes
from ofsted_tui.tui.background import DayBackup
from ofsted_tui.tui.faults import Faults
from ofsted_tui.tui.key_queue import KeyQueue
from ofsted_tui.tui.keymap_file import read_keymap
from ofsted_tui.tui.lifeline import catch_signals, fault_text, hold_signals, stopped
from ofsted_tui.tui.screens.workbench import Workbench
from ofsted_tui.tui.textual_private import GuardedApp, forgive_broken_bytes

if TYPE_CHECKING:
    from ofsted_tui.model.errors import Progress


class SafeFilter(LineFilter):
    """Shows stand-ins for what would act on the terminal, on every line that Textual draws."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with sanitised text; the same list where there is nothing to do."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(visible_line(segment.text), segment.style)
            for segment in segments
        ]


_BUSY_SECONDS = 0.3
"""How long a key may wait for another program that writes: longer would feel like a hang."""


class WorkbenchApp(GuardedApp):
    """The workbench on one store: says faults on the screen and goes on, or leaves with one line."""

    CSS_PATH = "app.tcss"
    TITLE = "ofsted-tui"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        store: Store,
        codebook: Codebook,
        review: Review | None = None,
        keymap: dict[str, str] | None = None,
        warnings: Sequence[str] = (),
    ) -> None:
        """Begin with a review, or with the start screen."""
        self.store = store  # first, for Textual asks for the theme while it begins
        super().__init__()
        self.fault = ""
        """The one line on the fault that the program had to stop for."""
        self._faults = Faults(self, store.path)
        self.codebook = codebook
        self._review = review
        self._user_keymap = keymap or {}
        self._warnings = warnings
        self._deleted: list[Session] = []
        self.day_backup = DayBackup(store, self._warn)
        self._safe_filter = SafeFilter()
        self.key_queue = KeyQueue(self, self._hand_on)
        self.animation_level = "none"

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The themes for long reading, beside those of Textual."""
        return {**super().available_themes, **themes.BY_NAME}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Add the sanitiser to the filters of every line that is drawn."""
        return [*super().get_line_filters(), self._safe_filter]

    def _start_screen(self) -> Screen[None]:
        from ofsted_tui.tui.screens.start_screen import StartScreen

        return StartScreen(self.store, self.codebook, self._deleted)

    def on_mount(self) -> None:
        """Show the first screen, take the user's keys, and watch for signals."""
        self.push_screen(Workbench(self._review) if self._review else self._start_screen())
        self.set_keymap(self._user_keymap)
        catch_signals(self.stop)
        asyncio.get_running_loop().set_exception_handler(self._take_fault_of_loop)
        self.run_worker(self.key_queue.work())
        self.store.connection.set_busy_seconds(_BUSY_SECONDS)
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        for warning in (*self._warnings, *self.store.warnings):
            self._warn(warning)
        self.store.warnings.clear()
        self.store.warn = self._warn
        self.store.back_up_beside = self.day_backup.begin

    def _wanted_theme(self) -> str:
        wanted: str | None = None
        with suppress(UserError):  # to look otherwise is no reason not to open
            wanted = self.store.settings.get("theme")
        return wanted if wanted in self.available_themes else themes.DEFAULT

    theme: Reactive[str] = Reactive(Initialize[str](_wanted_theme))
    """Begun with: to change it when the first screen is there would have all styles read twice."""

    def _warn(self, warning: str) -> None:
        self.notify(warning, severity="warning", timeout=15, markup=False)

    def _keep_theme(self, theme: Theme) -> None:
        try:
            if (self.store.settings.get("theme") or themes.DEFAULT) != theme.name:
                self.store.settings.set("theme", theme.name)
        except UserError as error:
            self.notify(str(error), severity="error", markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Add what every key does now, with the key, to the command palette."""
        yield from super().get_system_commands(screen)
        yield from key_commands(self, screen)

    @property
    def workbench(self) -> Workbench | None:
        """The workbench, under whatever dialog is open; None at the start screen."""
        return next((one for one in self.screen_stack if isinstance(one, Workbench)), None)

    def action_sessions(self) -> None:
        """Go to the start screen."""
        self._keep_place()
        self.switch_screen(self._start_screen())

    def action_toggle_help(self) -> None:
        """Show the keys, or hide them."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def action_show_help_panel(self) -> None:
        """Show the keys, in the room of the annotations where the screen is not wide."""
        self.screen.add_class("helped")
        super().action_show_help_panel()

    def action_hide_help_panel(self) -> None:
        """Hide the keys."""
        self.screen.remove_class("helped")
        super().action_hide_help_panel()

    async def on_event(self, event: Event) -> None:
        """Let no key overtake what the key before it has begun."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self.key_queue.take(event)
        else:
            await super().on_event(event)

    async def _hand_on(self, event: Event) -> None:
        """Hand on a key whose turn has come: what goes wrong from now on is of its doing."""
        self._faults.forget()
        if not (isinstance(event, Key) and self._scrolls_help(event.key)):
            await super().on_event(event)

    def _scrolls_help(self, key: str) -> bool:
        """Let the keys for pages turn those of the help while it is shown."""
        if key not in ("pagedown", "pageup") or not self.screen.has_class("helped"):
            return False
        for panel in self.screen.query("#keys-help"):
            scroll = panel.scroll_page_down if key == "pagedown" else panel.scroll_page_up
            scroll(animate=False)
        return True

    def on_ready(self) -> None:
        """Take note that the first screen is there, to say faults on."""
        self._faults.can_be_shown = True

    def take_fault(self, error: Exception, pump: MessagePump | None = None) -> None:
        """Say a fault of the program, and go on; where that cannot be, leave."""
        if not self._faults.shown(error, pump):
            self._leave_for(fault_text(error))

    def _take_fault_of_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Take what goes wrong where nobody waits for it: asyncio would log it, with its words."""
        error = context.get("exception")
        if isinstance(error, Exception) and self.is_running:
            self.take_fault(error)

    def panic(self, *_renderables: object) -> None:
        """Leave on a fault of the terminal's driver, and print nothing of it."""
        self._leave_for(stopped("the terminal could not be read"))

    def _leave_for(self, fault: str) -> None:
        self._faults.can_be_shown = False
        self.fault = self.fault or fault
        self.exit(return_code=1)

    def _keep_place(self) -> None:
        if self.workbench is not None:
            self.workbench.leave()

    def action_leave(self, return_code: int = 0) -> None:
        """Leave; there is nothing to save but the place."""
        self.store.warn = self.store.warnings.append
        self.day_backup.stop()
        self._keep_place()
        self._faults.can_be_shown = False
        self.exit(return_code=return_code)

    async def action_quit(self) -> None:
        """Leave by Textual's own key, unless a dialog holds what would be lost."""
        from ofsted_tui.tui.screens.dialog import Dialog

        if not isinstance(self.screen, Dialog) or self.screen.may_close():
            self.action_leave()

    def stop(self, return_code: int) -> None:
        """Leave because the terminal closed or somebody asked the process to end."""
        from ofsted_tui.tui.screens.dialog import Dialog

        if isinstance(self.screen, Dialog):
            with suppress(Exception):  # nobody is there any more to read what is wrong
                self.screen.keep_what_was_typed()
        self.action_leave(return_code)


def run_workbench(
    database: Path,
    session: str | None,
    progress: "Progress | None" = None,
    begun: Callable[[], None] = lambda: None,
) -> int:
    """Open the workbench on a database file and return the exit code; raise UserError.

    `begun` is called just before the terminal is taken over, and may raise what ends the start.
    """
    with Store(database, create=session is None, progress=progress) as store:
        forgive_broken_bytes()
        app = opened(store, session, progress)
        hold_signals()
        begun()
        try:
            app.run()
        finally:
            app.day_backup.stop()
        for warning in store.warnings:
            print(visible_line(warning), file=sys.stderr)
        if app.fault:
            print(app.fault, file=sys.stderr)
        return app.return_code or 0


def opened(store: Store, session: str | None, progress: "Progress | None" = None) -> WorkbenchApp:
    """Return the app for a store: straight in a session if one is named or none was ever made."""
    codebook = ilacs_codebook()
    # What may not be written now stays as an older reading has read it: that serves too.
    with suppress(StoreError):
        read_again(store, codebook, progress)
    session_id = _named(store, session) if session else _first(store)
    review = Review(store, codebook, session_id) if session_id else None
    return WorkbenchApp(store, codebook, review, *read_keymap())


def _named(store: Store, session: str) -> str:
    from ofsted_tui.review.naming import session_named

    return session_named(store, session).id


def _first(store: Store) -> str | None:
    """Make the first session, so that no form comes before the first page; None where there are any."""
    if store.sessions.names():
        return None
    from ofsted_tui.importing.opening import begin
    from ofsted_tui.review.naming import default_reviewer

    return begin(store, ilacs_codebook(), default_reviewer())


_DIGITS = 5
"""No edition has more areas; the keys beyond say so, and need no command."""


def key_commands(app: "WorkbenchApp", screen: Screen[object]) -> Iterator[SystemCommand]:
    """Yield a command for each key that counts on the screen below the palette."""
    for one in keys.active(screen).values():
        if not _is_empty(one.binding):
            key = app.get_key_display(one.binding)
            run = partial(app.call_later, app.run_action, one.binding.action, one.node)
            yield SystemCommand(f"{one.binding.description} ({key})", f"Key: {key}", run)


def _is_empty(binding: Binding) -> bool:
    name, _, digit = (binding.id or "").partition(".")
    return name == "tag" and int(digit) > _DIGITS

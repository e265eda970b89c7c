"""Open the workbench: where its database is, and Ctrl+C while it loads."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from ofsted_tui.cli.output import progress_bar

DATABASE = "OFSTED_TUI_DB"
"""The variable that names the database where no option does."""
COMPLETING = "_OFSTED_TUI_COMPLETE"
"""The variable by which a shell asks for completions instead of running anything."""
_FRAMES_A_SECOND = "240"
"""At most. What a key changes may come in several frames: with Textual's 60, a tag took 30 ms, not 10."""


def default_database() -> Path:
    """Return the place of the database where none is named."""
    from platformdirs import user_data_path

    return user_data_path("ofsted-tui", appauthor=False) / "reviews.db"


def open_workbench(database: Path, session: str | None) -> int:
    """Open the workbench and return its exit code; raise UserError."""
    with remembered_interrupts() as interrupts:
        os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)
        from ofsted_tui.tui.lifeline import log_nothing

        log_nothing()
        from ofsted_tui.tui.app import run_workbench

        with progress_bar() as bar:
            return run_workbench(database, session, bar.show, interrupts.end)


class Interrupts:
    """Whether the user has pressed Ctrl+C."""

    has_come = False

    def __call__(self, _number: int, _frame: FrameType | None) -> NoReturn:
        """Remember it, and end what is under way."""
        self.has_come = True
        raise KeyboardInterrupt

    def end(self) -> None:
        """Watch no longer; raise KeyboardInterrupt where one has come."""
        if signal.getsignal(signal.SIGINT) is self:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if self.has_come:
            raise KeyboardInterrupt


@contextmanager
def remembered_interrupts() -> Iterator[Interrupts]:
    """Remember every Ctrl+C; where one has come, whatever fails inside raises KeyboardInterrupt.

    Where the user's shell has Ctrl+C ignored, it stays so.
    """
    came = Interrupts()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        with suppress(ValueError):  # not the main thread
            signal.signal(signal.SIGINT, came)
    try:
        yield came
    except Exception:
        came.end()
        raise
    finally:
        came.has_come = False
        came.end()

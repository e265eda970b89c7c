"""Opening the workbench, without the commands that a start of it does not need."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ofsted_tui.cli.interrupts import remembered_interrupts

_OPTIONS = ("--db", "--session")
_COMPLETE = "_OFSTED_TUI_COMPLETE"
"""Set by a shell that asks for completions instead of running anything."""
_FRAMES_A_SECOND = "240"
"""At most. What opens in several frames, as a dialog does, waits for each: with Textual's 60, long."""
DATABASE = "OFSTED_TUI_DB"
"""The variable that names the database where no option does."""


def plain_start(arguments: Sequence[str]) -> tuple[Path, str | None] | None:
    """Return database and session to open the workbench with; None where anything else is asked for.

    What is not plainly `--db FILE` and `--session NAME`, each at most once, is left to the commands, which
    know how to say what is wrong with it.
    """
    given = dict(zip(arguments[::2], arguments[1::2], strict=False))
    is_plain = len(arguments) == 2 * len(given) and set(given) <= set(_OPTIONS)
    if not is_plain or _COMPLETE in os.environ or not all(map(_is_plain, given.values())):
        return None
    named = given.get("--db") or os.environ.get(DATABASE)
    return Path(named) if named else default_database(), given.get("--session")


def _is_plain(value: str) -> bool:
    """Tell whether a value is neither empty, nor an option, nor bytes that are no text."""
    return bool(value) and not value.startswith("-") and value.isprintable()


def default_database() -> Path:
    """Return the place of the database where none is named."""
    from platformdirs import user_data_path

    return user_data_path("ofsted-tui", appauthor=False) / "reviews.db"


def open_workbench(database: Path, session: str | None) -> int:
    """Open the workbench and return its exit code; raise UserError."""
    # Nearly all that is made from here on stays: to look for garbage in it is a tenth of the start.
    gc.disable()
    try:
        with remembered_interrupts() as interrupts:
            _leave_out_tls()
            os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)
            from ofsted_tui.cli.output import ProgressBar
            from ofsted_tui.tui.app import run_workbench

            with ProgressBar() as bar:
                return run_workbench(database, session, bar.show, interrupts.end)
    finally:
        gc.enable()


def _leave_out_tls() -> None:
    """Load asyncio as on a Python without TLS: it is large, slow to load, and nothing here uses a network."""
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment] # so an import of it fails, as documented
    try:
        import asyncio  # noqa: F401 - to have it loaded now
    finally:
        del sys.modules["ssl"]

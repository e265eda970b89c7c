"""Opening the workbench, without the commands that a start of it does not need."""

import os
from collections.abc import Sequence
from pathlib import Path

from ofsted_tui.cli.interrupts import remembered_interrupts

_OPTIONS = ("--db", "--session")
_COMPLETE = "_OFSTED_TUI_COMPLETE"
"""Set by a shell that asks for completions instead of running anything."""
_FRAMES_A_SECOND = "240"
"""At most. What a key changes may come in several frames: with Textual's 60, a tag took 30 ms, not 10."""
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
    with remembered_interrupts() as interrupts:
        os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)
        from ofsted_tui.tui.lifeline import log_nothing

        log_nothing()
        from ofsted_tui.cli.output import ProgressBar
        from ofsted_tui.tui.app import run_workbench

        with ProgressBar() as bar:
            return run_workbench(database, session, bar.show, interrupts.end)

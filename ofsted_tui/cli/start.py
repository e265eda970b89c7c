"""Start the program: plain starts without the commands, Ctrl+C while it loads, exit codes."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from ofsted_tui.cli.output import OutputClosedError, complain, give_up_output
from ofsted_tui.model.errors import UserError


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


USED_WRONGLY = 2
"""The exit code for wrong use and bad input."""
_INTERRUPTED = 130
_NOBODY_READS = 141
"""What shells report for a program that SIGPIPE ended."""


def exit_code(run: Callable[[], object]) -> int:
    """Run the program and return its exit code; what `run` returns counts where it is a number."""
    try:
        code = run()
    except OutputClosedError:
        give_up_output()
        return _NOBODY_READS
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        complain(_error_text(error))
        return USED_WRONGLY
    return code if isinstance(code, int) else 0


def _error_text(error: Exception) -> str:
    if isinstance(error, UserError):
        return str(error)
    from ofsted_tui.model.errors import kind_and_place

    return f"a fault of the program ({kind_and_place(error)}); please report it. Tags are kept."

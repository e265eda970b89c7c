"""The program: the workbench, which loads none of the commands, or a command, which loads no workbench."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from ofsted_tui.cli.output import OutputClosedError, complain
from ofsted_tui.cli.start import COMPLETING, DATABASE, default_database, open_workbench
from ofsted_tui.model.errors import UserError, kind_and_place

USED_WRONGLY = 2
"""The exit code for wrong use and bad input."""
_INTERRUPTED = 130
_NOBODY_READS = 141
"""What shells report for a program that SIGPIPE ended."""
_OPTIONS = ("--db", "--session")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program and end it with its exit code: 0 done, 1 the answer is no, 2 used wrongly."""
    _never_fail_on_letters()
    given = sys.argv[1:] if arguments is None else list(arguments)
    sys.exit(exit_code(lambda: _run(given)))


def _never_fail_on_letters() -> None:
    """Have the streams replace what their encoding lacks, as that of a Windows pipe does."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _run(arguments: Sequence[str]) -> object:
    chosen = plain_start(arguments)
    if chosen is not None:
        return open_workbench(*chosen)
    from ofsted_tui.cli.program import run_command

    return run_command(arguments)


def plain_start(arguments: Sequence[str]) -> tuple[Path, str | None] | None:
    """Return database and session to open the workbench with; None where anything else is asked for.

    What is not plainly `--db FILE` and `--session NAME`, each at most once, is left to the commands, which
    know how to say what is wrong with it.
    """
    given = dict(zip(arguments[::2], arguments[1::2], strict=False))
    is_plain = len(arguments) == 2 * len(given) and set(given) <= set(_OPTIONS)
    if not is_plain or COMPLETING in os.environ or not all(map(_is_plain, given.values())):
        return None
    named = given.get("--db") or os.environ.get(DATABASE)
    return Path(named) if named else default_database(), given.get("--session")


def _is_plain(value: str) -> bool:
    """Tell whether a value is neither empty, nor an option, nor bytes that are no text."""
    return bool(value) and not value.startswith("-") and value.isprintable()


def exit_code(run: Callable[[], object]) -> int:
    """Run the program and return its exit code; what `run` returns counts where it is a number."""
    try:
        code = run()
    except OutputClosedError:
        _give_up_output()
        return _NOBODY_READS
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        complain(_error_text(error))
        return USED_WRONGLY
    return code if isinstance(code, int) else 0


def _give_up_output() -> None:
    """Send what is left to be printed nowhere, so that Python does not complain about it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _error_text(error: Exception) -> str:
    if isinstance(error, UserError):
        return str(error)
    return f"a fault of the program ({kind_and_place(error)}); please report it. Tags are kept."

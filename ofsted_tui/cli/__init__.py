"""The program: the workbench, which loads none of the commands, or a command, which loads no workbench."""

import sys
from collections.abc import Sequence
from typing import NoReturn

from ofsted_tui.cli.output import never_fail_on_letters
from ofsted_tui.cli.start import exit_code, open_workbench, plain_start

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program and end it with its exit code: 0 done, 1 the answer is no, 2 used wrongly."""
    never_fail_on_letters()
    given = sys.argv[1:] if arguments is None else list(arguments)
    sys.exit(exit_code(lambda: _run(given)))


def _run(arguments: Sequence[str]) -> object:
    chosen = plain_start(arguments)
    if chosen is not None:
        return open_workbench(*chosen)
    from ofsted_tui.cli.program import run_command

    return run_command(arguments)

"""How the program ends: whatever goes wrong is said in one line, and the exit code tells what it was."""

from collections.abc import Callable

from ofsted_tui.cli.output import OutputClosedError, complain, give_up_output
from ofsted_tui.model.errors import UserError

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

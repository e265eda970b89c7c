"""The program: its commands, and how whatever goes wrong is said in one line."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from ofsted_tui import __version__
from ofsted_tui.cli.common import FILE, Chosen, default_database, text
from ofsted_tui.cli.completion import PROGRAM
from ofsted_tui.cli.output import OutputClosedError, complain, give_up_output, never_fail_on_letters
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.fault_place import kind_and_place

USED_WRONGLY = 2
"""The exit code for wrong use and bad input."""
_INTERRUPTED = 130
_NOBODY_READS = 141
"""What shells report for a program that SIGPIPE ended."""

_WITH_SESSION = ("annotations", "coverage", "export", "place", "sign-off", "tag")
_COMMANDS = {
    "import": "import_files.import_files",
    "documents": "listing.documents",
    "structure": "structure.structure",
    "sessions": "listing.sessions",
    "annotations": "listing.annotations",
    "tag": "tagging.tag",
    "untag": "tagging.untag",
    "place": "placing.place",
    "history": "history.history",
    "coverage": "coverage.coverage_command",
    "sign-off": "sign_off.sign_off",
    "export": "exporting.export",
    "verify": "verifying.verify",
    "backup": "backing_up.backup",
    "restore": "backing_up.restore",
    "check": "checking.check_command",
    "completion": "completion.completion",
}
"""Where each command is: a command loads what it needs, the workbench none of it."""


class Commands(click.Group):
    """The commands by name, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context | None = None) -> list[str]:
        """Return the names in the order in which help shows them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None where there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(".")
        command: click.Command = getattr(import_module(f"ofsted_tui.cli.{module}"), name)
        return command


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--db",
    "database",
    type=FILE,
    metavar="FILE",
    envvar="OFSTED_TUI_DB",
    help="The database to use (or set OFSTED_TUI_DB).",
)
@click.option("--session", type=text, metavar="NAME", help="Open this session, by name or id.")
@click.version_option(__version__, prog_name=PROGRAM)
@click.pass_context
def program(context: click.Context, database: Path | None, session: str | None) -> None:
    """Review Ofsted's inspection documents in the terminal.

    Without a command the workbench opens.
    """
    context.obj = Chosen(default_database() if database is None else database, session)
    command = context.invoked_subcommand
    if command is None:
        context.exit(_open_workbench(context.obj))
    if session is not None and command not in _WITH_SESSION:
        raise click.UsageError(f"--session does not go with {command}.")


def _open_workbench(chosen: Chosen) -> int:
    from ofsted_tui.tui.app import run_workbench

    return run_workbench(chosen.database, chosen.session)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program and end it with its exit code: 0 done, 1 the answer is no, 2 used wrongly."""
    never_fail_on_letters()
    sys.exit(_exit_code(lambda: program.main(arguments, PROGRAM, standalone_mode=False)))


def _exit_code(run: Callable[[], object]) -> int:
    try:
        code = run()
    except OutputClosedError:
        give_up_output()
        return _NOBODY_READS
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except Exception as error:
        complain(_in_words(error))
        return USED_WRONGLY
    return code if isinstance(code, int) else 0


def _in_words(error: Exception) -> str:
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else PROGRAM
        return f"{error.format_message()} See {command} --help."
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, UserError):
        return str(error)
    return f"a fault of the program ({kind_and_place(error)}); please report it. Tags are kept."

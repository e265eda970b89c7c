"""The program as its commands: which there are, and what is given before their names."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from ofsted_tui import __version__
from ofsted_tui.cli.common import FILE, Chosen, text
from ofsted_tui.cli.completion import PROGRAM
from ofsted_tui.cli.plain_start import DATABASE, default_database, open_workbench
from ofsted_tui.model.errors import UserError

_WITH_SESSION = (
    "annotations",
    "coverage",
    "export",
    "grades",
    "matrix",
    "place",
    "report",
    "search",
    "sign-off",
    "tag",
    "threads",
)
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
    "search": "searching.search",
    "matrix": "matrix.matrix_command",
    "grades": "matrix.grades",
    "threads": "threads.threads",
    "thread": "thread_verbs.thread_command",
    "export": "exporting.export",
    "report": "reporting.report",
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
    envvar=DATABASE,
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
        context.exit(open_workbench(context.obj.database, session))
    if session is not None and command not in _WITH_SESSION:
        raise click.UsageError(f"--session does not go with {command}.")


def run_command(arguments: Sequence[str]) -> object:
    """Run a command and return what it returns; raise UserError for wrong use."""
    try:
        return program.main(arguments, PROGRAM, standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else PROGRAM
        raise UserError(f"{error.format_message()} See {command} --help.") from error
    except click.ClickException as error:
        raise UserError(error.format_message()) from error

"""Name the commands, load the one that was asked for, and take what is given before its name."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from ofsted_tui import __version__
from ofsted_tui.cli.options import FILE, Chosen, text
from ofsted_tui.cli.output import say_block
from ofsted_tui.cli.start import COMPLETING, DATABASE, default_database, open_workbench
from ofsted_tui.export.atomic_file import OtherFileError
from ofsted_tui.model.errors import UserError

PROGRAM = "ofsted-tui"
"""The name that the program is run by."""

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
    "import": "importing.import_files",
    "documents": "listing.documents",
    "structure": "structure.structure",
    "sessions": "listing.sessions",
    "annotations": "listing.annotations",
    "tag": "tagging.tag",
    "untag": "tagging.untag",
    "place": "tagging.place",
    "history": "listing.history",
    "coverage": "listing.coverage_command",
    "sign-off": "listing.sign_off",
    "search": "evidence.search",
    "matrix": "evidence.matrix_command",
    "grades": "evidence.grades",
    "threads": "tagging.threads",
    "thread": "tagging.thread_command",
    "export": "exporting.export",
    "report": "exporting.report",
    "verify": "exporting.verify",
    "backup": "database.backup",
    "restore": "database.restore",
    "check": "database.check_command",
    "completion": "program.completion",
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
    except OtherFileError as error:
        raise UserError(f"{error} --force replaces it all the same.") from error
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else PROGRAM
        raise UserError(f"{error.format_message()} See {command} --help.") from error
    except click.ClickException as error:
        raise UserError(error.format_message()) from error


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    For bash, put into ~/.bashrc: eval "$(ofsted-tui completion bash)"
    """
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    group = context.find_root().command
    say_block(f"{found(group, {}, PROGRAM, COMPLETING).source()}\n")

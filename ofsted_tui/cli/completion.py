"""The script by which a shell completes commands and options."""

import click
from click.shell_completion import get_completion_class

from ofsted_tui.cli.output import say_block

PROGRAM = "ofsted-tui"
"""The name that the program is run by."""

_VARIABLE = "_OFSTED_TUI_COMPLETE"


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
    say_block(f"{found(group, {}, PROGRAM, _VARIABLE).source()}\n")

"""Run commands in this process, as a shell would run them."""

import pytest

from ofsted_tui.cli import main


def run_command(capsysbinary, arguments):
    """Run a command and return its exit code, and what it wrote to output and standard error, as bytes."""
    capsysbinary.readouterr()
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return left.value.code, *capsysbinary.readouterr()

"""Runs the program as `python -m ofsted_tui`."""

import os
import sys

_INTERRUPTED = 130


def _leave_out_start_directory() -> None:
    """Take the start directory off the path: a click.py lying there would be run in click's place."""
    home = __file__.rsplit(os.sep, 2)[0]
    if not sys.flags.safe_path and sys.path[0] != home:
        del sys.path[0]


def _let_go_of_closed_terminal() -> None:
    """Drop what a closed terminal cannot take: Python would try again and end with a code of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def run() -> None:
    """Run the program; Ctrl+C while its modules are still being loaded ends it without a traceback."""
    try:
        _leave_out_start_directory()
        from ofsted_tui.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    finally:
        _let_go_of_closed_terminal()


if __name__ == "__main__":
    run()

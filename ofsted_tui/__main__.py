"""Runs the program as `python -m ofsted_tui`."""

import os
import sys


def _leave_out_start_directory() -> None:
    """Take the start directory off the path: a click.py lying there would be run in click's place."""
    home = __file__.rsplit(os.sep, 2)[0]
    if not sys.flags.safe_path and sys.path[0] != home:
        del sys.path[0]


def _run() -> None:
    _leave_out_start_directory()
    from ofsted_tui.cli import main

    main()


_run()

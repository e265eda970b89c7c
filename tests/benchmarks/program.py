"""The program, with the time of every commit written to a file: `program.py COMMITS ARGUMENTS`."""

import os
import sys
from time import perf_counter

from ofsted_tui.cli import main
from ofsted_tui.store.connection import Connection

_commit = Connection._commit
_file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def timed(connection: Connection) -> None:
    """Commit, and note how many seconds that took."""
    begun = perf_counter()
    _commit(connection)
    os.write(_file, f"{perf_counter() - begun:.6f}\n".encode())


Connection._commit = timed
main(sys.argv[2:])

"""Several looks at one state of the file."""

from collections.abc import Iterator
from contextlib import contextmanager

from ofsted_tui.store.connection import Connection
from ofsted_tui.store.faults import translated


@contextmanager
def one_moment(connection: Connection) -> Iterator[None]:
    """Read everything inside from one state of the file; raise StoreError.

    What another program commits waits until then. Inside an action that is so already.
    """
    if connection.raw.in_transaction:
        yield
        return
    with translated(connection.path):
        connection.raw.execute("BEGIN")
    try:
        yield
    finally:
        if connection.raw.in_transaction:
            connection.raw.execute("ROLLBACK")

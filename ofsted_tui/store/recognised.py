"""Whose a database file is, and of which version."""

import sqlite3
from pathlib import Path

from ofsted_tui.model.errors import StoreError
from ofsted_tui.store.before_opening import APPLICATION_ID
from ofsted_tui.store.connection import Connection
from ofsted_tui.store.faults import translated

SCHEMA_VERSION = 4
"""What `PRAGMA user_version` says of a file that this program wrote."""


def file_version(connection: sqlite3.Connection, path: Path | None, *, or_newer: bool = False) -> int:
    """Return the version of the file, 0 where it is new and empty.

    Raises StoreError where it is not ours or, unless `or_newer`, newer than this program; sqlite3.Error.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID and (application_id or version or _has_tables(connection)):
        raise StoreError(f"{path}: is not an ofsted_tui database; name another file with --db.")
    if version > SCHEMA_VERSION and not or_newer:
        raise StoreError(
            f"{path}: was written by a newer ofsted-tui (version {version} of the file, "
            f"this program knows {SCHEMA_VERSION}); update the program, or name another file with --db."
        )
    return int(version)


def version_of(connection: Connection) -> int:
    """Return the version of the open file, 0 where it is new; raise StoreError as `file_version` does."""
    with translated(connection.path):
        return file_version(connection.raw, connection.path)


def _has_tables(connection: sqlite3.Connection) -> bool:
    # Its old name, for the reason given in `objects_in`.
    return connection.execute("SELECT 1 FROM main.sqlite_master LIMIT 1").fetchone() is not None

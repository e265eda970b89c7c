"""What changes in the schema after version 1: one function a version, applied by sqlite-utils.

    @migrations()
    def second_version(database: Database) -> None:
        database.execute("ALTER TABLE ...")

A released migration is never edited; the next one follows it. Imported only where it is needed, as
sqlite-utils takes a tenth of a second to load.
"""

import sqlite3
from contextlib import closing

from sqlite_utils import Database, Migrations

from ofsted_tui.store.schema import SchemaObject, create_tables, objects_in

migrations = Migrations("ofsted_tui")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database of any version to the newest one, in the caller's transaction."""
    migrations.apply(_database(connection))


def expected_objects(version: int) -> set[SchemaObject]:
    """Return the schema of a version, by making it; empty for version 0 or less."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        if version > 0:
            create_tables(made)
            later = [one.name for one in migrations.pending(_database(made))][version - 1 :]
            migrations.apply(_database(made), stop_before=later)
        return objects_in(made)


def _database(connection: sqlite3.Connection) -> Database:
    return Database(connection, execute_plugins=False, recursive_triggers=False)

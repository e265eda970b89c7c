"""What each version of the file is made of, to compare a file with."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

_OBJECTS = """
    SELECT type, name, sql FROM sqlite_schema
    WHERE type NOT IN ('table', 'index')
        OR (substr(name, 1, 7) <> 'sqlite_' AND tbl_name <> '_sqlite_migrations')
"""
_INSIGNIFICANT = re.compile(r'[\s"]+')

Schema = dict[tuple[str, str], str]
"""The statement that makes each thing, by its type and name, without blanks and quotation marks."""


def schema_of(connection: sqlite3.Connection) -> Schema:
    """Return what a database is made of, without SQLite's own tables; raise sqlite3.Error."""
    rows = connection.execute(_OBJECTS).fetchall()
    return {(str(kind), str(name)): _INSIGNIFICANT.sub("", str(sql)) for kind, name, sql in rows}


def schema_of_version(version: int) -> Schema:
    """Return what a file of this version (1, 2, ...) is made of."""
    from sqlite_utils import Database

    from ofsted_tui.store.migrations import migrations

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        database = Database(made, execute_plugins=False)
        later = [migration.name for migration in migrations.pending(database)][version:]
        migrations.apply(database, stop_before=later[0] if later else None)
        return schema_of(made)


def schema_faults(connection: sqlite3.Connection, version: int) -> Iterator[str]:
    """Yield what is missing, strange or different in a file that says it is of this version."""
    found, expected = schema_of(connection), schema_of_version(version)
    for kind, name in sorted(found.keys() | expected.keys()):
        if (kind, name) not in found:
            yield f"the {kind} {name} is missing"
        elif (kind, name) not in expected:
            yield f"the {kind} {name} is none of this program's"
        elif found[kind, name] != expected[kind, name]:
            yield f"the {kind} {name} is not as this program makes it"


def tables_agree(connection: sqlite3.Connection, version: int) -> bool:
    """Tell whether every table of this version is there and as this program makes it: safe to be read."""
    found, expected = schema_of(connection), schema_of_version(version)
    return all(found.get(key) == statement for key, statement in expected.items() if key[0] == "table")

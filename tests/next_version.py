"""A version of the database that comes after this one: for what an upgrade does while there is none yet."""

import sqlite3

from sqlite_utils import Migrations

from ofsted_tui.store import migrations, schema
from ofsted_tui.store.schema import VERSION

NEXT = VERSION + 1
_HOLDERS = ("schema", "store", "foreign", "restore")
"""The modules of the store that know the version."""


def add_a_column(database):
    """Add a column and fill it, as a migration."""
    database.execute("ALTER TABLE annotations ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
    database.execute("UPDATE annotations SET colour = 'red'")


def use_next_version(monkeypatch, *changes):
    """Let the program know one more version, which these changes make: one migration each."""
    known = Migrations("ofsted_tui")
    for change in changes or (add_a_column,):
        known()(change)
    monkeypatch.setattr(migrations, "migrations", known)
    for holder in _HOLDERS:
        monkeypatch.setattr(f"ofsted_tui.store.{holder}.VERSION", NEXT)
    monkeypatch.setitem(schema.DIGESTS, NEXT, schema.schema_digest(migrations.expected_objects(NEXT)))


def schema_of(path):
    """Return the version and what stands in the list of tables of a file."""
    plain = sqlite3.connect(path)
    found = plain.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
    version = plain.execute("PRAGMA user_version").fetchone()[0]
    plain.close()
    return version, found

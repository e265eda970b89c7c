"""What each version of the file is made of, and what a file is: read, and nothing of it run."""

import re
import sqlite3
from contextlib import closing
from hashlib import sha256

from ofsted_tui.model import limits

DIGESTS = {
    1: "437c4e6a45633b37529b1ad5f70be73536b71b706758ca98c9151440fc76b80a",
    2: "c1a66913b28c7ec198724f7124a6ecc93c65e317048a802c95c1d6b287397ac4",
    3: "995fb3c7aa8ee0da16254d7139723a39af237c735d27d7e1a6c7f598397155e9",
    4: "f03e40f09bdb3233eeb7c8eb76950fcf07bdc759a438a1d4e29783dd961bdd5b",
}
"""The digest of the tables, indexes, views and triggers of each version; a test compares them."""

_WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")
_OWN_RECORD = "_sqlite_migrations"
_RECORD_SQL = re.compile(
    r'(?:CREATE TABLE|CREATE UNIQUE INDEX) "[a-z_]{1,60}"(?: ON "_sqlite_migrations")? \('
    r'(?: ?"[a-z_]{1,60}"(?: TEXT| INTEGER)?(?: PRIMARY KEY)?,?){1,8} ?\)(?: STRICT)?'
)
"""What sqlite-utils keeps a record of migrations in: its versions differ in white space and columns."""
_STATISTICS = frozenset(
    ("table", name, name, f"CREATE TABLE {name}({columns})")
    for name, columns in (("sqlite_stat1", "tbl,idx,stat"), ("sqlite_stat4", "tbl,idx,neq,nlt,ndlt,sample"))
)
"""What ANALYZE leaves, as SQLite itself makes it: numbers for its planner, and nothing that runs."""

Object = tuple[str, str, str, str]
"""Type, name, table and SQL of a table, index, view or trigger; white space in the SQL drawn together."""


def digest(objects: set[Object]) -> str:
    """Return the SHA-256, in hexadecimal, of what a database is made of."""
    return sha256("\n".join("\0".join(one) for one in sorted(objects)).encode()).hexdigest()


def expected_objects(version: int) -> set[Object]:
    """Return what the migrations make up to a version of the file; slow, as it makes a database."""
    if version <= 0:
        return set()
    from sqlite_utils import Database

    from ofsted_tui.store.migrations import migrations

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        database = Database(made, execute_plugins=False)
        later = [one.name for one in migrations.pending(database)][version:]
        migrations.apply(database, stop_before=later or None)
        return objects_in(made)


def objects_in(connection: sqlite3.Connection) -> set[Object]:
    """Return what a database is made of, but for what SQLite and sqlite-utils note; raise sqlite3.Error."""
    # The old name of the list: a file can hold a view that is called sqlite_schema, but none called so.
    rows = connection.execute(
        "SELECT type, name, tbl_name, sql FROM main.sqlite_master LIMIT ?", [limits.DATABASE_OBJECTS + 1]
    )
    objects = {_object(tuple(row)) for row in rows}
    return {one for one in objects if not _is_record_of_migrations(one) and one not in _STATISTICS}


def _object(row: tuple[object, ...]) -> Object:
    kind, name, table, sql = ("" if value is None else str(value) for value in row)
    return kind, name, table, _WHITE_SPACE.sub(" ", sql).strip()


def _is_record_of_migrations(one: Object) -> bool:
    kind, name, table, sql = one
    if table != _OWN_RECORD or kind not in ("table", "index"):
        return False
    is_automatic = kind == "index" and not sql and name.startswith("sqlite_autoindex_")
    return is_automatic or (f'"{name}"' in sql and _RECORD_SQL.fullmatch(sql) is not None)

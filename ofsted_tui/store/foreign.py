"""A database file from someone else, looked at before anything in it can run.

SQLite stores views, triggers, checks, defaults and generated columns as SQL in the file, and runs them on
reading and writing. So the stored SQL is read first, and compared with what this program makes.
"""

import re
import sqlite3
from hashlib import sha256
from pathlib import Path
from time import monotonic

from ofsted_tui.model import limits
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.safe_text import visible_summary

DIGESTS = {
    1: "437c4e6a45633b37529b1ad5f70be73536b71b706758ca98c9151440fc76b80a",
    2: "c1a66913b28c7ec198724f7124a6ecc93c65e317048a802c95c1d6b287397ac4",
    3: "995fb3c7aa8ee0da16254d7139723a39af237c735d27d7e1a6c7f598397155e9",
}
"""The digest of the tables, indexes, views and triggers of each version; a test compares them."""

_RUNG = 1_000
"""So many steps of SQLite's machine are run between two looks at the clock."""
_WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")
_OWN_RECORD = "_sqlite_migrations"
_RECORD_SQL = re.compile(
    r'(?:CREATE TABLE|CREATE UNIQUE INDEX) "[a-z_]{1,60}"(?: ON "_sqlite_migrations")? \('
    r'(?: ?"[a-z_]{1,60}"(?: TEXT| INTEGER)?(?: PRIMARY KEY)?,?){1,8} ?\)(?: STRICT)?'
)
"""What sqlite-utils keeps a record of migrations in: its versions differ in white space and columns."""
_NAME = 80
_STATISTICS = frozenset(
    ("table", name, name, f"CREATE TABLE {name}({columns})")
    for name, columns in (("sqlite_stat1", "tbl,idx,stat"), ("sqlite_stat4", "tbl,idx,neq,nlt,ndlt,sample"))
)
"""What ANALYZE leaves, as SQLite itself makes it: numbers for its planner, and nothing that runs."""

Object = tuple[str, str, str, str]
"""Type, name, table and SQL of a table, index, view or trigger; white space in the SQL drawn together."""


def bound(connection: sqlite3.Connection) -> None:
    """Limit what a file can make SQLite take, and keep it from opening other files."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.DATABASE_VALUE_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, limits.DATABASE_SQL_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 10)


def check_schema(connection: sqlite3.Connection, path: Path, application_id: int) -> int:
    """Return the version of the file; raise StoreError where it holds what could run and is not ours.

    Nothing of it runs before. An empty file passes, and so does one whose version this program does not
    know: both are looked at by what opens the store.
    """
    found_id, version, objects = _looked_at(connection, path)
    if found_id != application_id:
        if objects:
            raise StoreError(f"{path}: is not an ofsted_tui database; name another file with --db.")
        return 0
    if version > max(DIGESTS) or (version <= 0 and not objects):
        return version
    if digest(objects) != DIGESTS.get(version):
        _refuse_difference(path, objects, expected_objects(version))
    return version


def digest(objects: set[Object]) -> str:
    """Return the SHA-256, in hexadecimal, of what a database is made of."""
    return sha256("\n".join("\0".join(one) for one in sorted(objects)).encode()).hexdigest()


def expected_objects(version: int) -> set[Object]:
    """Return what the migrations make up to a version of the file; slow, as it makes a database."""
    if version <= 0:
        return set()
    from sqlite_utils import Database

    from ofsted_tui.store.migrations import migrations

    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        names = [one.name for one in migrations.pending(Database(connection, execute_plugins=False))]
        later = names[version:]
        migrations.apply(Database(connection, execute_plugins=False), stop_before=later or None)
        return _objects(connection)
    finally:
        connection.close()


def _looked_at(connection: sqlite3.Connection, path: Path) -> tuple[int, int, set[Object]]:
    """Return application id, version and objects of one moment, within a time."""
    deadline = monotonic() + limits.DATABASE_SCHEMA_SECONDS
    connection.set_progress_handler(lambda: monotonic() > deadline, _RUNG)
    try:
        connection.execute("BEGIN")
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return application_id, version, _objects(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise _refusal(path, "its list of tables is too long to be read") from error
        raise
    except (sqlite3.DataError, UnicodeError) as error:
        raise _refusal(path, "its list of tables holds what is no text") from error
    finally:
        connection.set_progress_handler(None, 0)
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _objects(connection: sqlite3.Connection) -> set[Object]:
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


def _refuse_difference(path: Path, found: set[Object], expected: set[Object]) -> None:
    """Raise StoreError naming the first thing that is not as the migrations make it, if any."""
    names = {one[:2] for one in expected}
    for one in sorted(found - expected, key=lambda one: (one[:2] in names, one)):
        said = f"its {_called(one)} is not as ofsted-tui makes it"
        raise _refusal(path, said if one[:2] in names else f"it holds a {_called(one)} of another program")
    for one in sorted(expected - found):
        raise _refusal(path, f"its {_called(one)} is missing")


def _called(one: Object) -> str:
    kind, name, _, sql = one
    known = kind if kind in ("table", "index", "view", "trigger") else "thing"
    virtual = "virtual " if sql[:15].upper() == "CREATE VIRTUAL " else ""
    shown = visible_summary(name[:_NAME])
    return f"{virtual}{known} “{shown}{'…' if len(name) > _NAME else ''}”"


def _refusal(path: Path, what: str) -> StoreError:
    return StoreError(
        f"{path}: {what}, which could do harm when it is opened; nothing in it was run or changed. "
        "Ask for its CSV instead, or name another file with --db."
    )

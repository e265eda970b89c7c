"""A database file from someone else, looked at before anything in it can run.

SQLite stores views, triggers, checks, defaults and generated columns as SQL in the file, and runs them on
reading and writing. So the stored SQL is read first, and compared with what this program makes.
"""

import sqlite3
from pathlib import Path
from time import monotonic

from ofsted_tui.model import limits
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.store.before_opening import APPLICATION_ID
from ofsted_tui.store.schemas import DIGESTS, Object, digest, expected_objects, objects_in

_RUNG = 1_000
"""So many steps of SQLite's machine are run between two looks at the clock."""
_NAME = 80


def bound(connection: sqlite3.Connection) -> None:
    """Limit what a file can make SQLite take, and keep it from opening other files."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.DATABASE_VALUE_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, limits.DATABASE_SQL_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 10)


def check_schema(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the file; raise StoreError where it holds what could run and is not ours.

    Nothing of it runs before. An empty file passes, and so does one whose version this program does not
    know: both are looked at by what opens the store.
    """
    found_id, version, objects = _looked_at(connection, path)
    if found_id != APPLICATION_ID:
        if objects:
            raise StoreError(f"{path}: is not an ofsted_tui database; name another file with --db.")
        return 0
    if version > max(DIGESTS) or (version <= 0 and not objects):
        return version
    if digest(objects) != DIGESTS.get(version):
        _refuse_difference(path, objects, expected_objects(version))
    return version


def _looked_at(connection: sqlite3.Connection, path: Path) -> tuple[int, int, set[Object]]:
    """Return application id, version and objects of one moment, within a time."""
    deadline = monotonic() + limits.DATABASE_SCHEMA_SECONDS
    connection.set_progress_handler(lambda: monotonic() > deadline, _RUNG)
    try:
        connection.execute("BEGIN")
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return application_id, version, objects_in(connection)
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

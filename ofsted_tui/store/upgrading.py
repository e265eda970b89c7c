"""Bringing a file of an older version, or a new one, to the present version."""

from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.progress import Progress, silent
from ofsted_tui.store.backups import Backups, back_up_before_version
from ofsted_tui.store.before_opening import APPLICATION_ID
from ofsted_tui.store.connection import Connection
from ofsted_tui.store.digests import keep_missing
from ofsted_tui.store.faults import translated
from ofsted_tui.store.foreign_values import check_values
from ofsted_tui.store.long_work import long_work
from ofsted_tui.store.migrations import migrate
from ofsted_tui.store.recognised import SCHEMA_VERSION, version_of


def upgrade(connection: Connection, backups: Backups | None, progress: Progress | None = None) -> None:
    """Bring a file to the present version, in one transaction; raise StoreError.

    `progress` is told how far it has come; what it raises takes all of it back.
    """
    with long_work(connection, progress or silent) as tell:
        _upgrade(connection, backups, tell)


def _upgrade(connection: Connection, backups: Backups | None, tell: Progress) -> None:
    version = version_of(connection)
    if backups is not None and version:
        tell("upgrading the database: keeping a copy of it first", 0, 0)
        back_up_before_version(backups, connection, SCHEMA_VERSION)
    tell("upgrading the database", 0, 0)
    with translated(connection.path):
        connection.raw.execute("PRAGMA foreign_keys=off")
        with connection.action():
            if version_of(connection) < SCHEMA_VERSION:
                migrate(connection.database, tell)
                tell("upgrading the database: its documents", 0, 0)
                keep_missing(connection)
                tell("upgrading the database: looking it through", 0, 0)
                if version and connection.path is not None:
                    check_values(connection.raw, connection.path)
                connection.raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.raw.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            if connection.read("PRAGMA foreign_key_check"):
                raise StoreError(
                    f"{connection.path}: rows refer to rows that are missing; nothing was changed."
                )
        connection.raw.execute("PRAGMA foreign_keys=on")
    tell("upgraded", 1, 1)

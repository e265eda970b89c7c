"""What the commands share: the database, the options, the fallbacks of both."""

from dataclasses import dataclass
from pathlib import Path

import click

from ofsted_tui.store import Store

BUSY_SECONDS = 5.0
"""How long a command waits for another program that is writing."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was given before the name of the command."""

    database: Path
    session: str | None


def text(value: str) -> str:
    """Return text that can be kept: a shell may hand over bytes that are no UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise click.BadParameter(f"{value!r} is not valid text in UTF-8.") from None
    return value


FILE = click.Path(path_type=Path)


def default_database() -> Path:
    """Return the place of the database where none is named."""
    from platformdirs import user_data_path

    return user_data_path("ofsted-tui", appauthor=False) / "reviews.db"


def open_store(database: Path, *, create: bool = False) -> Store:
    """Open the database; raise StoreError."""
    return Store(database, create=create, busy_seconds=BUSY_SECONDS)


def _database(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path:
    chosen: Chosen = ctx.obj
    return chosen.database if value is None else value


def _session(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    chosen: Chosen = ctx.obj
    return chosen.session if value is None else value


database_option = click.option(
    "--db", "database", type=FILE, metavar="FILE", callback=_database, help="The database to use."
)
session_option = click.option(
    "--session", type=text, metavar="NAME", callback=_session, help="A session, by name or id."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program.")

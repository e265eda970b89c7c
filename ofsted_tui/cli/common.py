"""What the commands share: the database, the options, the fallbacks of both."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from ofsted_tui.cli.output import complain
from ofsted_tui.cli.progress import ProgressBar
from ofsted_tui.importing.upkeep import read_again
from ofsted_tui.model.errors import NotFoundError, StoreError
from ofsted_tui.model.session import Session
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.naming import session_named
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


def open_store(database: Path, *, create: bool = False) -> Store:
    """Open the database, with its documents read by the present reading; raise StoreError."""
    with ProgressBar() as bar:
        store = Store(database, create=create, busy_seconds=BUSY_SECONDS, progress=bar.show)
        store.warn = complain
        try:
            # What may not be written stays as an older reading has read it: that serves too.
            with suppress(StoreError):
                read_again(store, ilacs_codebook(), bar.show)
        except BaseException:
            store.close()
            raise
    return store


def session_meant(store: Store, wanted: str | None) -> Session:
    """Return the session of that name, or the one opened last; raise NotFoundError, StoreError."""
    if wanted is not None:
        return session_named(store, wanted)
    session = next((store.sessions.get(one) for one in store.sessions.names()), None)
    if session is None:
        raise NotFoundError("There is no session yet: open ofsted-tui, or tag a passage, to make one.")
    return session


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

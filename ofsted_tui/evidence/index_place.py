"""Where the index for searching is kept: with the user's other caches, one file for each database."""

from pathlib import Path

from ofsted_tui.model.document import text_sha256

_NAME = 24
"""How many letters of the hash name the file."""


def index_path(database: Path | None) -> Path | None:
    """Return the place of the index of a database; None for one in memory."""
    if database is None:
        return None
    from platformdirs import user_cache_path

    name = text_sha256(str(database.resolve()))[:_NAME]
    return user_cache_path("ofsted-tui", appauthor=False) / "search" / f"{name}.db"

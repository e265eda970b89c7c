"""The file of the search index: in the user's cache folder, one for each database."""

from pathlib import Path

from ofsted_tui.model.document import text_sha256

_NAME = 24
"""How many characters of the hash make the file's name."""


def index_path(database: Path | None) -> Path | None:
    """Return the path of the search index of a database; None for a database in memory."""
    if database is None:
        return None
    from platformdirs import user_cache_path

    name = text_sha256(str(database.resolve()))[:_NAME]
    return user_cache_path("ofsted-tui", appauthor=False) / "search" / f"{name}.db"

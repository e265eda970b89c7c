"""Where the files that come with ofsted_tui are: its codebooks and its sample documents."""

from pathlib import Path

from ofsted_tui.model.errors import UserError

_PACKAGE = Path(__file__).resolve().parent


def data_file(name: str) -> Path:
    """Return the path of a file in data/; raise UserError where it is missing."""
    return _find(Path("data", name))


def seeds_folder() -> Path:
    """Return the folder of the sample documents; raise UserError where it is missing."""
    return _find(Path("seeds", "manifest.toml")).parent


def _find(wanted: Path) -> Path:
    # Inside the package first: beside an installed package there may be another project's data/.
    for home in (_PACKAGE, _PACKAGE.parent):
        if (home / wanted).is_file():
            return home / wanted
    raise UserError(
        f"{wanted.as_posix()} is missing from {_PACKAGE} and from beside it: install ofsted-tui again."
    )

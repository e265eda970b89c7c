"""The annotations as a CSV file that spreadsheets open and `verify` can check."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsted_tui.export.atomic_file import file_errors_in_words, refuse_what_is_no_file, replacing
from ofsted_tui.export.csv_records import BOM
from ofsted_tui.export.csv_rows import COLUMNS, RowMaker, csv_line, csv_record
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import UserError
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.past import Past

HEADER = csv_record(COLUMNS)
"""The first line of every export, behind the byte order mark."""

BEGINNING = (BOM + HEADER).encode()
"""What every export begins with, and an empty one consists of."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which annotations to export; None for all."""

    session_id: str | None = None
    document_id: str | None = None
    area: str | None = None
    past: Past | None = None
    """The moment whose annotations are wanted; None for now."""


def count_rows(store: Store, scope: Scope, documents: Container[str] | None = None) -> int:
    """Count the rows that an export would have; only those of some documents, where these are given."""
    return sum(1 for one in _found(store, scope) if documents is None or one.document.id in documents)


def csv_lines(store: Store, codebook: Codebook, scope: Scope) -> Iterator[str]:
    """Yield one CSV record for each annotation, by document, start, end and area; not the header."""
    rows = RowMaker(store, codebook, scope.past)
    for found in _found(store, scope):
        yield csv_line(rows.row(found))


def write_csv(store: Store, codebook: Codebook, path: Path, scope: Scope, *, force: bool = False) -> int:
    """Write the CSV, whole or not at all, and return the number of rows.

    Raises UserError where the file cannot be written, or where another kind of file is there already and
    `force` is not given.
    """
    if not force:
        _refuse_to_replace(path)
    rows = 0
    with replacing(path) as file:
        file.write(BEGINNING)
        for line in csv_lines(store, codebook, scope):
            file.write(line.encode())
            rows += 1
    return rows


def _found(store: Store, scope: Scope) -> Iterator[AnnotationInContext]:
    source = scope.past or store.annotations
    return source.in_context(scope.session_id, scope.document_id, scope.area)


class OtherFileError(UserError):
    """Another kind of file is there already, which nothing but the user's word may replace."""


def is_export(path: Path) -> bool:
    """Tell whether a file is there that an export has written; raise UserError where it cannot be read."""
    with file_errors_in_words(path):
        return path.exists() and _beginning(path) == BEGINNING


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(BEGINNING))


def _refuse_to_replace(path: Path) -> None:
    with file_errors_in_words(path):
        refuse_what_is_no_file(path)
        beginning = _beginning(path) if path.exists() else b""
    if beginning not in (b"", BEGINNING):
        raise OtherFileError(
            f"{path}: is there already and is not an export of ofsted-tui; name another file."
        )

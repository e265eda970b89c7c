"""The annotations as a CSV file that spreadsheets open and `verify` can check."""

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsted_tui.export.atomic_file import file_errors_in_words, refuse_what_is_no_file, replacing
from ofsted_tui.export.csv_columns import COLUMNS, csv_record
from ofsted_tui.export.csv_records import BOM
from ofsted_tui.export.csv_rows import RowMaker
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.progress import Progress, silent, told
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.in_context import counts_in_context
from ofsted_tui.store.long_work import long_work
from ofsted_tui.store.one_moment import one_moment
from ofsted_tui.store.past import Past

ENDING = ".csv"
"""What the name of every export ends in."""
HEADER = csv_record(COLUMNS)
"""The first line of every export, behind the byte order mark."""

BEGINNING = (BOM + HEADER).encode()
"""What every export begins with, and an empty one consists of."""


EXPORTING = "exporting"
"""What an export tells of itself."""


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
    if scope.past is None:
        counts = counts_in_context(store.connection, scope.session_id, scope.document_id, scope.area)
    else:
        counts = Counter(one.document.id for one in _found(store, scope))
    return sum(count for document, count in counts.items() if documents is None or document in documents)


def csv_lines(store: Store, codebook: Codebook, scope: Scope) -> Iterator[str]:
    """Yield one CSV record for each annotation, by document, start, end and area; not the header."""
    rows = RowMaker(store, codebook, scope.past)
    for found in _found(store, scope):
        yield rows.csv_line(found)


def write_csv(
    store: Store,
    codebook: Codebook,
    path: Path,
    scope: Scope,
    *,
    force: bool = False,
    progress: Progress = silent,
    total: int = 0,
) -> int:
    """Write the CSV of one moment, whole or not at all, and return the number of rows.

    Of `total` rows, if that is known, `progress` is told how many are written; where it raises, nothing is
    left behind. Raises UserError where the file cannot be written, or where another kind of file is there
    already and `force` is not given.
    """
    if not force:
        _refuse_to_replace(path)
    rows = 0
    with replacing(path) as file:
        file.write(BEGINNING)
        with long_work(store.connection, progress) as tell, one_moment(store.connection):
            for line in told(csv_lines(store, codebook, scope), tell, EXPORTING, total):
                file.write(line.encode())
                rows += 1
        progress(EXPORTING, rows, rows)
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

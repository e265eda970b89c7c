"""Write the annotations as a CSV that `verify` can check."""

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsted_tui.export.atomic_file import begins_with, replacing
from ofsted_tui.export.csv_format import BOM, HEADER
from ofsted_tui.export.rows import RowMaker
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import Progress, silent, told
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.as_of import AsOf
from ofsted_tui.store.connection import long_work

ENDING = ".csv"
"""What the name of every export ends in."""
BEGINNING = (BOM + HEADER).encode()
"""What every export begins with, and an empty one consists of."""
EXPORTING = "exporting"
"""What an export tells of itself."""


@dataclass(frozen=True, slots=True)
class ExportScope:
    """Which annotations to export; None for all."""

    session_id: str | None = None
    document_id: str | None = None
    area: str | None = None
    past: AsOf | None = None
    """The moment whose annotations are wanted; None for now."""


def write_csv(
    store: Store,
    codebook: Codebook,
    path: Path,
    scope: ExportScope,
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
    rows = 0
    with replacing(path, BEGINNING, "not an export of ofsted-tui", force=force) as file:
        file.write(BEGINNING)
        with long_work(store.connection, progress) as tell, store.connection.snapshot():
            lines = csv_lines(store, codebook, scope, tell, total)
            for rows, line in enumerate(lines, 1):  # noqa: B007 - the last number is what is returned
                file.write(line.encode())
        progress(EXPORTING, rows, rows)
    return rows


def csv_lines(
    store: Store, codebook: Codebook, scope: ExportScope, progress: Progress = silent, total: int = 0
) -> Iterator[str]:
    """Yield one CSV record for each annotation, by document, start, end and area; not the header.

    `progress` is told how many of `total` rows are made, 0 for a number that is not known.
    """
    rows = RowMaker(store, codebook, scope.past)
    for found in told(_found(store, scope), progress, EXPORTING, total):
        yield rows.csv_line(found)


def _found(store: Store, scope: ExportScope) -> Iterator[AnnotationInContext]:
    source = scope.past or store.annotations
    return source.in_context(scope.session_id, scope.document_id, scope.area)


def count_rows(store: Store, scope: ExportScope, documents: Container[str] | None = None) -> int:
    """Count the rows that an export would have; only those of some documents, where these are given."""
    if scope.past is None:
        counts = store.annotations.counts_in_context(scope.session_id, scope.document_id, scope.area)
    else:
        counts = Counter(one.document.id for one in _found(store, scope))
    return sum(count for document, count in counts.items() if documents is None or document in documents)


def is_export(path: Path) -> bool:
    """Tell whether a file is there that an export has written; raise UserError where it cannot be read."""
    return begins_with(path, BEGINNING)

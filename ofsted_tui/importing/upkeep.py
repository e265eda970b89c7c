"""What is done to a database of an older program when it is opened."""

from typing import TYPE_CHECKING

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.reading.structure.assembly import READING
from ofsted_tui.store import Store

if TYPE_CHECKING:
    from ofsted_tui.model.errors import Progress


def read_again(store: Store, codebook: Codebook, progress: "Progress | None" = None) -> int:
    """Read every document again that an older reading has read; return how many. Raises StoreError."""
    ids = store.documents.read_before(READING)
    if not ids:
        return 0
    from ofsted_tui.importing.details import read_all_again
    from ofsted_tui.model.errors import silent

    return read_all_again(store, codebook, ids, progress or silent)

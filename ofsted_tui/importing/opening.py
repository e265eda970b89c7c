"""Make a database ready: a first session on the samples, documents read again by a newer program."""

from typing import TYPE_CHECKING

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import document_id
from ofsted_tui.model.errors import Progress, silent
from ofsted_tui.reading import READING
from ofsted_tui.store import Store

if TYPE_CHECKING:
    from ofsted_tui.importing.batch import Prepared

SAMPLE_SESSION = "Sample review"


def begin(store: Store, codebook: Codebook, reviewer: str, name: str | None = None) -> str:
    """Make a session on all documents of a store, and return its id.

    A store without documents gets the sample corpus first, and the session begins at its inspection report.
    """
    documents = [one.id for one in store.documents.all()]
    if documents:
        with store.action():
            return _first(store, name) or store.sessions.add(name or "First review", reviewer, documents)
    from ofsted_tui.importing.details import first_sample

    samples = _samples(codebook)
    with store.action():
        if started := _first(store, name):
            return started
        for one in samples:
            store.documents.add(one.document, one.structure, one.source, READING)
        ids = [one.document.id for one in samples]
        session_id = store.sessions.add(name or SAMPLE_SESSION, reviewer, ids)
        store.sessions.set_current(session_id, document_id(first_sample().sha256), "document")
    return session_id


def _samples(codebook: Codebook) -> "list[Prepared]":
    from ofsted_tui.importing.batch import prepare
    from ofsted_tui.importing.details import sample_documents
    from ofsted_tui.reading.formats.sandbox import Extractor

    with Extractor() as extractor:  # texts need no process of their own, so none is started
        return [prepare(codebook, sample.path, extractor) for sample in sample_documents()]


def _first(store: Store, name: str | None) -> str | None:
    """Return a session that another program has begun meanwhile, where it matters which is first."""
    sessions = store.sessions.all() if name is None else []
    return sessions[0].id if sessions else None


def read_again(store: Store, codebook: Codebook, progress: Progress | None = None) -> int:
    """Read every document again that an older reading has read; return how many. Raises StoreError."""
    ids = store.documents.read_before(READING)
    if not ids:
        return 0
    from ofsted_tui.importing.details import read_all_again

    return read_all_again(store, codebook, ids, progress or silent)

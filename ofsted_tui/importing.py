"""Bring documents into a store: a file of the user's, or the sample corpus."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import Document, DocumentDetails, DocumentKind, document_id, text_sha256
from ofsted_tui.reading.paragraphs import paragraphs
from ofsted_tui.reading.samples import Sample, first_sample, sample_documents, sample_for
from ofsted_tui.reading.text_file import TextFile, read_text_file
from ofsted_tui.store import Store

SAMPLE_SESSION = "Sample review"


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of a document; None where nothing was said."""

    title: str | None = None
    kind: DocumentKind | None = None
    local_authority: str | None = None
    event_start: date | None = None
    event_end: date | None = None
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of importing one file."""

    details: DocumentDetails
    is_new: bool
    encoding: str
    is_changed: bool = False
    """True where the document was there already and is now described otherwise."""


def import_file(store: Store, codebook: Codebook, path: Path, given: Given | None = None) -> Imported:
    """Read a file and keep it as a document; raise ReadingError, CodebookError or StoreError.

    Where the same text is there already, what is given corrects what was known of it.
    """
    given = given or Given()
    document, encoding = _read(codebook, path, given)
    with store.action():
        before = store.documents.details(document.id)
        if before is None:
            store.documents.add(document, encoding, paragraphs(document.text))
            return Imported(document.details, True, encoding)
        after = _corrected(codebook, before, given)
        if after != before:
            store.documents.describe(after)
    return Imported(after, False, encoding, after != before)


def _corrected(codebook: Codebook, before: DocumentDetails, given: Given) -> DocumentDetails:
    edition = given.edition
    if edition is None and given.event_start is None:
        framework, assumed = before.framework, before.framework_assumed
    else:
        framework, assumed = edition_for(codebook, given.event_start or before.event_start, edition)
    dated = given.event_start is not None
    return replace(
        before,
        title=given.title or before.title,
        kind=given.kind or before.kind,
        local_authority=given.local_authority or before.local_authority,
        event_start=given.event_start or before.event_start,
        event_end=(given.event_end or given.event_start) if dated else before.event_end,
        framework=framework,
        framework_assumed=assumed,
    )


def begin(store: Store, codebook: Codebook, reviewer: str, name: str | None = None) -> str:
    """Make a session on all documents of a store, and return its id.

    A store without documents gets the sample corpus first, and the session begins at its inspection report.
    """
    documents = [one.id for one in store.documents.all()]
    if documents:
        with store.action():
            return _first(store, name) or store.sessions.add(name or "First review", reviewer, documents)
    samples = [_read(codebook, sample.path, Given()) for sample in sample_documents()]
    with store.action():
        if started := _first(store, name):
            return started
        for document, encoding in samples:
            store.documents.add(document, encoding, paragraphs(document.text))
        ids = [document.id for document, _ in samples]
        session_id = store.sessions.add(name or SAMPLE_SESSION, reviewer, ids)
        store.sessions.set_current(session_id, document_id(first_sample().sha256), "document")
    return session_id


def _first(store: Store, name: str | None) -> str | None:
    """Return a session that another program has begun meanwhile, where it matters which is first."""
    sessions = store.sessions.all() if name is None else []
    return sessions[0].id if sessions else None


def edition_for(codebook: Codebook, event_start: date | None, edition: str | None) -> tuple[str, bool]:
    """Return the code of the edition that applies, and whether it is only assumed.

    The edition goes by the day the event started, never by publication (Ofsted's framework editions of
    January 2018, January 2023 and April 2026). Where neither a day nor an edition is given the newest one
    is assumed; for an event before the first edition, the first.
    """
    if edition is not None:
        return codebook.edition(edition).code, False
    if event_start is None:
        return codebook.newest_edition.code, True
    found = codebook.edition_on(event_start)
    return (codebook.editions[0].code, True) if found is None else (found.code, False)


def _read(codebook: Codebook, path: Path, given: Given) -> tuple[Document, str]:
    """Return the document that a file holds, and the encoding it was read in."""
    file = read_text_file(path)
    return Document(_details(codebook, path, file, given), file.text), file.encoding


def _details(codebook: Codebook, path: Path, file: TextFile, given: Given) -> DocumentDetails:
    sha256 = text_sha256(file.text)
    sample = sample_for(sha256)
    told = _completed(given, sample) if sample else given
    edition, assumed = edition_for(codebook, told.event_start, told.edition)
    return DocumentDetails(
        id=document_id(sha256),
        sha256=sha256,
        title=told.title or file.title,
        length=len(file.text),
        kind=told.kind or DocumentKind.OTHER,
        local_authority=told.local_authority or "",
        event_start=told.event_start,
        event_end=told.event_end or told.event_start,
        framework=edition,
        framework_assumed=assumed,
        source=path.name.encode("utf-8", "replace").decode(),
        licence=sample.licence if sample else "",
    )


def _completed(given: Given, sample: Sample) -> Given:
    """Fill what the user did not say from the manifest, so that a sample is known wherever it is read."""
    dated = given.event_start is not None
    return Given(
        title=given.title or sample.title,
        kind=given.kind or sample.kind,
        local_authority=given.local_authority or sample.local_authority,
        event_start=given.event_start or sample.event_start,
        event_end=given.event_end if dated else sample.event_end,
        edition=given.edition if dated else given.edition or sample.framework,
    )

"""Import one file: read it, find its structure, keep it in one transaction."""

from dataclasses import dataclass
from pathlib import Path

from ofsted_tui.importing.details import (
    Given,
    correct_within,
    edition_for,
    sample_for,
    with_found,
    with_given,
    with_sample,
)
from ofsted_tui.importing.reissue import former_of, note_replacement
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import Document, DocumentDetails, SourceText, document_id, text_sha256
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.structure import Structure
from ofsted_tui.reading.formats.document_file import read_document
from ofsted_tui.reading.formats.sandbox import Extractor
from ofsted_tui.reading.structure.assembly import READING, structure_of
from ofsted_tui.store import Store


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was read, with its structure, but is not kept yet."""

    document: Document
    source: SourceText
    structure: Structure


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of importing one file."""

    details: DocumentDetails
    is_new: bool
    encoding: str
    is_changed: bool = False
    """True where the document was there already and its details were changed."""
    remarks: tuple[str, ...] = ()
    former: DocumentDetails | None = None
    """The document that this one replaces or, where it replaces none, seems to be a new version of."""


def import_file(
    store: Store,
    codebook: Codebook,
    path: Path,
    given: Given | None = None,
    extractor: Extractor | None = None,
) -> Imported:
    """Read a file and keep it as a document; raise ReadingError, CodebookError or StoreError.

    Where the same text is there already, what is given corrects what was known of it.
    """
    if extractor is not None:
        return keep(store, codebook, prepare(codebook, path, extractor, given), given)
    with Extractor() as own:
        return keep(store, codebook, prepare(codebook, path, own, given), given)


def prepare(codebook: Codebook, path: Path, extractor: Extractor, given: Given | None = None) -> Prepared:
    """Read a file and find its structure, without a store: any thread may do so. Raises ReadingError."""
    source = read_document(path, extractor)
    return understood(codebook, source, path, given or Given())


def understood(codebook: Codebook, source: SourceText, path: Path, given: Given) -> Prepared:
    """Find the structure of a text that was read from `path`."""
    structure = structure_of(source, codebook, kind=given.kind, start=given.event_start)
    sha256 = text_sha256(source.text)
    edition, assumed = edition_for(codebook, None, None)
    details = DocumentDetails(
        id=document_id(sha256),
        sha256=sha256,
        title=source.title or path.stem.encode("utf-8", "replace").decode(),
        length=len(source.text),
        framework=edition,
        framework_assumed=assumed,
        source=path.name.encode("utf-8", "replace").decode(),
        format=source.format,
        file_sha256=source.file_sha256,
    )
    sample = sample_for(sha256)
    if sample is not None:
        details = with_sample(details, sample)
    details = with_given(codebook, with_found(codebook, details, structure.facts), given)
    return Prepared(Document(details, source.text), source, structure)


def keep(store: Store, codebook: Codebook, prepared: Prepared, given: Given | None = None) -> Imported:
    """Keep a document that was read; raise StoreError. All of it is kept, or nothing."""
    document, source = prepared.document, prepared.source
    told = given or Given()
    _refuse_itself(document.details, told)
    with store.action():
        before = store.documents.details(document.id)
        if before is None:
            store.documents.add(document, prepared.structure, source, READING)
        else:
            correct_within(store, codebook, document.id, told)
        if told.replaces:
            note_replacement(store, document.id, told.replaces)
        after = store.documents.details(document.id) or document.details
    is_changed = before is not None and after != before
    return Imported(after, before is None, source.encoding, is_changed, source.remarks, _former(store, after))


def _refuse_itself(details: DocumentDetails, told: Given) -> None:
    if told.replaces == details.id:
        raise UserError(f"{details.title!r} has the same text as the document that it should replace.")


def _former(store: Store, details: DocumentDetails) -> DocumentDetails | None:
    if details.replaces:
        return store.documents.details(details.replaces)
    return former_of(store, details)

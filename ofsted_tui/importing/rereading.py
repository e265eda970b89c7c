"""Documents that an older reading has read, read again; what the user has corrected stays."""

from dataclasses import replace

from ofsted_tui.importing.given import with_found
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.structure import Section, Structure
from ofsted_tui.reading.build.structure import READING, structure_of
from ofsted_tui.reading.samples import sample_for
from ofsted_tui.store import Store


def read_again(store: Store, codebook: Codebook) -> int:
    """Read every document again that an older reading has read; return how many. Raises StoreError.

    Each is one action: what is done stays done where the program is stopped between two. A document that the
    present reading cannot take keeps what an older one found: it must not keep the others from opening.
    """
    ids = store.documents.read_before(READING)
    done = 0
    for document_id in ids:
        try:
            with store.action():
                _read(store, codebook, document_id)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
            continue
        done += 1
    return done


def _read(store: Store, codebook: Codebook, document_id: str) -> None:
    before = store.documents.details(document_id)
    if before is None:
        raise NotFoundError("That document is not in this database.")
    told = replace(before, corrected=before.corrected | _told(before))
    structure = structure_for(store, codebook, told)
    after = with_found(codebook, told, structure.facts)
    if after != before:
        store.documents.describe(after)
    store.documents.read_again(after, structure, READING)


def _told(details: DocumentDetails) -> frozenset[str]:
    """Return what a user has said of a document before it was noted: all that was not left as it came.

    The first version of the program found nothing by itself: what it knew of a document, a user had said.
    """
    if details.format != "text" or details.file_sha256 or sample_for(details.sha256) is not None:
        return frozenset()
    told = {
        "title": details.title not in {details.source, details.source.rpartition(".")[0]},
        "kind": details.kind is not DocumentKind.OTHER,
        "local_authority": bool(details.local_authority),
        "event": details.event_start is not None,
        "framework": details.event_start is None and not details.framework_assumed,
    }
    return frozenset(name for name, is_told in told.items() if is_told)


def structure_for(store: Store, codebook: Codebook, details: DocumentDetails) -> Structure:
    """Return the structure of a document of the store, with what the user has corrected in it."""
    source = store.documents.source(details.id)
    if source is None:
        raise NotFoundError("The text of that document is not in this database.")
    told = details.corrected
    found = structure_of(
        source,
        codebook,
        kind=details.kind if "kind" in told else None,
        start=details.event_start if "event" in told else None,
    )
    structures = store.documents.structures
    if "grades" in told:
        found = replace(found, judgements=structures.judgements(details.id))
    areas = {one.start: one.area for one in structures.sections(details.id)}
    return replace(found, sections=tuple(_as_corrected(one, areas, told) for one in found.sections))


def _as_corrected(section: Section, areas: dict[int, str], told: frozenset[str]) -> Section:
    if f"section:{section.start}" in told:
        return replace(section, area=areas.get(section.start, section.area))
    return section

"""Documents that an older reading has read, read again; what the user has corrected stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ofsted_tui.importing.given import with_found
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.progress import Progress, silent
from ofsted_tui.model.section import Grade, Section
from ofsted_tui.model.structure import Structure
from ofsted_tui.reading.build.structure import structure_of
from ofsted_tui.reading.samples import sample_for
from ofsted_tui.reading.version import READING
from ofsted_tui.store import Store

_READING = "reading the documents again, for a newer version of the program"
"""What is told meanwhile."""


def read_all_again(store: Store, codebook: Codebook, ids: Sequence[str], progress: Progress = silent) -> int:
    """Read these documents again, and return how many were. Raises StoreError.

    Each is one action: what is done stays done where the program is stopped between two. A document that the
    present reading cannot take keeps what an older one found: it must not keep the others from opening.
    """
    done = 0
    try:
        for looked_at, document_id in enumerate(ids):
            progress(_READING, looked_at, len(ids))
            done += _is_read(store, codebook, document_id)
    finally:
        progress(_READING, len(ids), len(ids))
    return done


def _is_read(store: Store, codebook: Codebook, document_id: str) -> bool:
    try:
        with store.action():
            _read(store, codebook, document_id)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return False
    return True


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
    is_markdown = details.source.lower().endswith((".md", ".markdown"))
    told = {
        "title": not is_markdown and details.title not in {details.source, details.source.rpartition(".")[0]},
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
        edition=details.framework if "framework" in told else None,
    )
    sections = [_as_corrected(one, told) for one in found.sections]
    if "grades" in told:
        judgements = store.documents.structures.judgements(details.id)
        found = replace(found, judgements=judgements)
        sections = graded_anew(sections, {one.area: one.grade for one in judgements})
    return replace(found, sections=tuple(sections))


def graded_anew(sections: Iterable[Section], grades: Mapping[str, Grade]) -> list[Section]:
    """Return the sections with the grades that a user has set for their areas."""
    return [replace(one, grade=grades.get(one.area)) if one.area else one for one in sections]


def section_note(start: int, area: str) -> str:
    """Return the note by which the area that a user gave to the section at `start` is kept."""
    return f"section:{start}={area}"


def is_note_on(note: str, start: int) -> bool:
    """Tell whether a note is about the section whose heading begins at `start`."""
    return note.startswith(f"section:{start}=")


def _as_corrected(section: Section, told: frozenset[str]) -> Section:
    for note in told:
        if is_note_on(note, section.start):
            return replace(section, area=note.partition("=")[2])
    return section

"""Read documents again that an older reading has read, and keep what the user has corrected."""

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
"""What the progress says of it."""


def read_all_again(store: Store, codebook: Codebook, ids: Sequence[str], progress: Progress = silent) -> int:
    """Read these documents again and return how many could be; raise StoreError.

    Each is one transaction, so that the work can be stopped between two. A document that cannot be read now
    keeps what an older reading found, and does not stop the others.
    """
    done = 0
    try:
        for looked_at, document_id in enumerate(ids):
            progress(_READING, looked_at, len(ids))
            done += _try_to_reread(store, codebook, document_id)
    finally:
        progress(_READING, len(ids), len(ids))
    return done


def _try_to_reread(store: Store, codebook: Codebook, document_id: str) -> bool:
    try:
        with store.action():
            _reread(store, codebook, document_id)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return False
    return True


def _reread(store: Store, codebook: Codebook, document_id: str) -> None:
    before = store.documents.details(document_id)
    if before is None:
        raise NotFoundError("That document is not in this database.")
    corrected = replace(before, corrected=before.corrected | _set_by_user(before))
    structure = structure_for(store, codebook, corrected)
    after = with_found(codebook, corrected, structure.facts)
    if after != before:
        store.documents.describe(after)
    store.documents.read_again(after, structure, READING)


def _set_by_user(details: DocumentDetails) -> frozenset[str]:
    """Return the names of the details that a user must have set before the program noted who set them.

    The first version of the program found no details by itself: all that differ from the defaults were set.
    """
    if details.format != "text" or details.file_sha256 or sample_for(details.sha256) is not None:
        return frozenset()
    is_markdown = details.source.lower().endswith((".md", ".markdown"))
    details_set = {
        "title": not is_markdown and details.title not in {details.source, details.source.rpartition(".")[0]},
        "kind": details.kind is not DocumentKind.OTHER,
        "local_authority": bool(details.local_authority),
        "event": details.event_start is not None,
        "framework": details.event_start is None and not details.framework_assumed,
    }
    return frozenset(name for name, is_set in details_set.items() if is_set)


def structure_for(store: Store, codebook: Codebook, details: DocumentDetails) -> Structure:
    """Return the structure of a document of the store, with what the user has corrected in it."""
    source = store.documents.source(details.id)
    if source is None:
        raise NotFoundError("The text of that document is not in this database.")
    corrected = details.corrected
    found = structure_of(
        source,
        codebook,
        kind=details.kind if "kind" in corrected else None,
        start=details.event_start if "event" in corrected else None,
        edition=details.framework if "framework" in corrected else None,
    )
    sections = [_as_corrected(one, corrected) for one in found.sections]
    if "grades" in corrected:
        judgements = store.documents.structures.judgements(details.id)
        found = replace(found, judgements=judgements)
        sections = with_grades(sections, {one.area: one.grade for one in judgements})
    return replace(found, sections=tuple(sections))


def with_grades(sections: Iterable[Section], grades: Mapping[str, Grade]) -> list[Section]:
    """Return the sections with the grades that a user has set for their areas."""
    return [replace(one, grade=grades.get(one.area)) if one.area else one for one in sections]


def section_note(start: int, area: str) -> str:
    """Return the note in `corrected` that a user gave this area to the section at `start`."""
    return f"section:{start}={area}"


def is_note_on(note: str, start: int) -> bool:
    """Tell whether a note is about the section whose heading begins at `start`."""
    return note.startswith(f"section:{start}=")


def _as_corrected(section: Section, corrected: frozenset[str]) -> Section:
    for note in corrected:
        if is_note_on(note, section.start):
            return replace(section, area=note.partition("=")[2])
    return section

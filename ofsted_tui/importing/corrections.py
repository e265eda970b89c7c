"""Corrections of what is known of a document; reading it again does not undo them."""

from collections.abc import Mapping
from dataclasses import replace

from ofsted_tui.importing.given import Given, with_found, with_given
from ofsted_tui.importing.rereading import is_note_on, section_note, structure_for, with_grades
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.section import Grade
from ofsted_tui.model.structure import Judgement
from ofsted_tui.store import Store

GRADES = "grades"
"""The note in `corrected` that the grades were set by the user."""


def correct(store: Store, codebook: Codebook, document_id: str, given: Given) -> DocumentDetails:
    """Correct what is known of a document and return it; raise NotFoundError, CodebookError, StoreError.

    Where the kind, the day or the edition changes, the structure is found anew: it depends on them.
    """
    with store.action():
        return correct_within(store, codebook, document_id, given)


def correct_within(store: Store, codebook: Codebook, document_id: str, given: Given) -> DocumentDetails:
    """Correct as `correct` does, in the caller's transaction."""
    before = _details(store, document_id)
    after = with_given(codebook, before, given)
    if after == before:
        return before
    store.documents.describe(after)
    decisive = [(one.kind, one.event_start, one.framework) for one in (before, after)]
    return after if decisive[0] == decisive[1] else _read_anew(store, codebook, after)


def _read_anew(store: Store, codebook: Codebook, details: DocumentDetails) -> DocumentDetails:
    """Find the structure anew, and return the details with what it says of them."""
    structure = structure_for(store, codebook, details)
    after = with_found(codebook, details, structure.facts)
    if after != details:
        store.documents.describe(after)
    store.documents.restructure(details.id, structure)
    return after


def correct_grades(store: Store, document_id: str, grades: Mapping[str, Grade]) -> None:
    """Set the grades of a document by area code, all of them; raise NotFoundError, StoreError."""
    with store.action():
        details = _details(store, document_id)
        structures = store.documents.structures
        known = {one.area: one for one in structures.judgements(document_id)}
        rows = [
            replace(known[area], grade=grade) if area in known else Judgement(area, grade, 0, 0)
            for area, grade in grades.items()
        ]
        if {row.area: row.grade for row in rows} == {one.area: one.grade for one in known.values()}:
            return
        structures.put_judgements(document_id, rows)
        sections = structures.sections(document_id)
        structures.put_sections(document_id, with_grades(sections, grades))
        store.documents.describe(replace(details, corrected=details.corrected | {GRADES}))


def correct_section(store: Store, document_id: str, position: int, area: str) -> None:
    """Set the area of a section by its position ("" for none); raise NotFoundError, StoreError."""
    with store.action():
        details = _details(store, document_id)
        structures = store.documents.structures
        sections = list(structures.sections(document_id))
        if not 0 <= position < len(sections):
            raise NotFoundError("That section is no longer there.")
        if sections[position].area == area:
            return
        sections[position] = replace(sections[position], area=area)
        structures.put_sections(document_id, sections)
        note = section_note(sections[position].start, area)
        kept = {one for one in details.corrected if not is_note_on(one, sections[position].start)}
        store.documents.describe(replace(details, corrected=frozenset(kept | {note})))


def _details(store: Store, document_id: str) -> DocumentDetails:
    details = store.documents.details(document_id)
    if details is None:
        raise NotFoundError("That document is not in this database.")
    return details

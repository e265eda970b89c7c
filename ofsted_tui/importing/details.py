"""Settle what is known of a document: what the user says or corrects, the text, the manifest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind, SourceText, document_id, text_sha256
from ofsted_tui.model.errors import NotFoundError, Progress, silent
from ofsted_tui.model.limits import TITLE_CHARACTERS, check_length
from ofsted_tui.model.structure import Facts, Grade, Judgement, Section, Structure
from ofsted_tui.reading import READING
from ofsted_tui.reading.codebook_file import TomlTable, read_toml
from ofsted_tui.reading.structure.assembly import structure_of
from ofsted_tui.resources import seeds_folder
from ofsted_tui.store import Store


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample document: where its text is, and what is known of it."""

    path: Path
    title: str
    kind: DocumentKind
    local_authority: str
    event_start: date | None
    event_end: date | None
    framework: str
    """The code of the codebook edition, as "2023"."""
    source: str
    licence: str
    sha256: str
    """SHA-256 of the text in UTF-8 with LF line ends: the document's identity."""


@cache
def sample_documents() -> tuple[Sample, ...]:
    """Return the sample documents in the order of the manifest."""
    manifest = _manifest()
    entries = manifest.values.get("samples")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise manifest.fault("samples must be a list of tables.")
    return tuple(
        _sample(TomlTable(manifest.file, f"sample {number}", entry)) for number, entry in enumerate(entries)
    )


def first_sample() -> Sample:
    """Return the sample that a first run opens."""
    manifest = _manifest()
    name = manifest.text("first")
    for sample in sample_documents():
        if sample.path.name == name:
            return sample
    raise manifest.fault(f"first names {name!r}, which is no sample.")


def sample_for(sha256: str) -> Sample | None:
    """Return the sample whose text has this SHA-256, or None."""
    return next((sample for sample in sample_documents() if sample.sha256 == sha256), None)


def _manifest() -> TomlTable:
    return read_toml(seeds_folder() / "manifest.toml")


def _sample(table: TomlTable) -> Sample:
    return Sample(
        path=table.file.parent / table.text("file", r"[\w-]+\.txt", "the name of a .txt file"),
        title=table.text("title"),
        kind=_kind(table),
        local_authority=table.text("local_authority"),
        event_start=table.day("event_start") if "event_start" in table.values else None,
        event_end=table.day("event_end") if "event_end" in table.values else None,
        framework=table.text("edition"),
        source=table.text("source"),
        licence=table.text("licence"),
        sha256=table.text("sha256", "[0-9a-f]{64}", "64 hexadecimal digits"),
    )


def _kind(table: TomlTable) -> DocumentKind:
    try:
        return DocumentKind(table.text("kind"))
    except ValueError:
        raise table.fault(f"kind must be one of {', '.join(DocumentKind)}.") from None


_SINGLE = ("title", "kind", "local_authority", "letter_date", "inspectors")
"""The details of which each is one field; the event has three, the framework two."""


@dataclass(frozen=True, slots=True)
class Given:
    """The details that the user gives; None where a detail is not given."""

    title: str | None = None
    kind: DocumentKind | None = None
    local_authority: str | None = None
    event_start: date | None = None
    event_end: date | None = None
    edition: str | None = None
    letter_date: date | None = None
    inspectors: tuple[str, ...] | None = None
    replaces: str | None = None
    """The id of the document that this one is a new version of."""
    unknown: frozenset[str] = frozenset()
    """Details that are to be empty ("event", "letter_date"), or to go by the day again ("framework")."""

    @property
    def fields(self) -> frozenset[str]:
        """The names of the details that are given."""
        told = {name for name in _SINGLE if getattr(self, name) is not None}
        told |= {"event"} if self.event_start is not None else set()
        told |= {"framework"} if self.edition is not None else set()
        return frozenset(told) | (self.unknown - {"framework"})


def details_of(
    codebook: Codebook, source: SourceText, path: Path, facts: Facts, given: Given
) -> DocumentDetails:
    """Return what is known of a text read from `path`; raise UserError.

    What the user gives counts more than what the text says, and that more than the manifest of the samples.
    """
    sha256 = text_sha256(source.text)
    details = DocumentDetails(
        id=document_id(sha256),
        sha256=sha256,
        title=source.title or _encodable(path.stem),
        length=len(source.text),
        source=_encodable(path.name),
        format=source.format,
        file_sha256=source.file_sha256,
    )
    sample = sample_for(sha256)
    known = details if sample is None else with_sample(details, sample)
    return with_given(codebook, with_found(codebook, known, facts), given)


def _encodable(name: str) -> str:
    """Return a file's name without the halves of characters that a broken name may hold."""
    return name.encode("utf-8", "replace").decode()


def with_sample(details: DocumentDetails, sample: Sample) -> DocumentDetails:
    """Return the details with what the manifest says of a sample, wherever its text was read from."""
    return replace(
        details,
        title=sample.title,
        kind=sample.kind,
        local_authority=sample.local_authority,
        event_start=sample.event_start,
        event_end=sample.event_end,
        framework=sample.framework,
        framework_assumed=False,
        licence=sample.licence,
    )


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


def with_given(codebook: Codebook, details: DocumentDetails, given: Given) -> DocumentDetails:
    """Return the details as the user corrects them; what the user has set stays set. Raises UserError."""
    told = given.fields
    check_length("The title", given.title or "", TITLE_CHARACTERS)
    check_length("The authority's name", given.local_authority or "", TITLE_CHARACTERS)
    changed = replace(
        details,
        title=details.title if given.title is None else given.title,
        kind=given.kind or details.kind,
        local_authority=details.local_authority if given.local_authority is None else given.local_authority,
        letter_date=None if "letter_date" in given.unknown else given.letter_date or details.letter_date,
        inspectors=details.inspectors if given.inspectors is None else given.inspectors,
        corrected=(details.corrected | told) - (given.unknown & {"framework"}),
    )
    if "event" in told:
        end = given.event_end or given.event_start
        changed = replace(changed, event_start=given.event_start, event_end=end, later_parts=())
    if told & {"event", "framework"} or "framework" in given.unknown:
        edition = details.framework if "framework" in changed.corrected - told else given.edition
        framework, assumed = edition_for(codebook, changed.event_start, edition)
        changed = replace(changed, framework=framework, framework_assumed=assumed)
    return changed


def with_found(codebook: Codebook, details: DocumentDetails, facts: Facts) -> DocumentDetails:
    """Return the details as the text has them, but for what the user has set."""
    parts = facts.event_parts
    found = replace(
        details,
        title=facts.title or details.title,
        kind=facts.kind or details.kind,
        local_authority=facts.local_authority or details.local_authority,
        event_start=parts[0].start if parts else details.event_start,
        event_end=parts[0].end if parts else details.event_end,
        later_parts=parts[1:],
        letter_date=facts.letter_date,
        inspectors=facts.inspectors,
        focus=facts.focus,
        focus_area=facts.focus_area,
    )
    found = _but_corrected(found, details)
    if "framework" in details.corrected:
        return found
    if found.event_start is None and not details.framework_assumed and details.framework:
        return found  # the manifest knows the edition of a sample that bears no day
    framework, assumed = edition_for(codebook, found.event_start, None)
    return replace(found, framework=framework, framework_assumed=assumed)


def _but_corrected(found: DocumentDetails, details: DocumentDetails) -> DocumentDetails:
    names = details.corrected.intersection(_SINGLE)
    if "event" in details.corrected:
        names |= {"event_start", "event_end", "later_parts"}
    return replace(found, **{name: getattr(details, name) for name in names})


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
    before = _details(store, document_id)
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


_GRADES = "grades"
"""The note in `corrected` that the grades were set by the user."""


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
    if _GRADES in corrected:
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
        store.documents.describe(replace(details, corrected=details.corrected | {_GRADES}))


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

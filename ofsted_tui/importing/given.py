"""The details of a document: what the user gives comes before the text, and that before the manifest."""

from dataclasses import dataclass, replace
from datetime import date

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind, EventPart
from ofsted_tui.model.limits import TITLE_CHARACTERS, check_length
from ofsted_tui.model.structure import Facts
from ofsted_tui.reading.samples import Sample


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
        names = ("title", "kind", "local_authority", "letter_date", "inspectors")
        told = {name for name in names if getattr(self, name) is not None}
        told |= {"event"} if self.event_start is not None else set()
        told |= {"framework"} if self.edition is not None else set()
        return frozenset(told) | (self.unknown - {"framework"})


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
    parts: tuple[EventPart, ...] = facts.event_parts
    kind = facts.kind or details.kind
    found = replace(
        details,
        title=facts.title or details.title,
        kind=kind,
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
    names = {name: getattr(details, name) for name in details.corrected & _SINGLE}
    if "event" in details.corrected:
        names |= {name: getattr(details, name) for name in ("event_start", "event_end", "later_parts")}
    return replace(found, **names)


_SINGLE = frozenset({"title", "kind", "local_authority", "letter_date", "inspectors"})


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

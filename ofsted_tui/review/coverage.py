"""What of a session's documents is accounted for, by document and section, and what is left open."""

from dataclasses import dataclass

from ofsted_tui.model.accounting import Accounting, Share
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.section import Section
from ofsted_tui.store import Store


@dataclass(frozen=True, slots=True)
class SectionCoverage:
    """How much of one section is accounted for."""

    section: Section | None
    """None for what stands before the first section."""
    share: Share


@dataclass(frozen=True, slots=True)
class DocumentCoverage:
    """How much of one document is accounted for in a session."""

    details: DocumentDetails
    share: Share
    sections: tuple[SectionCoverage, ...]
    """The sections that carry findings, in reading order."""
    open: tuple[Paragraph, ...]
    """The paragraphs that are neither tagged nor read, in reading order."""


def coverage(store: Store, session_id: str) -> list[DocumentCoverage]:
    """Return the coverage of every document of a session; raise NotFoundError, StoreError.

    A former version is left out where the session holds the new one.
    """
    session = store.sessions.get(session_id)
    if session is None:
        raise NotFoundError("That session is no longer there; it was deleted.")
    replaced = store.documents.replaced_in(session_id)
    current = [one for one in session.document_ids if one not in replaced]
    return [document_coverage(store, session_id, document_id) for document_id in current]


def document_coverage(store: Store, session_id: str, document_id: str) -> DocumentCoverage:
    """Return the coverage of one document in a session; raise NotFoundError, StoreError."""
    details = store.documents.details(document_id)
    if details is None:
        raise NotFoundError("That document is not in this database.")
    table = store.documents.structures.table(document_id)
    accounting = Accounting(table, store.read_marks.touched(session_id, document_id))
    opened = tuple(one for index, one in enumerate(table.paragraphs) if accounting.is_open(index))
    sections = store.documents.structures.sections(document_id)
    return DocumentCoverage(
        details, Share(accounting.accounted, accounting.total), _by_section(sections, accounting), opened
    )


def _by_section(sections: tuple[Section, ...], accounting: Accounting) -> tuple[SectionCoverage, ...]:
    every: list[tuple[int | None, Section | None]] = [(None, None), *enumerate(sections)]
    shares = ((section, accounting.of_section(position)) for position, section in every)
    return tuple(SectionCoverage(section, share) for section, share in shares if share.total)

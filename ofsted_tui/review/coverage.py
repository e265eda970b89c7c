"""What of a session's documents is accounted for and what is left open, up to signing the session off."""

import json
from dataclasses import dataclass

from ofsted_tui.model.codebook import Codebook, Topic
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.model.paragraph import Accounting, Paragraph, Share
from ofsted_tui.model.structure import Section
from ofsted_tui.reading.language.mentions import mentioned_topics
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


@dataclass(frozen=True, slots=True)
class Silence:
    """The topics of its edition on which one report says nothing."""

    details: DocumentDetails
    untagged: tuple[Topic, ...]
    """Topics that no tag bears although the text mentions them."""
    silent: tuple[Topic, ...]
    """Topics that no tag bears and no words of the text mention."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """What a reviewer should know before signing off."""

    coverage: tuple[DocumentCoverage, ...]
    silences: tuple[Silence, ...]
    """One for every graded report of the session."""
    waiting: int = 0
    """How many tags of former versions are neither placed in the new one nor left."""

    @property
    def open_count(self) -> int:
        """How many paragraphs are not accounted for."""
        return sum(len(one.open) for one in self.coverage)


def before_sign_off(store: Store, codebook: Codebook, session_id: str) -> SignOff:
    """Return what is open and silent in a session; raise NotFoundError, StoreError."""
    covered = tuple(coverage(store, session_id))
    reports = [one.details for one in covered if one.details.kind.is_graded and one.details.kind.is_ilacs]
    silences = tuple(_silence(store, codebook, session_id, one) for one in reports)
    return SignOff(covered, silences, store.placements.waiting(session_id))


def _silence(store: Store, codebook: Codebook, session_id: str, details: DocumentDetails) -> Silence:
    document = store.documents.get(details.id)
    paragraphs = store.documents.structures.paragraphs(details.id)
    edition = codebook.edition_or_newest(details.framework)
    topics = [topic for area in codebook.areas_of(edition) for topic in codebook.topics_of(area.code)]
    tagged = {one.topic for one in store.annotations.of(session_id, details.id)}
    # What stands in every document ("Court" in the words about Ofsted) is no mention.
    told = (
        "\n".join(document.text[one.start : one.end] for one in paragraphs if one.carries_findings)
        if document
        else ""
    )
    mentioned = mentioned_topics(told, topics)
    left = [topic for topic in topics if topic.code not in tagged]
    return Silence(
        details,
        tuple(topic for topic in left if topic.code in mentioned),
        tuple(topic for topic in left if topic.code not in mentioned),
    )


def sign_off(store: Store, session_id: str, known: SignOff) -> None:
    """Sign a session off as it is now, with what was open and silent then; raise StoreError."""
    summary = {
        "open": known.open_count,
        "waiting": known.waiting,
        "silent": {one.details.id: [topic.code for topic in one.silent] for one in known.silences},
    }
    with store.action():
        store.sessions.sign_off(session_id, json.dumps(summary, ensure_ascii=False))


def sign_off_as_shown(store: Store, codebook: Codebook, session_id: str, shown: SignOff) -> None:
    """Sign a session off; raise UserError where what was shown of it is no longer so."""
    if before_sign_off(store, codebook, session_id) != shown:
        raise UserError("Another window has changed something meanwhile: leave with escape, look again.")
    sign_off(store, session_id, shown)

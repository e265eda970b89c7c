"""A document: a text that never changes, what is known about it, and what a reader made of its file."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DocumentKind(StrEnum):
    """The kinds of document that reviewers meet; only inspections carry grades."""

    STANDARD_INSPECTION = "standard_inspection"
    SHORT_INSPECTION = "short_inspection"
    FOCUSED_VISIT = "focused_visit"
    MONITORING_VISIT = "monitoring_visit"
    JTAI = "jtai"
    ANNUAL_CONVERSATION = "annual_conversation"
    SINGLE_INSPECTION = "single_inspection"
    """A report under the single inspection framework of 2013 to 2018, before ILACS."""
    NEWS = "news"
    COUNCIL_PAPER = "council_paper"
    OTHER = "other"

    @property
    def is_graded(self) -> bool:
        """Whether documents of this kind give grades."""
        return self in {
            DocumentKind.STANDARD_INSPECTION,
            DocumentKind.SHORT_INSPECTION,
            DocumentKind.SINGLE_INSPECTION,
        }

    @property
    def is_claim(self) -> bool:
        """Whether what it says is a claim of the authority or the press, never a finding of inspectors."""
        return self in {DocumentKind.ANNUAL_CONVERSATION, DocumentKind.NEWS}

    @property
    def is_visit(self) -> bool:
        """Whether it is the letter of a visit, which looks at some part of the work only."""
        return self in {DocumentKind.FOCUSED_VISIT, DocumentKind.MONITORING_VISIT}

    @property
    def is_ilacs(self) -> bool:
        """Whether it belongs to ILACS as far as its kind tells."""
        return self not in {DocumentKind.SINGLE_INSPECTION, DocumentKind.JTAI}

    @property
    def label(self) -> str:
        """The kind in words."""
        return "JTAI" if self is DocumentKind.JTAI else self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class EventPart:
    """Days on end of an inspection, visit or meeting; an inspection may have two parts."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class DocumentDetails:
    """All that is known of a document but its text."""

    id: str
    sha256: str
    """SHA-256 of the text in UTF-8: the document's identity."""
    title: str
    length: int
    """The number of characters of the text."""
    kind: DocumentKind = DocumentKind.OTHER
    local_authority: str = ""
    event_start: date | None = None
    """The day the inspection, visit or meeting began; None where it is not known."""
    event_end: date | None = None
    """The last day of the event, or of its first part where it has several."""
    later_parts: tuple[EventPart, ...] = ()
    """The parts of the event after the first one."""
    letter_date: date | None = None
    inspectors: tuple[str, ...] = ()
    """Names without titles, the lead inspector first."""
    focus: str = ""
    """What a visit looked at, in the letter's own words."""
    focus_area: str = ""
    """The code of the one judgement area that the focus names; empty where it names none or several."""
    framework: str = ""
    """The code of the codebook edition, as "2023"."""
    framework_assumed: bool = False
    """True where no date and no edition were given, so that the edition is a guess."""
    source: str = ""
    """The name of the file that the text came from."""
    licence: str = ""
    format: str = "text"
    """The format of the file in words, as "PDF"."""
    file_sha256: str = ""
    """SHA-256 of the file that the text was read from; empty where it was not kept."""
    corrected: frozenset[str] = frozenset()
    """The names of the fields that a user has set: reading again leaves them alone."""
    replaces: str | None = None
    """The id of the former version of the document; None where none is known."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's details and its text."""

    details: DocumentDetails
    text: str

    @property
    def id(self) -> str:
        """The document's UUID, the same on every machine for the same text."""
        return self.details.id

    @property
    def title(self) -> str:
        """The document's title."""
        return self.details.title


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file with what its format tells of it."""

    text: str
    """The text that is kept, with plain line ends; it is never changed after this."""
    format: str
    """The format in words: "text", "Markdown", "PDF", "Word" or "HTML"."""
    title: str = ""
    """What the file itself gives as its title; empty where it gives none."""
    encoding: str = ""
    """The encoding in words, as "UTF-8"; empty where the format has no choice of encodings."""
    lines_are_paragraphs: bool = False
    """True where every line of the text is one whole paragraph."""
    pages: tuple[int, ...] = ()
    """The offset at which each page begins, the first page first; empty where pages are not known."""
    headings: tuple[tuple[int, int, int], ...] = ()
    """Start, end and level (from 1) of what the format marks as headings."""
    remarks: tuple[str, ...] = ()
    """What the user should know of the reading, as "2 of 12 pages hold no text"."""
    file_sha256: str = ""
    """SHA-256 of the file as it was."""


_NAMESPACE = uuid.UUID("5f0e6cbe-7d0a-5c3e-9a43-0f5b5b0f1a68")


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(sha256: str) -> str:
    """Return the UUID (version 5) of the document whose text has this SHA-256."""
    return str(uuid.uuid5(_NAMESPACE, sha256))


def day_of(details: DocumentDetails) -> date | None:
    """Return the first day of the event, else the date of the letter; None where neither is known."""
    return details.event_start or details.letter_date


def in_time(documents: Iterable[DocumentDetails]) -> list[DocumentDetails]:
    """Return the documents in the order of their days; those without a day come last, by title."""
    return sorted(documents, key=time_key)


def time_key(details: DocumentDetails) -> tuple[date, str, str]:
    """Return a key that sorts documents by time."""
    return day_of(details) or date.max, details.title, details.id


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one day to another; negative where the second comes first."""
    if later < earlier:
        return -months_between(later, earlier)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)

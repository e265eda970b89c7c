"""What is known of a document beside what a user can correct, in lines of words."""

from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.model.structure import Section
from ofsted_tui.review import Review

_CORRECTED = {
    "title": "title",
    "kind": "kind",
    "local_authority": "authority",
    "event": "days",
    "letter_date": "letter date",
    "inspectors": "inspectors",
    "framework": "edition",
    "grades": "grades",
}
_SHA = 16
"""How many digits of a SHA-256 are shown."""


def facts_of(review: Review) -> list[tuple[str, str]]:
    """Return names and words of what can only be read, each fit for a line; raise StoreError."""
    details, documents = review.document.details, review.store.documents
    structure = documents.structures.get(details.id)
    pages = len(documents.pages(details.id))
    facts = [
        ("Format", details.format),
        ("Source", details.source),
        ("Pages", f"{pages:,}" if pages else "not known"),
        ("Characters", f"{details.length:,}"),
        ("SHA-256", f"{details.sha256[:_SHA]}… of the text"),
        ("", f"{details.file_sha256[:_SHA]}… of the file" if details.file_sha256 else ""),
        ("Corrected", corrected_text(details, review.opened.sections) or "nothing by hand"),
        ("Looked at", details.focus),
        ("To improve", _counted(len(structure.improvement_points), "improvement point")),
        ("Earlier", _counted(len(structure.earlier_mentions), "mention") + " of earlier inspections"),
    ]
    return [(name, visible_summary(words)) for name, words in facts if words]


def corrected_text(details: DocumentDetails, sections: tuple[Section, ...]) -> str:
    """Say what a user has corrected by hand; empty where that is nothing."""
    named = [words for name, words in _CORRECTED.items() if name in details.corrected]
    titles = {f"section:{section.start}": section.title for section in sections}
    notes = sorted(note.partition("=")[0] for note in details.corrected if ":" in note)
    areas = [f"area of “{titles.get(note, '…')}”" for note in notes]
    return ", ".join(named + areas)


def _counted(count: int, thing: str) -> str:
    return f"{count or 'no'} {thing}{'' if count == 1 else 's'}"

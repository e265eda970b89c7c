"""What came of an import, for a reader and for a program."""

from collections.abc import Iterator

from ofsted_tui.cli.document_facts import days_in_words
from ofsted_tui.importing.batch import Outcome
from ofsted_tui.model.document import DocumentDetails

_PLAIN = "UTF-8"


def in_words(outcome: Outcome) -> str:
    """Return one line on a file that was taken: what came of it, and what was recognised."""
    imported = outcome.imported
    if imported is None:
        return outcome.refusal
    details = imported.details
    facts = [*_recognised(details), f"{details.length:,} characters"]
    facts.append(_count(outcome.paragraphs, "paragraph") + _numbered(outcome))
    if outcome.grades:
        facts.append(_count(outcome.grades, "grade"))
    if imported.encoding not in ("", _PLAIN):
        facts.append(f"read as {imported.encoding}")
    facts += imported.remarks
    return f"{outcome.status}: {outcome.path.name}: {details.title} [{details.id[:8]}] ({'; '.join(facts)})"


def words_of_version(outcome: Outcome) -> Iterator[str]:
    """Yield a line on the document that the imported one replaces, or seems to be a new version of."""
    former = outcome.imported.former if outcome.imported else None
    if outcome.imported is None or former is None:
        return
    name = f"{former.source or former.title} [{former.id[:8]}]"
    document = outcome.imported.details
    if document.replaces:
        yield f"  replaces {name}; its tags wait: P in the workbench, or ofsted-tui place {document.id[:8]}"
    else:
        yield (
            f"  looks like a new version of {name} (same title, authority and dates): if it is, import it"
            f" with --replaces {former.id[:8]}, or press P in the workbench"
        )


def _recognised(details: DocumentDetails) -> list[str]:
    edition = f"ILACS {details.framework}"
    if details.framework_assumed:
        edition += " assumed: give --date or --edition"
    letter = f"letter of {details.letter_date.isoformat()}" if details.letter_date else ""
    facts = (details.kind.label, details.local_authority, days_in_words(details), letter)
    return [*(one for one in facts if one), edition if details.kind.is_ilacs else "not ILACS"]


def _numbered(outcome: Outcome) -> str:
    return f", {outcome.numbered:,} numbered" if outcome.numbered else ""


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def for_program(outcome: Outcome) -> dict[str, object]:
    """Return what came of a file for a JSON answer."""
    answer: dict[str, object] = {"file": str(outcome.path), "status": outcome.status}
    if outcome.imported is None:
        return answer | {"reason": outcome.refusal}
    details, former = outcome.imported.details, outcome.imported.former
    return answer | {
        "id": details.id,
        "title": details.title,
        "kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": details.event_start.isoformat() if details.event_start else None,
        "event_end": details.event_end.isoformat() if details.event_end else None,
        "letter_date": details.letter_date.isoformat() if details.letter_date else None,
        "edition": details.framework,
        "edition_assumed": details.framework_assumed,
        "format": details.format,
        "encoding": outcome.imported.encoding,
        "grades": outcome.grades,
        "paragraphs": outcome.paragraphs,
        "numbered_paragraphs": outcome.numbered,
        "remarks": list(outcome.imported.remarks),
        "replaces": details.replaces,
        "seems_to_replace": former.id if former is not None and not details.replaces else None,
    }

"""What the screens over a review say of it: of a place, a tag, a document, a verb, a fault."""

from pathlib import Path

from ofsted_tui.model.annotation import Annotation, Quantifier
from ofsted_tui.model.document import DocumentDetails, EventPart, day_of
from ofsted_tui.model.paragraph import Role
from ofsted_tui.model.safe_text import counted, visible_line, visible_summary
from ofsted_tui.model.session import Cursor
from ofsted_tui.model.structure import Section
from ofsted_tui.review import Change, Review

_ROLES = {
    Role.DETAIL: "details",
    Role.GRADE: "judgements",
    Role.IMPROVEMENT: "improvement point",
    Role.TEXT: "text",
}
_TOLD_BY_SECTION = frozenset(
    {Role.FINDING, Role.SUMMARY, Role.HEADING, Role.CLAIM, Role.TEXT, Role.IMPROVEMENT}
)
"""Roles that the words of the section tell already."""


def place_text(review: Review, offset: int) -> str:
    """Say where an offset is, as "¶30 · care leavers: requires improvement to be good · p. 8"."""
    paragraph = review.paragraphs.at(offset)
    if paragraph is None:
        return "before the text"
    section = review.opened.section_at(offset)
    parts = [f"¶{paragraph.number}"] if paragraph.number else []
    if section is not None:
        parts.append(_section_text(review, section))
    if not parts or paragraph.role not in _TOLD_BY_SECTION:
        parts.append(_ROLES.get(paragraph.role, paragraph.role.value))
    parts += [f"p. {paragraph.page}"] if paragraph.page else []
    parts += ["read"] if review.opened.is_read(paragraph.passage) else []
    return visible_line(" · ".join(parts))


def _section_text(review: Review, section: Section) -> str:
    if not section.area:
        return section.title.strip()
    title = review.codebook.area_or_unknown(section.area).short_title
    return f"{title}: {section.grade.lower()}" if section.grade else title


def suggestion_text(review: Review, offset: int) -> str:
    """Say what enter would tag with at a place where nothing is tagged, and why."""
    paragraph = review.paragraphs.at(offset)
    if paragraph is not None and not paragraph.carries_findings:
        return "no tag here"
    suggestion = review.opened.suggestion_at(offset)
    if suggestion.area is None:
        return "no tag here"
    area = f"{suggestion.area.digit} {suggestion.area.short_title}"
    is_by_section = review.opened.section_at(offset) and _has_area(review, offset)
    because = "" if is_by_section else f" ({suggestion.because})"
    return visible_line(f"no tag here · enter: {area}{because}")


def _has_area(review: Review, offset: int) -> bool:
    section = review.opened.section_at(offset)
    return section is not None and bool(section.area)


def tag_text(review: Review, annotation: Annotation, number: int, total: int) -> str:
    """Say what an annotation is, and which of how many at its place."""
    area = review.codebook.area_or_unknown(annotation.area)
    parts = [f"{area.letter} {area.short_title}"]
    if total > 1:
        parts[0] += f" (tag {number} of {total}: . next)"
    if review.opened.is_against_section(annotation):
        parts[0] += " ≠ its section"
    parts.append(facts_text(review, annotation))
    if annotation.note:
        parts.append(f"* {visible_summary(annotation.note[:400])}")
    return " · ".join(part for part in parts if part)


def facts_text(review: Review, annotation: Annotation) -> str:
    """Say direction (or what the wording suggests), quantifier and topic of an annotation."""
    parts = [annotation.direction.label if annotation.direction else wording_text(review, annotation)]
    if annotation.quantifier:
        parts.append(quantifier_label(annotation.quantifier))
    if annotation.topic:
        parts.append(review.codebook.topic_title(annotation.topic))
    return " · ".join(part for part in parts if part)


def wording_text(review: Review, annotation: Annotation) -> str:
    """Say what the wording suggests of an annotation without a direction; empty where it is not clear."""
    suggested = review.opened.suggested_direction(annotation)
    return f"reads like {suggested.direction.label} ({suggested.direction.sign})" if suggested else ""


def quantifier_label(value: str) -> str:
    """Return a quantifier in words; the value itself where a newer program wrote it."""
    return Quantifier(value).label if value in set(Quantifier) else value


_DONE = {
    "tag": "tag",
    "untag": "removal of the tag",
    "topic": "topic",
    "direction": "direction",
    "note": "note",
    "quantifier": "quantifier",
    "place": "placing of a tag in the new version",
    "place all": "placing of the certain tags in the new version",
    "leave": "leaving of a tag with the former version",
    "mark read": "read mark",
    "mark unread": "removal of the read mark",
    "begin thread": "beginning of a thread",
    "link": "link to a thread",
    "unlink": "removal from a thread",
    "remove thread": "removal of a thread",
    "status": "status in a thread",
    "relate": "relation in a thread",
    "note on a place": "note in a thread",
    "rename thread": "title of a thread",
}


def undo_text(did: str, change: Change | None) -> str:
    """Say what undo or redo has done; `did` is "Undone" or "Done again"."""
    if change is None:
        return "Nothing to undo." if did == "Undone" else "Nothing to do again."
    return f"{did}: {_DONE.get(change.verb, change.verb)}"


def title_text(review: Review) -> str:
    """Return title and kind of the open document, and the session; raise StoreError."""
    kind = review.document.details.kind.label
    return " · ".join((_title_text(review), kind, review.session.name))


def _title_text(review: Review) -> str:
    """Return the title of the open document, and whether it is a former or a new version of another."""
    details = review.document.details
    if review.store.documents.replacing(details.id):
        return f"FORMER VERSION ({details.source}): {details.title}"
    return f"new version ({details.source}): {details.title}" if details.replaces else details.title


def versions_text(waiting: int, is_replaced: bool, *, has_waiting: bool = True) -> str:
    """Say that tags wait to be placed in the open document, or that it has a new version; or nothing."""
    if waiting:
        tags = counted(waiting, "tag of the former version waits", "tags of the former version wait")
        return f"{tags} to be placed: P."
    if not is_replaced:
        return ""
    if not has_waiting:
        return "A new version of this document is here, and every tag decided: P opens it."
    return "A new version of this document is here: P places your tags in it."


def error_text(error: Exception, path: Path | None) -> str:
    """Say what went wrong in a line that may be short: the path of the open database is known."""
    return str(error).replace(f"{path}: ", "Database: ", 1)


def when_and_edition_text(review: Review) -> str:
    """Return the days of the open document's event, and the edition that it belongs to."""
    parts = days_text(review.document.details), edition_text(review)
    return " · ".join(part for part in parts if part)


def edition_text(review: Review) -> str:
    """Return the edition that the open document belongs to, or that it is no ILACS document."""
    details = review.document.details
    if not details.kind.is_ilacs:
        return "not ILACS"
    return review.edition.title + (" (assumed)" if details.framework_assumed else "")


def days_text(details: DocumentDetails) -> str:
    """Return the days of the event, as "5 to 9 December 2022 and 14 to 15 February 2023", or nothing."""
    if details.event_start is None:
        return ""
    end = details.event_end or details.event_start
    parts = [EventPart(details.event_start, end), *details.later_parts]
    return " and ".join(_days_text(part) for part in parts)


def _days_text(part: EventPart) -> str:
    start, end = part.start, part.end
    last = f"{end.day} {end:%B %Y}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {last}"
    first = f"{start.day} {start:%B}" if start.year == end.year else f"{start.day} {start:%B %Y}"
    return f"{first} to {last}"


def position_text(review: Review, annotation: Annotation) -> str:
    """Say in few cells where an annotation stands, as "¶30", and whether it is against its section."""
    number = review.paragraphs.number_at(annotation.start)
    against = "≠" if review.opened.is_against_section(annotation) else ""
    if number is not None:
        return f"¶{number}{against}"
    return against or f"{annotation.start * 100 // max(1, len(review.document.text))}%"


def share_text(review: Review) -> str:
    """Say how much of the open document is accounted for."""
    accounting = review.opened.accounting
    return f"{accounting.percent} % accounted for" if accounting.total else "no findings"


def unit_text(cursor: Cursor) -> str:
    """Say by which unit the cursor goes, and whether it extends the passage."""
    return f"{'extending by ' if cursor.held else ''}{cursor.unit.value}"


def day_text(details: DocumentDetails) -> str:
    """Return the day of a document's event in few words."""
    day = day_of(details)
    return f"{day.day} {day:%b %Y}" if day else "no date"


CORRECTED = "Kept: what you corrected stays, whatever a later reading finds."
HINT = "j k move · 1-5 tag · enter tag by section · ? all keys · all is saved"
"""The first lesson: what to press before anything else."""

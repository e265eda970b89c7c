"""What the workbench says, in words."""

from pathlib import Path

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.review import Change

_DONE = {
    "tag": "tag",
    "untag": "removal of the tag",
    "topic": "topic",
    "direction": "direction",
    "note": "note",
    "mark read": "read mark",
    "mark unread": "removal of the read mark",
}


def words_of_tag(codebook: Codebook, annotation: Annotation, number: int, total: int) -> str:
    """Say what an annotation is, and which of how many at its place."""
    area = codebook.area_or_unknown(annotation.area)
    parts = [f"{area.letter} {area.short_title}"]
    if annotation.direction:
        parts.append(annotation.direction.label)
    if annotation.topic:
        parts.append(codebook.topic_title(annotation.topic))
    if annotation.note:
        parts.append(f"* {visible_summary(annotation.note[:400])}")
    if total > 1:
        parts[0] += f" (tag {number} of {total}: . next)"
    return " · ".join(parts)


def words_of_undo(did: str, change: Change | None) -> str:
    """Say what undo or redo has done; `did` is "Undone" or "Done again"."""
    if change is None:
        return "Nothing to undo." if did == "Undone" else "Nothing to do again."
    return f"{did}: {_DONE.get(change.verb, change.verb)}"


def words_of_error(error: Exception, path: Path | None) -> str:
    """Say what went wrong in a line that may be short: the path of the open database is known."""
    return str(error).replace(f"{path}: ", "Database: ", 1)


def days_of(details: DocumentDetails) -> str:
    """Return the days of the event, as "15 to 19 May 2023"; empty where they are not known."""
    start, end = details.event_start, details.event_end
    if start is None:
        return ""
    last = f"{start.day} {start:%B %Y}" if end is None else f"{end.day} {end:%B %Y}"
    if end is None or start == end:
        return last
    first = (
        str(start.day) if (start.year, start.month) == (end.year, end.month) else f"{start.day} {start:%B}"
    )
    return f"{first} to {last}"


HINT = "j k move · 1-5 tag · ? all keys · all is saved"
"""The first lesson: what to press before anything else."""

"""What is known of a document, for programs."""

from datetime import date

from ofsted_tui.model.document import DocumentDetails, EventPart

Facts = dict[str, object]
"""An object of a JSON answer."""


def facts_of(details: DocumentDetails, pages: int | None) -> Facts:
    """Return what is known of a document; `pages` is their number, None where pages are not known.

    Days are ISO 8601, and null where they are not known; `event_start` and `event_end` are those of the
    first part of the event, `event_parts` holds every part.
    """
    return {
        "id": details.id,
        "title": details.title,
        "kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": _day(details.event_start),
        "event_end": _day(details.event_end),
        "event_parts": [{"start": _day(one.start), "end": _day(one.end)} for one in event_parts(details)],
        "letter_date": _day(details.letter_date),
        "inspectors": list(details.inspectors),
        "focus": details.focus,
        "focus_area": details.focus_area,
        "edition": details.framework,
        "edition_assumed": details.framework_assumed,
        "format": details.format,
        "pages": pages,
        "characters": details.length,
        "source": details.source,
        "licence": details.licence,
        "sha256": details.sha256,
        "corrected": sorted(details.corrected),
        "replaces": details.replaces,
    }


def event_parts(details: DocumentDetails) -> tuple[EventPart, ...]:
    """Return the days of the event, part by part; empty where they are not known."""
    if details.event_start is None:
        return ()
    first = EventPart(details.event_start, details.event_end or details.event_start)
    return (first, *details.later_parts)


def days_in_words(details: DocumentDetails) -> str:
    """Return the days of the event as "2023-05-15/2023-05-19", its parts joined by "and"; else empty."""
    parts = (
        one.start.isoformat() if one.start == one.end else f"{one.start.isoformat()}/{one.end.isoformat()}"
        for one in event_parts(details)
    )
    return " and ".join(parts)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

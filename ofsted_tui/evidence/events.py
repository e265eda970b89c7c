"""Documents in time order, by the day of the inspection, visit or meeting that they are about."""

from collections.abc import Iterable
from datetime import date

from ofsted_tui.model.document import DocumentDetails


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

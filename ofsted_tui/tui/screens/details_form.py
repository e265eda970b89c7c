"""What the form for a document's details holds, and what was said by filling it in otherwise."""

from dataclasses import dataclass
from datetime import date, datetime

from ofsted_tui.importing.details import Given
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.errors import UserError

_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")

BY_DATE = ""
"""The value of the edition that goes by the day of the event."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The form's fields as they are filled in."""

    title: str
    kind: str
    """The value of a DocumentKind."""
    local_authority: str
    event_start: str
    event_end: str
    letter_date: str
    inspectors: str
    """Names between commas, the lead inspector first."""
    edition: str
    """The code of an edition that a user has chosen; BY_DATE where none has."""


def filled(details: DocumentDetails) -> Filled:
    """Return the form as it is before anything is corrected."""
    return Filled(
        details.title,
        details.kind.value,
        details.local_authority,
        _written(details.event_start),
        _written(details.event_end),
        _written(details.letter_date),
        ", ".join(details.inspectors),
        details.framework if "framework" in details.corrected else BY_DATE,
    )


def given_in(before: Filled, after: Filled) -> Given:
    """Return what was said by changing a form, and no more; raise UserError for what will not do."""
    if not after.title:
        raise UserError("A document needs a title.")
    start, end = _event(before, after)
    unknown = {
        "event": before.event_start and not after.event_start,
        "letter_date": before.letter_date and not after.letter_date,
        "framework": before.edition != BY_DATE and after.edition == BY_DATE,
    }
    return Given(
        title=_other(before.title, after.title),
        kind=DocumentKind(after.kind) if after.kind != before.kind else None,
        local_authority=_other(before.local_authority, after.local_authority),
        event_start=start,
        event_end=end,
        edition=_other(before.edition, after.edition) or None,
        letter_date=day_in(after.letter_date) if after.letter_date != before.letter_date else None,
        inspectors=names_in(after.inspectors) if after.inspectors != before.inspectors else None,
        unknown=frozenset(name for name, is_unknown in unknown.items() if is_unknown),
    )


def _event(before: Filled, after: Filled) -> tuple[date | None, date | None]:
    """Return first and last day where one of them was changed: they are kept together."""
    if (before.event_start, before.event_end) == (after.event_start, after.event_end):
        return None, None
    start, end = day_in(after.event_start), day_in(after.event_end)
    if start is None and end is None:
        return None, None
    if start is None:
        raise UserError("Say on which day it began as well.")
    if end is not None and end < start:
        raise UserError(f"The last day, {end}, is before the first, {start}.")
    return start, end or start


def _other(before: str, after: str) -> str | None:
    return None if after == before else after


def day_in(words: str) -> date | None:
    """Return the day written as "2023-05-15" or "15 May 2023", None for nothing; raise UserError."""
    written = " ".join(words.split())
    if not written:
        return None
    for form in _FORMS:
        try:
            return datetime.strptime(written, form).date()
        except ValueError:
            continue
    raise UserError(f"“{words}” is no date: write it as 2023-05-15 or 15 May 2023.")


def names_in(words: str) -> tuple[str, ...]:
    """Return the names between commas, without empty ones."""
    names = (" ".join(name.split()) for name in words.split(","))
    return tuple(name for name in names if name)


def _written(day: date | None) -> str:
    return "" if day is None else day.isoformat()

"""What a document says of itself: kind, title, authority, dates, inspectors, focus."""

from collections.abc import Sequence

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.structure import Facts
from ofsted_tui.reading.facts.authority import authority_line, authority_of
from ofsted_tui.reading.facts.dates import known_parts, letter_date, letter_dates, report_dates
from ofsted_tui.reading.facts.head import (
    Announced,
    Head,
    Title,
    head_of,
    is_report_title,
    plain,
    title_of,
    without_marks,
)
from ofsted_tui.reading.facts.kinds import LETTERS, kind_of
from ofsted_tui.reading.facts.people import inspectors_of
from ofsted_tui.reading.facts.scope import focus_of

_LONGEST_HEADLINE = 200
_VISITS = frozenset({DocumentKind.FOCUSED_VISIT, DocumentKind.MONITORING_VISIT})
_SECONDARY = frozenset({DocumentKind.NEWS, DocumentKind.COUNCIL_PAPER})


def facts_of(lines: Sequence[str], given: DocumentKind | None = None) -> Facts:
    """Return the facts that a document's paragraphs (or lines) say of it, in reading order.

    The kind is that which a user has given, if any: where dates and names stand depends on it.
    Only the first 150 and the last 60 lines are read, each up to 2,000 characters. What isn't recognised
    stays None or empty. Raise UserError where the list of local authorities cannot be read.
    """
    head = head_of(lines)
    title = title_of(head)
    run = report_dates(head)
    kind = given or kind_of(head, title, run)
    title = _own(title, kind)
    if run is None and kind in LETTERS:
        run = letter_dates(head, title)
    focus, area = focus_of(head, title) if kind in _VISITS else ("", "")
    return Facts(
        kind=kind,
        title=_title_text(head, title, kind),
        local_authority=authority_of(head, title, kind),
        event_parts=() if kind in _SECONDARY else known_parts(run),
        letter_date=letter_date(head, title),
        inspectors=inspectors_of(head, title, kind),
        focus=focus,
        focus_area=area,
    )


def _own(title: Title | None, kind: DocumentKind | None) -> Title | None:
    """Return the title if it is the document's own: an article may have another document's within it."""
    if title is None or kind in _SECONDARY:
        return None
    if kind is None and (title.announced is not Announced.REPORT or not is_report_title(title.words)):
        return None
    return title


def _title_text(head: Head, title: Title | None, kind: DocumentKind | None) -> str:
    """Return the title; where the authority stands on the line above it, that line follows a colon."""
    if title is None:
        first = without_marks(head.lines[0]) if head.lines and kind is DocumentKind.NEWS else ""
        return first if len(first) <= _LONGEST_HEADLINE else ""
    above = without_marks(head.lines[title.start - 1]) if title.start else ""
    named = authority_line(above) and head.greeting is None
    return f"{title.words}: {above}" if named and plain(above) not in plain(title.words) else title.words

"""When it was: the days of an inspection, visit or meeting, and the date of a letter."""

import re
from datetime import date

from ofsted_tui.model.document import EventPart
from ofsted_tui.reading.facts.dates import DateRun, date_runs, lone_date
from ofsted_tui.reading.facts.head import Head
from ofsted_tui.reading.facts.titles import Title

_LABEL = re.compile(
    r"(?:\b(?:inspection|visit|fieldwork)\s+dates?|\bdates?\s+of\s+(?:the\s+)?(?:inspection|visit"
    r"|fieldwork))\s*:"
    r"|^(?:inspection dates?|dates? of (?:the )?inspection|inspected(?: (?:between|from|on))?)\b\s*:?",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\blead inspector|\bjudgements?\b|\breport published|\bpublished\b|\bgrade\b", re.IGNORECASE
)
_EVENT = re.compile(
    r"\b(?:visit|visited|inspection|meeting|met|meet|conversation|fieldwork|took place|held|carried out"
    r"|undertaken|undertook|conducted|between|from)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"publish|publication|\bjudged\b|\bprevious|\bearlier\b|\bdated\b|\bsince\b"
    r"|\blast (?:full |single )?(?:inspect|visit|judge|met|annual)"
    r"|\bby (?:the )?$|\bletter (?:of|on)\b|\bwill be\b|\bnext\b|\bborn\b|\baction plan\b|\bsubmitted\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?](?=\s)")
_LETTER_LINES = 40


def report_dates(head: Head) -> DateRun | None:
    """Return the dates after "Inspection dates:", over up to three lines; None where there are none."""
    value = head.value_after(_LABEL)
    stop = _STOP.search(value)
    value = value[: stop.start()] if stop else value
    run = next(date_runs(value), None)
    return run if run is not None and run.start <= 40 else None


def letter_dates(head: Head, title: Title | None) -> DateRun | None:
    """Return the dates of a letter's event: those of its title, else of its first sentences.

    Dates of earlier inspections, of publications and of the letter itself are passed over.
    """
    if title is not None:
        run = next((run for run in date_runs(_plain_title(head, title)) if run.known), None)
        if run is not None:
            return run
    after = _after_title(head, title)
    opening = head.opening(after)
    return next((run for run in date_runs(opening) if run.known and _is_of_event(opening, run)), None)


def letter_date(head: Head, title: Title | None) -> date | None:
    """Return the date that stands on a line of its own before "Dear ..." (or before the title)."""
    end = head.greeting if head.greeting is not None else (title.start if title else 0)
    dates = (lone_date(line) for line in head.plain[: min(end, _LETTER_LINES)])
    return next((day for day in dates if day is not None), None)


def known_parts(run: DateRun | None) -> tuple[EventPart, ...]:
    """Return the parts of a run that could be made out; none without a run."""
    return () if run is None else run.known


def _after_title(head: Head, title: Title | None) -> int:
    after = 0 if head.greeting is None else head.greeting + 1
    return max(after, title.end) if title is not None else after


def _plain_title(head: Head, title: Title) -> str:
    return " ".join(head.plain[title.start : title.end])


def _is_of_event(text: str, run: DateRun) -> bool:
    """Tell by the words before them in their sentence whether dates are those of the event."""
    before = text[max(0, run.start - 300) : run.start]
    stops = list(_SENTENCE_END.finditer(before))
    before = before[stops[-1].end() :] if stops else before
    clause = before[max((other.end for other in date_runs(before)), default=0) :]
    return bool(_EVENT.search(clause)) and not _OTHER.search(clause)

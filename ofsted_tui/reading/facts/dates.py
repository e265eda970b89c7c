"""Read the days of an inspection, a visit or a meeting, and of the letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from ofsted_tui.model.document import EventPart
from ofsted_tui.reading.facts.head import Head, Title


@dataclass(frozen=True, slots=True)
class DateRun:
    """Dates that belong together, and where they stand."""

    start: int
    end: int
    """`start` and `end` are offsets in the text that was read."""
    parts: tuple[EventPart | None, ...]
    """The days, part by part; None for a part that cannot be made out."""

    @property
    def known(self) -> tuple[EventPart, ...]:
        """The parts that could be made out."""
        return tuple(part for part in self.parts if part is not None)


@dataclass(frozen=True, slots=True)
class _Day:
    day: int
    month: int | None = None
    year: int | None = None
    joint: str = ""
    """How it is tied to the day before it: "range", "list" or nothing."""


_START = re.compile(r"(?<![\w/.,£])(?<![a-z]-)\d{1,2}(?:st|nd|rd|th)?(?![\d\w%]|,\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"between(?: the| \w+day)*\s*\Z", re.IGNORECASE)


def date_runs(text: str) -> Iterator[DateRun]:
    """Return the runs of dates in a text of typewriter characters; a day without a month is none."""
    place = 0
    while (found := _START.search(text, place)) is not None:
        days, end = _days_at(text, found.start())
        place = max(found.end(), end)
        if days:
            before = text[max(0, found.start() - 30) : found.start()]
            days = _as_range(days) if _BETWEEN.search(before) else days
            yield DateRun(found.start(), end, tuple(_parts(_completed(days))))


def lone_date(line: str) -> date | None:
    """Return the date of a line that holds nothing else; None for any other line."""
    line = re.sub(r"^(?:date|dated)\s*:\s*|^[a-z]{3,6}day,?\s+", "", line.strip(), flags=re.IGNORECASE)
    run = next(date_runs(line), None) if len(line) <= 40 else None
    if run is None or run.start or line[run.end :].strip(" .,") or len(run.known) != 1 or len(run.parts) != 1:
        return None
    part = run.known[0]
    return part.start if part.start == part.end else None


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_TOKEN = re.compile(
    r"(?P<numeric>\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d(?!\d))"
    r"|(?P<year>(?:19|20)\d\d(?!\d))"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d\w])"
    r"|(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
    r"|(?P<range>(?:to|until|till|through)(?![a-z])|-)"
    r"|(?P<list>and(?![a-z])|[&,;+])"
    r"|(?P<skip>(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|of|the)(?![a-z])"
    r"|\([a-z ,'-]{1,60}\))",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s*")
_MOST_TOKENS = 60


def days_in(parts: tuple[EventPart, ...]) -> int:
    """Return the number of calendar days of all parts together, first and last days included."""
    return sum((part.end - part.start).days + 1 for part in parts)


def _days_at(text: str, place: int) -> tuple[list[_Day], int]:
    """Return the days from a place on that are tied to each other, and where they end."""
    days: list[_Day] = []
    joint, end = "", place
    for _ in range(_MOST_TOKENS):
        token = _TOKEN.match(text, place)
        if token is None:
            break
        kind = token.lastgroup or ""
        if kind in {"range", "list"}:
            joint = _tied(joint, kind)
        elif kind != "skip":
            longer = _with_token(days, token, joint)
            if longer is None:
                break
            days, joint, end = longer, "", token.end()
        space = _BLANK.match(text, token.end())
        place = space.end() if space else token.end()
    return _dated(days), end


def _tied(joint: str, kind: str) -> str:
    # "9 December 2022, and 14 February" has two signs for one tie.
    return kind if joint in {"", "list"} else joint


def _with_token(days: list[_Day], token: re.Match[str], joint: str) -> list[_Day] | None:
    """Return the days with one more token; None where the token belongs to something else."""
    kind, words = token.lastgroup, token.group()
    if kind in {"day", "numeric"}:
        if days and not joint:
            return None
        return [*days, _day(token, joint if days else "")]
    if not days:
        return None
    last = days[-1]
    if kind == "month" and last.month is None and not joint:
        return [*days[:-1], replace(last, month=_MONTHS[words.casefold().rstrip(".")])]
    # A comma may stand before the year: "15 May, 2023".
    if kind == "year" and last.month is not None and last.year is None and joint in {"", "list"}:
        return [*days[:-1], replace(last, year=int(words))]
    return None


def _day(token: re.Match[str], joint: str) -> _Day:
    if token.lastgroup == "day":
        return _Day(int(token.group("day")), joint=joint)
    day, month, year = map(int, re.split(r"[/.]", token.group()))
    return _Day(day, month, year, joint)


def _dated(days: list[_Day]) -> list[_Day]:
    """Return the days up to the last one with a month: what follows it is no date."""
    while days and days[-1].month is None:
        days = days[:-1]
    return days


def _as_range(days: list[_Day]) -> list[_Day]:
    if len(days) >= 2 and days[1].joint == "list" and all(day.joint != "range" for day in days[2:3]):
        return [days[0], replace(days[1], joint="range"), *days[2:]]
    return days


def _completed(days: list[_Day]) -> list[_Day]:
    """Return the days with the month and the year that follow them, else with the year before them."""
    full = days[-1:]
    for day in reversed(days[:-1]):
        following = full[0]
        month = day.month or following.month
        full.insert(0, replace(day, month=month, year=day.year or _year_before(month, following)))
    for at, (before, day) in enumerate(pairwise(full), start=1):
        if day.year is None and before.year is not None and (day.month or 0) >= (before.month or 0):
            full[at] = replace(day, year=before.year)
    return full


def _year_before(month: int | None, following: _Day) -> int | None:
    if following.year is None:
        return None
    # "12 December to 13 January 2023" can only begin in 2022.
    return following.year - (1 if (month or 0) > (following.month or 0) else 0)


def _parts(days: list[_Day]) -> list[EventPart | None]:
    parts: list[EventPart | None] = []
    at = 0
    while at < len(days):
        is_range = at + 1 < len(days) and days[at + 1].joint == "range"
        last = at + 1 if is_range else at
        part = _part(_date(days[at]), _date(days[last]))
        merged = None if is_range or not parts else _next_day(parts[-1], part, days[at - 1].joint)
        if merged:
            parts[-1] = merged
        else:
            parts.append(part)
        at = last + 1
    return parts


def _next_day(before: EventPart | None, part: EventPart | None, joint: str) -> EventPart | None:
    """Return single days in a row as one part: "25 and 26 February" are one visit of two days."""
    if before is None or part is None or joint == "range":
        return None
    return EventPart(before.start, part.end) if part.start - before.end == timedelta(days=1) else None


def _part(start: date | None, end: date | None) -> EventPart | None:
    return None if start is None or end is None or end < start else EventPart(start, end)


def _date(day: _Day) -> date | None:
    try:
        return date(day.year or 0, day.month or 0, day.day)
    except ValueError:
        return None


_LABEL = re.compile(
    r"(?:\b(?:inspection|visit|fieldwork)\s+dates?|\bdates?\s+of\s+(?:the\s+)?(?:inspection|visit"
    r"|fieldwork))\s*:"
    r"|^(?:inspection dates?|dates? of (?:the )?inspection|inspected(?: (?:between|from|on))?)\b\s*:?",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\blead inspector|\bjudgements?\b|\breport published|\bpublished\b|\bgrade\b", re.IGNORECASE
)


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
    opening = head.opening_after(title)
    return next((run for run in date_runs(opening) if run.known and _is_of_event(opening, run)), None)


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


def letter_date(head: Head, title: Title | None) -> date | None:
    """Return the date that stands on a line of its own before "Dear ..." (or before the title)."""
    end = head.greeting if head.greeting is not None else (title.start if title else 0)
    dates = (lone_date(line) for line in head.plain[: min(end, _LETTER_LINES)])
    return next((day for day in dates if day is not None), None)


def _plain_title(head: Head, title: Title) -> str:
    return " ".join(head.plain[title.start : title.end])


def _is_of_event(text: str, run: DateRun) -> bool:
    """Tell by the words before them in their sentence whether dates are those of the event."""
    before = text[max(0, run.start - 300) : run.start]
    stops = list(_SENTENCE_END.finditer(before))
    before = before[stops[-1].end() :] if stops else before
    clause = before[max((other.end for other in date_runs(before)), default=0) :]
    return bool(_EVENT.search(clause)) and not _OTHER.search(clause)

"""The title of a document and what it announces: a report, a letter on a visit, a joint inspection.

Titles wrap over several lines ("Inspection of Luton local authority" / "children's services"), and reports of
2018 to 2020 print the authority on a line of its own above the title.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ofsted_tui.reading.facts.head import Head, plain, without_marks

_LONGEST_TITLE = 260
_LONGEST_TITLE_LINE = 130
_MOST_JOINED = 6
_HEAD_LINES = 30
_SUBJECT_LINES = 5


class Announced(StrEnum):
    """What a title announces."""

    REPORT = "report"
    FOCUSED_VISIT = "focused_visit"
    MONITORING_VISIT = "monitoring_visit"
    JTAI = "jtai"
    ANNUAL_CONVERSATION = "annual_conversation"
    SINGLE_INSPECTION = "single_inspection"


@dataclass(frozen=True, slots=True)
class Title:
    """A title and where it stands among the lines of the head, `start` to `end` half open."""

    announced: Announced
    words: str
    start: int
    end: int


_ORDER = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|final|\d{1,2}(?:st|nd|rd|th))"
_BEFORE = (
    r"(?:re|subject)\s*:\s*|(?:ofsted|ilacs|report|outcome|findings|letter|the|a|of|from|on|following|:"
    r"|-)\s+"
)
_PATTERNS = (
    (Announced.JTAI, r"(?:joint targeted area inspections?|jtai)\b"),
    (Announced.FOCUSED_VISIT, r"(?:covid-19 )?focused (?:assurance )?visit(?: (?:to|of|at|in)\b|\s*[:,-]|$)"),
    (
        Announced.MONITORING_VISIT,
        rf"(?:{_ORDER} )?(?:ofsted )?(?:remote )?monitoring visit(?: (?:to|of|at|in)\b|\s*[:,-]|$)",
    ),
    (Announced.ANNUAL_CONVERSATION, r"annual (?:conversation|engagement meeting|engagement)\b"),
    (
        Announced.SINGLE_INSPECTION,
        r"(?:single inspection of"
        r"|(?:re-?)?inspections? of (?:local authority )?services for children in need)\b",
    ),
    (Announced.REPORT, r"(?:re-?)?inspection of\b"),
)
_STARTS = tuple(
    (announced, re.compile(rf"(?:{_BEFORE}){{0,4}}{words}", re.IGNORECASE)) for announced, words in _PATTERNS
)
_LABEL = re.compile(
    r"(?:inspection dates?|date|dates|inspected|lead inspectors?|judgements?|report published|published"
    r"|dear\b"
    r"|this (?:letter|report|visit|inspection)|thank you|inspectors\b|following\b|i am\b|between\b|on \d"
    r"|contents\b|the (?:overall|impact|experiences)|overall\b|page \d|\d{1,2} [a-z]{3,9} \d{4}"
    r"|unique ref)",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"(?:\b(?:and|of|the|to|for|in|with|or|on|by|from|local|city|borough|county)|[,&:-])$", re.I
)
_COMPLETE = re.compile(
    r"(?:children's (?:social care |and families |and young people's )?services|\btrust|children first"
    r"|board|care leavers|futures for children)[\d\s.]*$",
    re.IGNORECASE,
)
_NEXT_OF_SINGLE = re.compile(
    r"(?:and$|and review of|review of the|board\d?\b|protection,|children looked after|care leavers)",
    re.IGNORECASE,
)
_CHILDREN = re.compile(
    r"\b(?:children(?:'s)?|child|families) (?:and families |and young people's |social care |social work )*"
    r"(?:services|trust|first|company)\b|\blocal authority\b|\bchildren and families\b|\bfor children\b",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"\b(?:school|academy|nursery|college|pre-?school|playgroup|childminder|send|special educational"
    r"|fostering agency|adoption agency|children's home|secure|arrangements for the protection of children"
    r"|adult|early years|residential|prison|academies)\b",
    re.IGNORECASE,
)
_DETAILS = re.compile(r"\s+(?:Inspection dates?|Lead inspectors?)\s*:.*")
"""What follows a title on its line where a converter has put a whole head on one."""
_FOOTNOTE = re.compile(r"(?<=[a-z])\d$")


def title_of(head: Head) -> Title | None:
    """Return the title of an Ofsted document; None where no line of the head is one."""
    for place in _places(head):
        words = without_marks(head.plain[place])
        announced = _announced(words)
        if announced is not None:
            return _joined(head, place, announced)
    return None


def is_report_title(words: str) -> bool:
    """Tell whether a title names children's services (or those who run them), not a school or a home."""
    return bool(_CHILDREN.search(plain(words))) and not _NOT_OURS.search(plain(words))


def _places(head: Head) -> list[int]:
    """Return the lines a title may stand on: a letter's subject after the greeting goes first."""
    greeting = head.greeting
    if greeting is None:
        return list(range(min(_HEAD_LINES, len(head.lines))))
    subject = range(greeting + 1, min(greeting + 1 + _SUBJECT_LINES, len(head.lines)))
    return [*subject, *range(greeting)]


def _announced(words: str) -> Announced | None:
    if len(words) > _LONGEST_TITLE or _is_sentence(words):
        return None
    return next((announced for announced, start in _STARTS if start.match(words)), None)


def _is_sentence(words: str) -> bool:
    return words.endswith((".", ";")) and (len(words) > _LONGEST_TITLE_LINE or ". " in words)


def _joined(head: Head, place: int, announced: Announced) -> Title:
    parts = [without_marks(head.lines[place])]
    end = place + 1
    for ahead in range(1, _MOST_JOINED):
        following = [without_marks(line) for line in head.lines[place + 1 : place + 1 + ahead]]
        if len(following) < ahead or not _may_go_on(following[-1]):
            break
        if _goes_on(parts, following, announced):
            parts, end = [parts[0], *following], place + 1 + ahead
    words = _FOOTNOTE.sub("", _DETAILS.sub("", " ".join(" ".join(parts).split())))
    return Title(announced, words, place, end)


def _may_go_on(line: str) -> bool:
    line = plain(line)
    fits = 0 < len(line) <= _LONGEST_TITLE_LINE
    return fits and not line.endswith(".") and not _LABEL.match(line)


def _goes_on(parts: list[str], following: list[str], announced: Announced) -> bool:
    """Tell whether the last of the following lines still belongs to a title of these parts."""
    have, last = plain(" ".join(parts)).strip(), plain(following[-1])
    joined = plain(" ".join([parts[0], *following]))
    if len(joined) > _LONGEST_TITLE:
        return False
    if announced is Announced.SINGLE_INSPECTION:
        return bool(_OPEN_END.search(have) or _NEXT_OF_SINGLE.match(last)) or last[:1].islower()
    if len(parts) == len(following) and (_OPEN_END.search(have) or last[:1].islower()):
        return True
    return not _COMPLETE.search(have) and bool(_COMPLETE.search(joined)) and len(following) <= 2

"""Read the head of a document: its title, and the lines before the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

_MOST_LINES = 150
_TAIL_LINES = 60
_LONGEST_LINE = 2_000
_OPENING_LINES = 16
_LONGEST_OPENING = 5_000
_LAST_GREETING = 70
"""A greeting further down belongs to a letter that is quoted or attached."""

_MARKDOWN = re.compile(r"^(?:[#>*_\s]+|\d{1,3}\s+(?=Inspection of|Focused visit|Monitoring visit))")
_DEAR = re.compile(r"Dear\b", re.IGNORECASE)
_FINDINGS = re.compile(
    r"(?:headline |main |key |summary (?:of )?)?(?:findings|overview"
    r"|summary)(?: and evaluation of progress)?"
    r"\W*\d?$|what (?:needs|does|must)\b.{0,60}\bimprove"
    r"|areas? for (?:priority action|improvement)|yours (?:sincerely|faithfully)",
    re.IGNORECASE,
)
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ`´′", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("‐‑‒–—―−\u0002\ufffe\u00ad", "-"),
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\t\n\r\v\f", " "),
    }
)


def plain(line: str) -> str:
    """Return a line with typewriter quotes, dashes and spaces, each character in its old place."""
    return line.translate(_PLAIN)


def without_marks(line: str) -> str:
    """Return a line without Markdown's marks and a page number before a title."""
    return _MARKDOWN.sub("", line).strip("*_# ")


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
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Head:
    """The first and last lines of a document, cut to a bounded length; blank ones left out."""

    lines: tuple[str, ...]
    """Lines as they stand, at most 150, each of at most 2,000 characters."""
    tail: tuple[str, ...]
    """The last 60 lines with typewriter quotes, dashes and spaces."""
    plain: tuple[str, ...] = field(default=())
    """The lines with typewriter quotes, dashes and spaces."""

    @cached_property
    def greeting(self) -> int | None:
        """The position of "Dear ..."; None in a document that is no letter."""
        for at, line in enumerate(self.plain[:_LAST_GREETING]):
            if _DEAR.match(line):
                return at
        return None

    def opening(self, after: int) -> str:
        """Return the lines after a position up to the findings, as one line of plain characters."""
        kept, length = [], 0
        for line in self.plain[after : after + _OPENING_LINES]:
            if _FINDINGS.match(without_marks(line)) or length > _LONGEST_OPENING:
                break
            kept.append(line)
            length += len(line)
        return " ".join(kept)

    def opening_after(self, title: Title | None) -> str:
        """Return the lines after the greeting and the title, as `opening` does."""
        after = 0 if self.greeting is None else self.greeting + 1
        return self.opening(max(after, title.end) if title is not None else after)

    def value_after(self, label: re.Pattern[str], longest: int = 400) -> str:
        """Return what follows a label, with the two lines after it; "" where the label is missing."""
        for at, line in enumerate(self.plain):
            found = label.search(line) if len(line) <= longest else None
            if found:
                return " ".join((line[found.end() :], *self.plain[at + 1 : at + 3])).strip()
        return ""


def head_of(lines: Sequence[str]) -> Head:
    """Return the head of a document whose paragraphs (or lines) these are, in reading order."""
    first = _kept(lines[: 4 * _MOST_LINES])[:_MOST_LINES]
    last = _kept(lines[-4 * _TAIL_LINES :])[-_TAIL_LINES:]
    return Head(tuple(first), tuple(map(plain, last)), tuple(map(plain, first)))


def _kept(lines: Sequence[str]) -> list[str]:
    cut = (line[:_LONGEST_LINE].strip() for line in lines)
    return [line for line in cut if line]


_LONGEST_TITLE = 260
_LONGEST_TITLE_LINE = 130
_MOST_JOINED = 6
_HEAD_LINES = 30
_SUBJECT_LINES = 5
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

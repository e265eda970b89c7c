"""Headings told by their words: judgement areas with their grades, improvement, summary, findings.

Reports misprint the area titles ("children care leavers", "practice with children" without "social work")
and end headings in many ways (": good", " is good", " - Good", "require improvement to be good"): what counts
is that a line holds nothing but the words of area titles, and which of them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ofsted_tui.model.section import Grade
from ofsted_tui.reading.build.judgement_rows import TITLE_WORDS, grade_of

HELP_PROTECTION = "help_protection"
CHILDREN_IN_CARE = "children_in_care"
CARE_LEAVERS = "care_leavers"
COMBINED = "children_in_care_and_care_leavers"
LEADERS = "leaders"
OVERALL = "overall_effectiveness"

LONGEST = 180
"""The longest line, in characters, that is looked at as a heading."""

_MARKDOWN = re.compile(r"#{1,6}\s+")
_GRADED = re.compile(
    r"(?:\s*[:;–—-]\s*|\s+)(?:(?:is|are|was|were|remains?)\s+|(?:is|are)\s+judged\s+to\s+be\s+)?"
    r"(outstanding|good|requires?\s+improvement(?:\s+to\s+be\s+good)?|inadequate)\s*\.?\Z",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z]+", re.IGNORECASE)
_FEWEST_WORDS = 2

_IMPROVEMENT = re.compile(
    r"(?:what (?:(?:the )?(?:local authority|council|trust|leaders|partnership|partners|services?) )?"
    r"(?:needs?|must|should|has|have)(?: to)?(?: be)? improved?"
    r"|what does the (?:local authority|council|trust|partnership) need to improve"
    r"|areas? (?:for|of) (?:priority action|improvement|development)s?"
    r"|areas? (?:that|which) needs? to improve"
    r"|priority actions?|improvements? needed|areas? needing improvement)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"(?:overview|summary|headline findings?|key findings|executive summary"
    r"|summary of (?:key |main )?findings|overall summary|summary findings)\W*\d?\Z",
    re.IGNORECASE,
)
_FINDINGS = re.compile(
    r"(?:main findings?|findings?|detailed findings|inspection findings"
    r"|findings and evaluation(?: of progress)?|evaluation of progress|strengths|areas? of strength"
    r"|case study[\w ]*|findings from this (?:visit|inspection)|what is working well|key strengths)\W*\d?\Z",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"(?:areas? (?:covered by|of focus of) (?:the|this) (?:visit|inspection)|background|context|next steps?"
    r"|scope(?: of the (?:visit|inspection))?|(?:about|information about) (?:the|this) (?:visit|inspection).*"
    r"|(?:the )?local authority context)\W*\d?\Z",
    re.IGNORECASE,
)


class HeadingKind(StrEnum):
    """What stands under a heading."""

    AREA = "area"
    IMPROVEMENT = "improvement"
    SUMMARY = "summary"
    FINDINGS = "findings"
    SCOPE = "scope"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading's words say."""

    kind: HeadingKind
    title: str
    """The words without a grade."""
    area: str = ""
    grade: Grade | None = None


def heading_of(line: str) -> Heading | None:
    """Return what a line of known words heads; None where its words are those of no known heading."""
    line = _MARKDOWN.sub("", line.strip(), count=1).strip("*_ ")
    if not line or len(line) > LONGEST:
        return None
    if _IMPROVEMENT.match(line) and len(line.split()) <= 16 and not line.endswith((".", ",", ";")):
        return Heading(HeadingKind.IMPROVEMENT, _plain(line))
    if _SUMMARY.match(line):
        return Heading(HeadingKind.SUMMARY, _plain(line))
    if _FINDINGS.match(line):
        return Heading(HeadingKind.FINDINGS, _plain(line))
    if _SCOPE.match(line):
        return Heading(HeadingKind.SCOPE, _plain(line))
    title, grade = without_grade(line)
    area = area_of_title(title)
    return Heading(HeadingKind.AREA, title, area, grade) if area else None


def without_grade(line: str) -> tuple[str, Grade | None]:
    """Return a heading without the grade at its end, and the grade."""
    found = _GRADED.search(line)
    if found is None:
        return line.strip(" :–—-\t"), None
    return line[: found.start()].strip(" :–—-\t"), grade_of(" ".join(found.group(1).split()))


def area_of_title(title: str) -> str:
    """Return the code of the judgement area whose title this is, misprints allowed; "" for other words.

    Care leavers beside children in care mean the combined area of 2018 to 2022; "children care leavers" is a
    misprint of "care leavers" that stands in 14 judgement tables.
    """
    words = [word.casefold() for word in _WORDS.findall(title)]
    known = set(words)
    if len(words) < _FEWEST_WORDS or not known <= TITLE_WORDS:
        return ""
    if known >= {"overall", "effectiveness"} and len(words) <= 4:
        return OVERALL
    if "leaders" in known and ("impact" in known or "practice" in known):
        return LEADERS
    if not known & {"experience", "experiences", "progress"}:
        return ""
    return _of_children(" ".join(words), known)


def _of_children(title: str, known: set[str]) -> str:
    if "protection" in known or title.endswith("need help"):
        return HELP_PROTECTION
    leavers = bool(known & {"leavers", "leaver"}) or "care experienced" in title
    in_care = bool(re.search(r"\bin care\b|\blooked after\b", title))
    if leavers:
        return COMBINED if in_care else CARE_LEAVERS
    return CHILDREN_IN_CARE if in_care else ""


def _plain(line: str) -> str:
    return re.sub(r"[\s\d]+\Z", "", line) or line

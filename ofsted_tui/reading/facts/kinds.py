"""What kind of document it is.

The head decides: marks of a council's paper or of an article, then the title, then the first sentence of a
letter, the judgement list of the single inspection framework, the judgement table of ILACS. A report never
says whether it was a short inspection: 5 calendar days are one, 12 a standard one. Where none of these is
clear the kind is unknown (None).
"""

import re
from datetime import date

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.reading.facts.dates import DateRun, days_in
from ofsted_tui.reading.facts.head import Announced, Head, Title, is_report_title, without_marks

_STRONG_PAPER = re.compile(
    r"^(?:report of\b.{0,40}\b(?:director|officer|member|leader)|joint report of\b"
    r"|report (?:to|for)\b.{0,60}\b(?:cabinet|committee|council|panel|board|executive|commission|forum)\b"
    r"|(?:\d\.?\d?\s*)?purpose of (?:the |this )?(?:report|paper|briefing)\b|agenda item\b"
    r"|(?:\d\.?\d?\s*)?reason\(?s?\)? for (?:the )?(?:recommendation|decision)|report author\b"
    r"|(?:report )?(?:presented|submitted) by\b.{0,80}(?:director|portfolio|cabinet|councillor|officer)"
    r"|wards?(?:\(s\)|s)? affected|key decision\b|relevant portfolio|cabinet member portfolio)",
    re.IGNORECASE,
)
_WEAK_PAPER = re.compile(
    r"^(?:(?:\d\.?\d?\s*)?recommendations?\b.{0,80}$|(?:the )?(?:cabinet|executive|full council)\b.{0,40}$"
    r"|.{0,80}\b(?:scrutiny|select|corporate parenting|overview)\b.{0,40}\b(?:committee|panel|board"
    r"|commission)\b.{0,30}$"
    r"|(?:date of )?(?:meeting|committee|decision)(?: date)?\s*:|(?:\d\.?\d?\s*)?background papers"
    r"|(?:\d\.?\d?\s*)?(?:financial|legal|equality|equalities|resource|risk"
    r"|corporate)\b.{0,40}\bimplications"
    r"|contact officer|lead officer|(?:exempt|public) report|classification\s*:|(?:report )?(?:title"
    r"|subject)\s*:"
    r"|portfolio holder|cabinet member\s*:|(?:lead )?director\s*:|(?:is this a )?key decision"
    r"|item (?:no|number)\b"
    r"|(?:the )?(?:cabinet|committee|panel|board|members?) (?:is|are) (?:asked|recommended|requested"
    r"|invited) to)",
    re.IGNORECASE,
)
_RATED = re.compile(
    r"\b(?:rated|judged|graded|rating|praised?|branded|declared|hailed|named|ranked|given|praises|says"
    r"|finds?|found"
    r"|inspectors)\b.{0,80}\bofsted\b|\bofsted\b.{0,80}\b(?:rat(?:ed|es|ing)|judge[sd]?|prais\w+|says"
    r"|finds?|found"
    r"|inspect\w+|report|verdict|grade[sd]?|hails?|brands?)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:councillor|cllr|cabinet member|director of children|mayor|leader of|chief executive"
    r"|executive director)\b"
    r".{0,160}\b(?:said|says|added|commented|welcomed)\b"
    r"|\b(?:said|says|added|commented)\b.{0,12}\b(?:councillor|cllr|cabinet member|the director)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:by (?-i:[A-Z])[\w'-]+ (?-i:[A-Z])[\w'-]+|general news|(?:latest )?news\b.{0,20}|press releases?"
    r"|news story|share this"
    r"|(?:first )?(?:published|posted|last updated|updated|date published)\b.{0,50}|.{0,40}\breporter"
    r"|media release|local democracy.{0,40}|image (?:source|caption).{0,60}|\d{1,2} [A-Za-z]{3,9} \d{4}"
    r"|.{0,30}\bminute read)$",
    re.IGNORECASE,
)
_SERVICES = re.compile(
    r"\bchildren's (?:social care|services)|\bchildren and families|\bsocial care\b", re.IGNORECASE
)
LONGEST_SHORT_INSPECTION = 7
"""The most calendar days, over all parts, that a short inspection takes."""
_ILACS_BEGAN = date(2018, 1, 1)

LETTERS = frozenset(
    {
        DocumentKind.FOCUSED_VISIT,
        DocumentKind.MONITORING_VISIT,
        DocumentKind.JTAI,
        DocumentKind.ANNUAL_CONVERSATION,
    }
)
"""The kinds that are letters, whose days stand in their first sentences."""
_OF_LETTERS = {
    Announced.FOCUSED_VISIT: DocumentKind.FOCUSED_VISIT,
    Announced.MONITORING_VISIT: DocumentKind.MONITORING_VISIT,
    Announced.JTAI: DocumentKind.JTAI,
    Announced.ANNUAL_CONVERSATION: DocumentKind.ANNUAL_CONVERSATION,
}
_SUMMARISES = re.compile(
    r"\bthis (?:letter|report) (?:to [^.]{0,80} )?(?:summari[sz]es|outlines|sets out|contains|reports"
    r"|provides"
    r"|describes|confirms|presents|details)\b(?P<rest>[^.]{0,250})",
    re.IGNORECASE,
)
_SENTENCE_KINDS = (
    (DocumentKind.JTAI, re.compile(r"joint targeted area inspection|\bjtai\b", re.IGNORECASE)),
    (DocumentKind.FOCUSED_VISIT, re.compile(r"\bfocused (?:assurance )?visit\b", re.IGNORECASE)),
    (DocumentKind.MONITORING_VISIT, re.compile(r"\bmonitoring visit\b", re.IGNORECASE)),
    (DocumentKind.ANNUAL_CONVERSATION, re.compile(r"\bannual (?:conversation|engagement)\b", re.IGNORECASE)),
)
_SINCE_INADEQUATE = re.compile(
    r"\bmonitoring visit since (?:the|your)\b[^.]{0,80}\bjudged\b[^.]{0,30}\binadequate", re.IGNORECASE
)
_JOINT = re.compile(r"\bundertook a joint (?:targeted area )?inspection\b", re.IGNORECASE)
_TALKED = re.compile(
    r"\b(?:meeting|met|conversation|discussion)\b[^.]{0,200}\bannual (?:conversation|engagement)"
    r"|\bannual (?:conversation|engagement meeting)\b[^.]{0,80}\b(?:on|held|took place|with)\b",
    re.IGNORECASE,
)
_OFSTED = re.compile(r"\bofsted\b|majesty's inspector|\bhmi\b|\binspectors\b", re.IGNORECASE)
_CHILDREN = re.compile(r"\bchild(?:ren)?\b", re.IGNORECASE)

_SINGLE_JUDGEMENTS = (
    re.compile(r"^(?:1\.?\s*)?children who need help and protection\b", re.IGNORECASE),
    re.compile(r"^(?:2\.?\s*)?children looked after and achieving", re.IGNORECASE),
    re.compile(r"^2\.1\.?\s*adoption performance", re.IGNORECASE),
    re.compile(r"^2\.2\.?\s*experiences and progress of care leavers", re.IGNORECASE),
    re.compile(r"^(?:3\.?\s*)leadership, management and governance", re.IGNORECASE),
)
_AREAS = (
    re.compile(r"\bimpact of leaders on (?:social work )?practice\b", re.IGNORECASE),
    re.compile(r"\bexperiences and progress of children who need help", re.IGNORECASE),
    re.compile(r"\bexperiences and progress of children (?:in care|care leavers)", re.IGNORECASE),
    re.compile(r"\bexperiences and progress of care leavers", re.IGNORECASE),
    re.compile(r"\boverall effectiveness\b", re.IGNORECASE),
)
_HEAD_LINES = 45
_FEWEST_JUDGEMENTS = 3


def is_council_paper(head: Head) -> bool:
    """Tell whether two marks of a committee's paper stand before any letter or report within it."""
    end = min(head.greeting if head.greeting is not None else 60, 60)
    lines = [without_marks(line) for line in head.plain[:end] if len(line) <= 200]
    strong = {found.group().casefold() for line in lines if (found := _STRONG_PAPER.match(line))}
    weak = {found.group().casefold() for line in lines if (found := _WEAK_PAPER.match(line))} - strong
    return len(strong) >= 2 or bool(strong and weak)


def is_news(head: Head) -> bool:
    """Tell whether it is an article on an inspection: it has two of headline, quotation and byline."""
    if head.greeting is not None:
        return False
    lines = head.plain[:30]
    top = [line for line in lines[:8] if len(line) <= 500]
    rated = any(_RATED.search(line) for line in top)
    said = any(_SAID.search(line) for line in lines)
    byline = any(_BYLINE.match(line) for line in lines[:8])
    about = " ".join(lines[:12])
    known = "ofsted" in about.casefold() and bool(_SERVICES.search(about))
    return known and rated and (said or byline)


def kind_of(head: Head, title: Title | None, run: DateRun | None) -> DocumentKind | None:
    """Return the kind of a document with this title and these inspection dates; None if it is not clear."""
    if is_council_paper(head):
        return DocumentKind.COUNCIL_PAPER
    if title is not None and title.announced is Announced.SINGLE_INSPECTION:
        return DocumentKind.SINGLE_INSPECTION
    if run is None and is_news(head):
        return DocumentKind.NEWS
    is_jtai = title is not None and title.announced is Announced.JTAI and "ofsted" in _text(head).casefold()
    if title is not None and title.announced in _OF_LETTERS and (is_jtai or _is_ofsted(head)):
        return _OF_LETTERS[title.announced]
    return _of_report(head, title, run) or (_of_first_sentence(head) if title is None else None)


def _of_report(head: Head, title: Title | None, run: DateRun | None) -> DocumentKind | None:
    lines = [without_marks(line) for line in head.plain[:_HEAD_LINES]]
    if sum(any(one.match(line) for line in lines) for one in _SINGLE_JUDGEMENTS) >= _FEWEST_JUDGEMENTS:
        return DocumentKind.SINGLE_INSPECTION
    if title is not None and title.announced is not Announced.REPORT:
        return None
    is_titled = title is not None and is_report_title(title.words)
    return _by_days(run) if run is not None and (is_titled or _has_table(lines)) else None


def _has_table(lines: list[str]) -> bool:
    # Rows wrap over lines, and their halves come one after the other.
    text = " ".join(lines)
    return sum(bool(one.search(text)) for one in _AREAS) >= _FEWEST_JUDGEMENTS


def _by_days(run: DateRun) -> DocumentKind | None:
    if not run.known or run.known[0].start < _ILACS_BEGAN:
        return None
    if days_in(run.known) > LONGEST_SHORT_INSPECTION:
        return DocumentKind.STANDARD_INSPECTION
    # A part that cannot be made out may have made it longer.
    return DocumentKind.SHORT_INSPECTION if len(run.known) == len(run.parts) else None


def _of_first_sentence(head: Head) -> DocumentKind | None:
    opening = head.opening(0 if head.greeting is None else head.greeting + 1)
    if not _is_ofsted(head):
        return None
    summary = _SUMMARISES.search(opening)
    if summary:
        found = [(one.search(summary.group("rest")), kind) for kind, one in _SENTENCE_KINDS]
        first = min(((match.start(), kind) for match, kind in found if match), default=None)
        if first is not None:
            return first[1]
    if head.greeting is None:
        return None
    for kind, pattern in (
        (DocumentKind.MONITORING_VISIT, _SINCE_INADEQUATE),
        (DocumentKind.JTAI, _JOINT),
        (DocumentKind.ANNUAL_CONVERSATION, _TALKED),
    ):
        if pattern.search(opening):
            return kind
    return None


def _is_ofsted(head: Head) -> bool:
    text = _text(head)
    return bool(_OFSTED.search(text)) and bool(_CHILDREN.search(text))


def _text(head: Head) -> str:
    return " ".join((*head.plain[:80], *head.tail))

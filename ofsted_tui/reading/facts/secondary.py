"""Secondary sources: papers for a council's committees, and articles on inspections."""

import re

from ofsted_tui.reading.facts.head import Head, without_marks

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

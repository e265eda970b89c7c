"""Tell what kind a document is, and what a focused visit looked at."""

import re
from datetime import date

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.reading.facts.dates import DateRun, days_in
from ofsted_tui.reading.facts.head import Announced, Head, Title, is_report_title, without_marks
from ofsted_tui.reading.structure.headings import CARE_LEAVERS, CHILDREN_IN_CARE, HELP_PROTECTION, LEADERS

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
LONGEST_SHORT_INSPECTION = 7
"""The most calendar days, over all parts, that a short inspection takes."""
LETTERS = frozenset(
    {
        DocumentKind.FOCUSED_VISIT,
        DocumentKind.MONITORING_VISIT,
        DocumentKind.JTAI,
        DocumentKind.ANNUAL_CONVERSATION,
    }
)
"""The kinds that are letters, whose days stand in their first sentences."""
SECONDARY = frozenset({DocumentKind.NEWS, DocumentKind.COUNCIL_PAPER})
"""The kinds that may hold another document, whose title, days and names are not their own."""


def is_council_paper(head: Head) -> bool:
    """Tell whether two marks of a committee's paper stand before any letter or report within it."""
    end = min(head.greeting if head.greeting is not None else 60, 60)
    lines = [without_marks(line) for line in head.plain[:end] if len(line) <= 200]
    strong = {found.group().casefold() for line in lines if (found := _STRONG_PAPER.match(line))}
    weak = {found.group().casefold() for line in lines if (found := _WEAK_PAPER.match(line))} - strong
    return len(strong) >= 2 or bool(strong and weak)


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


_ILACS_BEGAN = date(2018, 1, 1)
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
    is_titled = title is not None and is_report_title(title.text)
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
    if not _is_ofsted(head):
        return None
    opening = head.opening_after(None)
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


_ELIGIBLE = re.compile(
    r"(?:and )?(?:children|young people)(?: and young people)?(?: who are)? (?:looked[- ]after|in care)"
    r"(?: who are)? eligible for (?:leaving[- ]care|care[- ]leaving|care leavers?)(?: services| support)?"
    r"|looked[- ]after children (?:who are )?eligible for (?:leaving[- ]care"
    r"|care[- ]leaving) (?:services|support)",
    re.IGNORECASE,
)
_CLEAR = {
    CARE_LEAVERS: re.compile(
        r"\bcare[- ]leavers?\b|\bleaving[- ]care\b|\bcare[- ]leaving\b|\bleave care\b|\bleft care\b"
        r"|\bcare[- ]experienced (?:young people|young adults|adults)\b",
        re.IGNORECASE,
    ),
    CHILDREN_IN_CARE: re.compile(
        r"\b(?:children|child|young people|those|infants|babies)(?: and young people)?(?: who are"
        r"| currently)? in (?:the )?"
        r"(?:(?:local authority|council|authority)(?:'s)? )?care\b|\blooked[- ]after (?:children|child"
        r"|young people)\b"
        r"|\bchildren(?: and young people)?(?: who are| who become)? looked[- ]after\b"
        r"|\bcared[- ]for children\b"
        r"|\bchildren (?:we|they) care for\b|\bpermanen(?:ce|cy|t homes?)\b|(?<!private )\bfostering\b"
        r"|\bfoster (?:care|carers?|homes?)\b"
        r"|\badopt(?:ion|ed|ers?|ive)\b|\bplacements?\b|\bspecial guardian\w*|\bchildren's homes?\b"
        r"|\bunregistered\b"
        r"|\bunaccompanied\b|\b(?:entering|entered|entry (?:in)?to|coming into|come into|enter"
        r"|journeys? through) (?:the )?care\b"
        r"|\bchildren recently (?:in|entering) care\b|\bsiblings\b|\bstability\b|\blong-term matching\b",
        re.IGNORECASE,
    ),
    HELP_PROTECTION: re.compile(
        r"\bfront door\b|\bMASH\b|\bmulti-agency safeguarding hub\b|\bchild(?:ren)?[- ]in[- ]need\b"
        r"|\bchild[- ]protection\b"
        r"|\bhelp and protection\b|\bneed(?:ing|s)? (?:of )?(?:help|protection)\b|\bearly help\b"
        r"|\bpre-proceedings\b|\bpublic law outline\b|\bPLO\b"
        r"|\bedge of care\b|\bsection (?:17|47)\b|\bstrategy (?:discussions?|meetings?)\b|\bfamily help\b"
        r"|\bprivate fostering\b|\bprivately fostered\b|\bout[- ]of[- ]hours\b|\bemergency duty\b"
        r"|\bcontacts? and referrals?\b"
        r"|\bunborn\b|\binitial contact\b|\breferral and assessment\b|\bneed and risk\b",
        re.IGNORECASE,
    ),
}
_SOFT_PROTECTION = re.compile(
    r"\bthresholds?\b|\bcontacts?\b|\breferr(?:als?|ed)\b|\bassess(?:ments?|ed)\b|\bdomestic (?:abuse"
    r"|violence)\b|\bneglect\w*"
    r"|\bexploit\w+|\b(?:go|goes|going|are|who) missing\b|\bmissing from\b|\bsafeguard\w*"
    r"|\bvulnerable adolescents\b|\bextra-familial\b"
    r"|\bcontextual\b|\babus\w+|\bsignificant harm\b|\bat risk\b",
    re.IGNORECASE,
)
_OWN_GROUP = re.compile(
    r"\b(?:children|young people|adolescents|those)(?: and young people)? (?!in care|looked"
    r"|leav)(?:\w+[ -]){0,4}?"
    r"(?:exploit|missing|neglect|domestic|abus|vulnerable|at risk|significant harm)",
    re.IGNORECASE,
)
_SEVERAL = "several"
"""What stands for more than one area while a list is read."""
_LEADERSHIP = re.compile(r"\bleader(?:s|ship)?\b", re.IGNORECASE)


def focus_area(words: str) -> str:
    """Return the code of the one judgement area that words name; "" where they name none or several.

    Leadership counts only where nothing else is named. What may concern any child (exploitation, missing,
    assessments) counts as help and protection only where no other group of children is named.
    """
    areas = [_area_of(item) for item in _ELIGIBLE.sub("care leavers", words).split(";")]
    named = set(areas) - {"", _SEVERAL}
    others = named - {LEADERS} or named
    return others.pop() if len(others) == 1 and _SEVERAL not in areas else ""


def _area_of(words: str) -> str:
    named = {code for code, pattern in _CLEAR.items() if pattern.search(words)}
    soft = _SOFT_PROTECTION.search(words)
    if soft and (not named or _names_own_group(words)):
        named.add(HELP_PROTECTION)
    if not named:
        return LEADERS if _LEADERSHIP.search(words) else ""
    return named.pop() if len(named) == 1 else _SEVERAL


def _names_own_group(words: str) -> bool:
    """Tell whether "children who go missing" are named beside other children, not as some of them."""
    spans = [found.span() for pattern in _CLEAR.values() for found in pattern.finditer(words)]
    groups = _OWN_GROUP.finditer(words)
    return any(all(end <= one.start() or start >= one.end() for start, end in spans) for one in groups)


def names_any(words: str) -> bool:
    """Tell whether words name any group of children or any topic of help and protection."""
    return any(one.search(words) for one in (*_CLEAR.values(), _SOFT_PROTECTION))


_ARRANGEMENTS = (
    r"(?:the )?(?:(?:quality|effectiveness|impact|progress|suitability)(?: and (?:quality|effectiveness"
    r"|impact|timeliness))?"
    r" of )?(?:the )?(?:(?:local authority|council|trust|authority|partnership|department|city"
    r"|county)'s? )?"
    r"(?:\w+ )?(?:arrangements?|services?|response|practice|support|work)"
    r"(?: (?:and|or) (?:services?|support|practice|provision|arrangements?|response))?(?: (?:in place"
    r"|provided|made|offered))?"
    r" (?:to support|to protect|to help|for|with|to|in relation to|relating to|in respect of|regarding"
    r"|of|around)"
)
_LOOKED = (
    r"(?:looked (?:again |in detail |closely )?(?:at|into)"
    r"|look at|review(?:ed)?|evaluat(?:ed|e)|considered|examined"
    r"|focuss?ed (?:up)?on"
    r"|assessed|explored|scrutinised|inspected|tested)"
)
_STARTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:inspectors|we|the inspectors|the visit|this visit|the inspection team"
        rf"|i)\b(?: \w+ly)? (?:also )?{_LOOKED}"
        rf" {_ARRANGEMENTS}(?=\W)",
        r"\bthe (?:main |primary |particular |specific )?(?:focus|theme|scope)(?: of (?:the|this"
        r"|our) (?:\w+ ){0,2}visit)?"
        r" (?:was|is|were)(?: on| to (?:review|evaluate|consider|look at))?(?=\W)",
        r"\b(?:this|the) (?:\w+ )?visit(?: was)? (?:has )?focuss?(?:ed|ing) (?:up)?on(?=\W)",
        r"\b(?:the )?areas? (?:covered|considered|reviewed|looked at)(?: by| during| in| at)? (?:the"
        r"|this)(?: \w+)? visit"
        r" (?:were|was|are|is|included)(?=\W)",
        r"\breviewed the progress (?:that (?:had|has) been )?made (?:in|within|on|against|by"
        r"|since)(?: relation to)?(?=\W)",
        rf"\b(?:inspectors|we|the visit|this visit)\b(?: \w+ly)? {_LOOKED}(?=\W)",
    )
)
_EVIDENCE = re.compile(
    r"^\W*(?:a |the )?(?:wide |broad |extensive )?(?:range|variety|number|sample"
    r"|selection) of\b(?! (?:services|issues))"
    r"|^\W*(?:\w+ ){0,4}(?:evidence|records|case files|documents)\b",
    re.IGNORECASE,
)
_AREAS_OF = re.compile(
    r"^(?:the )?(?:following )?(?:areas?|aspects?|services?) (?:of|for|in)(?: the)? (?!concern)|^(?:on"
    r"|upon|of|the area of)\s+",
    re.IGNORECASE,
)
_ARRANGEMENTS_FIRST = re.compile(rf"^{_ARRANGEMENTS}\s+", re.IGNORECASE)
_PARTICULAR = re.compile(
    r",?\s*(?:and )?(?:with (?:a )?(?:(?:particular|specific|special|additional) )?(?:focus|emphasis"
    r"|attention|reference)"
    r" (?:on|to)|focus+ing (?:particularly |specifically )?on|(?:in )?particular(?:ly)?(?=[ ,])"
    r"|including\b|specifically)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?](?=\s+[A-Z\"'(]|\s*$)")
_ALSO = re.compile(
    rf"\b(?:inspectors|they|we) (?:also {_LOOKED}|{_LOOKED} also"
    rf"|additionally {_LOOKED}) (?P<what>[^.:;]{{3,200}})",
    re.I,
)
_BULLET = re.compile(r"^(?:[-•◼▪●·*\uf06e\uf0b7\uf0a7]|\([a-z\d]\)|\d\.)\s*")
_BULLETED = re.compile(r"\s[-•◼▪●·\uf06e\uf0b7\uf0a7]\s")
_LONGEST = 400


def focus_of(head: Head, title: Title | None) -> tuple[str, str]:
    """Return what a visit looked at, and the code of the one area that it names; ("", "") if not said.

    The words are the letter's own, in typewriter quotes and dashes, from after "arrangements for" to before
    "with a particular focus on"; two sentences are joined by "; ".
    """
    text = head.opening_after(title)
    for start in _STARTS:
        for found in start.finditer(text):
            whole = _sentence_rest(text, found.end())
            if whole and not _EVIDENCE.search(whole):
                return _answer(whole, text[found.end() + len(whole) :])
    return "", ""


def _sentence_rest(text: str, place: int) -> str:
    end = _SENTENCE_END.search(text, place)
    return text[place : end.start() if end else len(text)][:_LONGEST]


def _answer(whole: str, after: str) -> tuple[str, str]:
    main, particular = _divided(whole)
    also = _ALSO.search(after[:_LONGEST])
    if also and not _EVIDENCE.search(also.group("what")) and focus_area(also.group("what")):
        main = f"{main}; {_focus_text(also.group('what'))}"
    area = focus_area(main) if names_any(main) else focus_area(f"{main}; {particular}")
    return main, area


def _divided(whole: str) -> tuple[str, str]:
    """Return the words before "with a particular focus on", and those after it."""
    cut = _PARTICULAR.search(whole)
    main = _focus_text(whole[: cut.start()] if cut else whole)
    particular = whole[cut.end() :] if cut else ""
    return (main, particular) if main else (_focus_text(particular), "")


def _focus_text(text: str) -> str:
    """Return what was looked at: a list after a colon becomes one line, without its bullets."""
    before, colon, items = text.partition(":")
    listed = [without_marks(_BULLET.sub("", item.strip())) for item in _BULLETED.split(f" {items}")]
    listed = [item.strip(" ,.;") for item in listed if item.strip(" ,.;")]
    before = before.strip(" ,.-")
    before = _ARRANGEMENTS_FIRST.sub("", _AREAS_OF.sub("", before, count=1), count=1)
    if colon and listed and not names_any(before):
        return "; ".join(listed)
    return before.strip(" ,.-")

"""What a visit looked at, in the letter's own words, and the judgement area that they name."""

import re

from ofsted_tui.reading.facts.head import Head, Title, without_marks
from ofsted_tui.reading.structure.headings import CARE_LEAVERS, CHILDREN_IN_CARE, HELP_PROTECTION, LEADERS

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
_LOOKED = (
    r"(?:looked (?:again |in detail |closely )?(?:at|into)"
    r"|look at|review(?:ed)?|evaluat(?:ed|e)|considered|examined"
    r"|focuss?ed (?:up)?on"
    r"|assessed|explored|scrutinised|inspected|tested)"
)
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


def focus_of(head: Head, title: Title | None) -> tuple[str, str]:
    """Return what a visit looked at, and the code of the one area that it names; ("", "") if not said.

    The words are the letter's own, in typewriter quotes and dashes, from after "arrangements for" to before
    "with a particular focus on"; two sentences are joined by "; ".
    """
    text = _opening(head, title)
    for start in _STARTS:
        for found in start.finditer(text):
            whole = _sentence_rest(text, found.end())
            if whole and not _EVIDENCE.search(whole):
                return _answer(whole, text[found.end() + len(whole) :])
    return "", ""


def _opening(head: Head, title: Title | None) -> str:
    after = 0 if head.greeting is None else head.greeting + 1
    return head.opening(max(after, title.end) if title is not None else after)


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

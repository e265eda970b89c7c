"""The judgement area that the words of a focus name: care leavers, children in care, help and protection."""

import re

from ofsted_tui.reading.build.headings import CARE_LEAVERS, CHILDREN_IN_CARE, HELP_PROTECTION, LEADERS

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

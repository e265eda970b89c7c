"""Direction cues: evaluative words that suggest the direction of a passage, or none when unclear."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.passage import Passage


@dataclass(frozen=True, slots=True)
class DirectionSuggestion:
    """A direction with the words that led to it."""

    direction: Direction
    because: str


_ENOUGH = 2
"""The weight from which one side speaks clearly: one plain word, or two faint ones."""
_OUTWEIGHS = 4
"""How many times the other side's weight one side needs in a mixed passage."""
_MOST_SHOWN = 4
_CUE_BACK = 70
"""How many characters before a word can negate it."""

_PRAISED = (
    r"supported|managed|developed|planned|written|recorded|attended|coordinated|understood|embedded|established|led"
    r"|matched|documented|resourced|designed|devised|balanced|informed|sighted|considered|known|met|structured"
    r"|trained|prepared|cared|evidenced|used|targeted|focused|maintained|organised|identified|protected|integrated"
)
_AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|been|can)"
_NOT_A_FAULT = r"\s+(?:\w+\s+){0,2}?(?:delay|drift|inconsistent|limited|poor|weak|variable|lack)"
_CUE_FORMS: tuple[tuple[int, str], ...] = (
    (2, r"strong(?:ly|er)?|strengths?(?!\s+and\b)|impressive(?:ly)?|excellent|exceptional(?:ly)?|exemplary"),
    (2, r"(?:highly\s+)?effective(?:ly)?|timely|thorough(?:ly)?|purposeful(?:ly)?|skilled|skilful(?:ly)?"),
    (
        2,
        r"comprehensive(?:ly)?|robust(?:ly)?|prompt(?:ly)?|swift(?:ly)?|high[\s-]quality|high\s+standard|tenacious(?:ly)?",
    ),
    (
        2,
        rf"well(?:-|\s+)(?:{_PRAISED})|know\w*\s+(?:[\w-]+\s+){{1,5}}well|good\s+(?:progress|support|quality|oversight)",
    ),
    (
        2,
        r"(?:real|tangible|positive|significant)\s+difference|much[\s-]improved|vibrant|dynamic|influential|meticulous",
    ),
    (
        2,
        r"insightful|outstanding|diligent(?:ly)?|child[\s-](?:centred|focused)|benefit(?:s|ed)?\s+from|seamless",
    ),
    (
        1,
        r"(?:ha(?:s|ve)|is|are|been|continu\w+\s+to)\s+(?:[a-z]+ly\s+)?(?:improv(?:ed?|ing)|strengthened|reduced|increased)",
    ),
    (
        1,
        r"good|positive(?:ly)?|appropriate(?:ly)?|sensitive(?:ly)?|committed|commitment|ambitious|creative(?:ly)?|detailed",
    ),
    (
        1,
        r"regularly|stable|passionate|persistent|proportionate|clear(?:ly)?|warm|nurturing|caring|successful(?:ly)?",
    ),
    (
        1,
        r"meaningful|enthusiastic|dedicated|determined|consistent(?:ly)?|safely|aspirational|proactive(?:ly)?|sound",
    ),
    (
        -2,
        r"too\s+(?!early\b)(?:\w+ly|slow|long|late|many|few|often|limited|low|high|generic|reliant|variable|narrow"
        r"|brief|wide|broad|soon|optimistic|little|much|large|short|heavily|weak|reactive)",
    ),
    (
        -2,
        rf"(?:{_AUXILIARY}\s+)?not\s+(?:all|every|always|yet|consistently|sufficiently|routinely|fully|well|adequately|effectively|enough"
        r"|effective|good|clear|robust|timely|rigorous|embedded|systematically|promptly|regularly|met|in\s+place)",
    ),
    (-2, rf"(?:{_AUXILIARY}\s+)?not\s+(?:[\w-]+\s+){{1,3}}enough"),
    (
        -2,
        r"inconsisten\w+|variab(?:le|ility)|var(?:y|ies)\s+in\s+quality|delay(?:s|ed)?|drift|underdeveloped"
        r"|under-developed|less\s+(?:well\s+)?(?:developed|effective|focused|robust|consistent|clear|strong|timely)",
    ),
    (
        -2,
        r"lack(?:s|ing|ed)?|insufficient(?:ly)?|inadequate(?:ly)?|ineffective(?:ly)?|weak(?:er|ness|nesses)?"
        r"|poor(?:ly|er)?(?!\s+(?:mental|physical|parental|emotional))|superficial|unclear|unsatisfactory",
    ),
    (
        -2,
        r"(?<!time-)(?<!time )limited(?!\s+(?:to|number|compan))|gaps\s+in|shortfalls?|shortage|backlogs?"
        r"|deficit\w*|challenging\s+to|(?:significant|real|considerable)\s+challenges?",
    ),
    (
        -2,
        r"absence\s+of|over-?relian(?:ce|t)|missed\s+opportunit(?:y|ies)|declined|deteriorat\w+|fail(?:s|ed|ing|ure|ures)?",
    ),
    (
        -2,
        r"remains?\s+(?:a\s+)?(?:challeng\w+|concern\w*)|challenges?\s+remains?|unable\s+to|difficult\s+to|yet\s+to",
    ),
    (
        -2,
        r"more\s+(?:work\s+)?(?:to\s+(?:do|be\s+done)|is\s+(?:required|needed)|needs\s+to)|improvements?\s+(?:is|are)\s+needed",
    ),
    (
        -2,
        r"further\s+(?:work|development|improvement|progress)\s+(?:is\s+)?(?:needed|required)|rarely|overly",
    ),
    (-2, r"could\s+(?:[\w-]+\s+){0,3}?(?:be\s+(?:more|better|further)|benefit)|should\s+(?:ensure|be|have)"),
    (
        -2,
        r"needs?\s+to\s+(?:be\s+)?(?:improv|strengthen|develop|embed|ensur|increas|address|better|more|further)\w*",
    ),
    (
        -1,
        rf"{_AUXILIARY}\s+not(?!\s+only|{_NOT_A_FAULT})|cannot"
        r"|slow(?:ly)?|unsuitable|(?:well\s+)?below|lower\s+than|adverse(?:ly)?|negative(?:ly)?|unnecessar(?:y|ily)|nor",
    ),
)
_CUE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"({form})" for _, form in _CUE_FORMS).replace(r"\s+", r"\s{1,99}")
    + r")(?![\w-])",
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|nor|neither|cannot|lack\w*|less|rarely|without|insufficient\w*|unable|fail\w*|limited)\b"
    r"(?:\s+[\w'’-]+){0,4}\s*\Z|n['’]t(?:\s+[\w'’-]+){0,3}\s*\Z",
)
"""Before praise: it is negated."""
_WISHED = re.compile(r"\b(?:could|needs?\s+to|yet|more|too|should)\b(?:\s+[\w'’-]+){0,4}\s*\Z")
"""Before praise: it is wished for or compared."""
_AVERTED = re.compile(
    r"\b(?:no|not|without|never|reduc\w+|prevent\w*|avoid\w*|minimi\w+|decreas\w+|fewer|less|eliminat\w+)\b"
    r"(?:\s+(?!(?:is|are|was|were|remains?)\b)[\w'’-]+){0,4}\s*\Z",
)
"""Before a shortcoming: there is none."""
_DEALT_WITH = re.compile(
    r"\b(?:address\w*|tackl\w+|identif\w+|recognis\w+|resolv\w+|mitigat\w+|rectif\w+|overcom\w+|clos\w+|cleared)\b"
    r"(?:\s+(?!(?:is|are|was|were|has|have|remains?)\b)[\w'’-]+){0,4}\s*\Z",
)
"""Before a shortcoming: it is known, so the passage is of two minds."""
_ASIDE = re.compile(
    r"\b(?:if|when|where|whenever|once|until)\s[^,;.]{0,200}"
    r"|\b(?:requir|need)\w*\s+improvement\s+to\s+be\s+good|\bareas?\s+(?:for|of)\s+improvement"
    r"|\A\W*(?:the\s+(?:experiences|impact)|overall\s+effectiveness)\b[^.;]{0,160}"
    r"\b(?:outstanding|good|inadequate)\W*\Z"
    r"|\btoo\s+(?:early|soon)\s+to\b|:\s*(?:outstanding|good|inadequate)\s*\Z"
    r"|\b(?:judged|rated|graded)\b[^.;]{0,60}|\bnot\s+(?:only|complacent)\b|\bstrengths\s+and\s+(?:\w+\s+){0,3}\w+",
)
"""What says nothing of the practice: conditions, grades, set phrases."""
_UNDECIDED = re.compile(
    r"\b(?:too\s+early\s+to|plan(?:s|ned|ning)?\s+to|plans\s+(?:are\s+)?in\s+place|intend\w*|hope\w*|will\s+be|aims?\s+to"
    r"|being\s+(?:introduced|developed|implemented)|under\s+review)\b",
)
_CUE_CLAUSE = re.compile(r"[,;:.]|\b(?:and|but)\b")
_LONGEST = 20_000
"""In characters: the words of a longer passage suggest nothing."""


def suggested_direction(
    text: str, passage: Passage, *, is_claim: bool, in_improvement: bool = False
) -> DirectionSuggestion | None:
    """Return the direction that a passage's place or wording suggests; None when it is not clear.

    A claim is a claim whatever its words; an entry under "What needs to improve" needs improvement. Otherwise
    the cues of both sides are weighed: negation turns them round, conditions and grades do not count, and
    where both sides have cues, one has to outweigh the other four times.
    """
    if is_claim:
        return DirectionSuggestion(Direction.CLAIM, "not the inspectors' own finding")
    if in_improvement:
        return DirectionSuggestion(Direction.IMPROVEMENT, "What needs to improve")
    if len(passage) > _LONGEST:
        return None
    words = _lower_case(text[passage.start : passage.end])
    cues = list(_cues(_ASIDE.sub(_blank, words)))
    return _weighed(cues, is_undecided=_UNDECIDED.search(words) is not None)


def _lower_case(words: str) -> str:
    """Return the text in lower case, its length unchanged; a search that ignores case is slow."""
    small = words.lower()
    return small if len(small) == len(words) else "".join(one.lower()[:1] for one in words)


def _weighed(cues: list[tuple[int, str]], *, is_undecided: bool) -> DirectionSuggestion | None:
    praise = sum(weight for weight, _ in cues if weight > 0)
    blame = -sum(weight for weight, _ in cues if weight < 0)
    if max(praise, blame) < _ENOUGH or max(praise, blame) < _OUTWEIGHS * min(praise, blame):
        return None
    if praise > blame:
        return None if is_undecided else DirectionSuggestion(Direction.STRENGTH, _shown(cues, 1))
    return DirectionSuggestion(Direction.IMPROVEMENT, _shown(cues, -1))


def _cues(words: str) -> Iterator[tuple[int, str]]:
    """Yield (weight, words) for each cue: above 0 for a strength, below for a shortcoming."""
    for found in _CUE.finditer(words):
        weight = _CUE_FORMS[(found.lastindex or 1) - 1][0]
        before = words[max(0, found.start() - _CUE_BACK) : found.start()]
        weigh = _praise if weight > 0 else _shortcoming
        yield weigh(weight, found.group(), before)


def _praise(weight: int, cue: str, before: str) -> tuple[int, str]:
    clause = _CUE_CLAUSE.split(before)[-1]
    if negation := _NEGATED.search(clause):
        return -1, negation.group() + cue
    return (0 if _WISHED.search(clause) else weight), cue


def _shortcoming(weight: int, cue: str, before: str) -> tuple[int, str]:
    if weight < -1 and _AVERTED.search(before):
        return 1, cue
    return (-1 if _DEALT_WITH.search(before) else weight), cue


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _shown(cues: list[tuple[int, str]], side: int) -> str:
    words = dict.fromkeys(" ".join(cue.split()) for weight, cue in cues if weight * side > 0)
    return ", ".join(list(words)[:_MOST_SHOWN])

"""Read what the wording of a passage says: its quantifier, and a direction that it suggests."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ofsted_tui.model.annotation import Direction, Quantifier
from ofsted_tui.model.passage import Passage


def _any_of(forms: Iterable[str]) -> str:
    """Return a pattern with a group for each form, which matches whole words and bounded white space."""
    choices = "|".join(f"({form})" for form in forms).replace(r"\s+", r"\s{1,99}")
    return rf"(?<![\w-])(?:{choices})(?![\w-])"


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
_CUE_REACH = 70
"""How many characters before a word can negate it."""

_PRAISED = (
    r"supported|managed|developed|planned|written|recorded|attended|coordinated|understood|embedded|established|led"
    r"|matched|documented|resourced|designed|devised|balanced|informed|sighted|considered|known|met|structured"
    r"|trained|prepared|cared|evidenced|used|targeted|focused|maintained|organised|identified|protected|integrated"
)
_AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|been|can)"
_NOT_A_FAULT = r"\s+(?:\w+\s+){0,2}?(?:delay|drift|inconsistent|limited|poor|weak|variable|lack)"
_CUES: tuple[tuple[int, str], ...] = (
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
_CUE = re.compile(_any_of(form for _, form in _CUES))
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
_PRAISE_CLAUSE = re.compile(r"[,;:.]|\b(?:and|but)\b")
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
        weight = _CUES[(found.lastindex or 1) - 1][0]
        before = words[max(0, found.start() - _CUE_REACH) : found.start()]
        weigh = _praise if weight > 0 else _shortcoming
        yield weigh(weight, found.group(), before)


def _praise(weight: int, cue: str, before: str) -> tuple[int, str]:
    clause = _PRAISE_CLAUSE.split(before)[-1]
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


_GROUP = r"(?:number|proportion|minority|cohort)"
_VERY = r"(?:(?:very|relatively|extremely|quite|fairly)\s+)?"
_SMALL = r"(?:small|smaller|low|tiny)"
_LARGE = r"(?:large|larger|high|higher|significant|substantial|considerable|sizeable|sizable|great)"
_QUANTIFIERS: tuple[tuple[str, Quantifier | None], ...] = (
    (r"all\s+but(?:\s+a)?(?:\s+very)?(?:\s+few|\s+(?:small|tiny)\s+(?:number|minority))?", None),
    (r"not\s+(?:quite\s+|yet\s+|always\s+)?(?:too\s+)?(?:all|every|many|most|some|a\s+few)", None),
    (r"(?:as|so|how)\s+(?:many|few)|too\s+few|quite\s+a\s+few|(?:many|some|few)\s+more|at\s+all", None),
    (r"at\s+most\s+(?:\d+|one|two|three|four|five|six|ten)", None),
    (r"too\s+many", Quantifier.TOO_MANY),
    (r"(?:almost|nearly|virtually)\s+(?:all|every)", Quantifier.MOST),
    (rf"(?:the|a)\s+(?:(?:{_LARGE}|vast|overwhelming|clear)\s+)?majority", Quantifier.MOST),
    (rf"(?:an?|the)\s+{_VERY}{_SMALL}\s+(?:but\s+\w+\s+)?{_GROUP}", Quantifier.FEW),
    (r"(?:a\s+)?very\s+few|a\s+handful|(?:a\s+)?few", Quantifier.FEW),
    (rf"(?:an?|the)\s+{_VERY}{_LARGE}\s+(?:number|proportion)", Quantifier.MANY),
    (rf"an?\s+(?:{_VERY}{_LARGE}\s+)?minority|a\s+number|several|some", Quantifier.SOME),
    (r"none|not\s+any|no", Quantifier.NONE),
    (r"most", Quantifier.MOST),
    (r"many", Quantifier.MANY),
    (r"all|every", Quantifier.ALL),
)
_QUANTIFIER = re.compile(_any_of(form for form, _ in _QUANTIFIERS), re.IGNORECASE)
_QUANTIFIER_REACH = 160
"""How many characters before a quantifier are looked at."""
_CLAUSE = re.compile(r"[.,;:!?()]")
_NOT_ALL = re.compile(
    r"\b(?:not|never|nor|cannot|unable|without|fail(?:s|ed|ing|ure)?)\b|n['’]t\b"
    r"|\b(?:ensur(?:e|es|ed|ing)|so|must|should|mak(?:e|es|ing)\s+sure)(?:\s+that)?\s*\Z",
    re.IGNORECASE,
)
"""Before "all": it is denied, or it is an aim rather than a finding."""
_SUPERLATIVE = re.compile(
    r"(?:\b(?:the|their|its|our|your|his|her|those|these|whose|is|are)|['’]s?)\s+\Z", re.IGNORECASE
)
_GRADABLE = re.compile(
    r"\s+(?:\w+ly|vulnerable|recent|effective|serious|complex|significant|important|pressing|appropriate|urgent"
    r"|disadvantaged|challenging|common|needy|suitable|relevant|likely|severe|able|able-bodied|entrenched)\b",
    re.IGNORECASE,
)

_MOST_WORDS_BETWEEN = 8
"""How many words may stand between a quantifier and what it counts."""
_WORD = re.compile(r"\s*+([^\W_]++(?:[-‐‑'’](?:\s(?=\w))?[^\W_]++)*+(?:(?<=s)['’](?!\w))?)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:(?<=s)|(?<=n))['’](?:s)?$|['’]s$")
_OF = re.compile(
    r"\s{1,99}of(?:\s{1,99}(the|these|those|them|whom|their|its|our|your|this|all))?\b", re.IGNORECASE
)
_CHILDREN = frozenset({"child", "children", "person", "people", "leaver", "leavers", "family", "families"})


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PLURAL = _words(
    "children people adults babies infants siblings leavers families parents carers mothers fathers "
    "adopters workers practitioners managers leaders staff advisers officers professionals partners "
    "agencies inspectors personnel employees pas iros boys girls teenagers adolescents pupils apprentices "
    "households guardians plans records assessments visits reviews meetings conferences discussions "
    "enquiries investigations interviews conversations decisions referrals contacts letters reports "
    "audits cases instances files minutes chronologies summaries placements homes arrangements teams "
    "schools settings orders applications episodes notes logs groups discussions agreements siblings "
    "seekers ambassadors"
)
_SINGULAR = _words(
    "child person baby family parent carer worker practitioner manager adviser officer leaver plan record "
    "assessment visit review case adult"
)
_VERBS = _words(
    "is are was were have has had do does did can could will would may must receive received receives "
    "benefit benefits live make made attend feel felt say said tell told report reported experience "
    "identify need remain lack access achieve achieved get wait demonstrate show include take know go "
    "continue understand reflect participate contain describe engage come help"
)
_BARRIERS = _words(
    "of in on at to for from with by about into through than as who which that when where while because "
    "if but although so it they we you he she i the a an this these those their its more areas aspects "
    "levels times years months weeks days time way ways information support help progress evidence parts "
    "effort level day kind form not longer delay"
)
_BEFORE_PRONOUN = _words(
    "and but or although though while whereas because as that so for since however where which"
)


def quantifiers_in(text: str, passage: Passage) -> list[tuple[Passage, Quantifier]]:
    """Return the quantifiers of a passage with their places, in reading order.

    Left out as unknown: "not all" and "all but one" (fewer than all, but not how many), "half", numbers,
    trends ("a growing number of"), aims ("ensure that all children"), quantities that no one
    shares ("too many changes of worker", "all aspects", "some years ago") and superlatives ("the most
    vulnerable children").
    """
    return list(_found(text, passage))


def quantifier_of(text: str, passage: Passage) -> Quantifier | None:
    """Return the quantifier of a passage that uses exactly one of the scale; None otherwise."""
    values = {quantifier for _, quantifier in _found(text, passage)}
    return values.pop() if len(values) == 1 else None


def _found(text: str, passage: Passage) -> Iterator[tuple[Passage, Quantifier]]:
    for found in _QUANTIFIER.finditer(text, passage.start, passage.end):
        quantifier = _QUANTIFIERS[(found.lastindex or 1) - 1][1]
        if quantifier is not None and _shares_a_finding(text, passage, found, quantifier):
            yield Passage(*found.span()), quantifier


def _shares_a_finding(text: str, passage: Passage, found: re.Match[str], quantifier: Quantifier) -> bool:
    before = text[max(passage.start, found.start() - _QUANTIFIER_REACH) : found.start()]
    words = found.group().lower()
    clause = _CLAUSE.split(before)[-1]
    if quantifier is Quantifier.ALL and _NOT_ALL.search(clause):
        return False
    if words == "most" and (_SUPERLATIVE.search(before) or _GRADABLE.match(text, found.end(), passage.end)):
        return False
    return _is_followed(text, passage, found, clause)


def _is_followed(text: str, passage: Passage, found: re.Match[str], clause: str) -> bool:
    """Tell whether a quantifier counts children, workers or records, named or understood."""
    words = found.group().lower()
    begins = not clause.strip() or clause.split()[-1].lower() in _BEFORE_PRONOUN
    rest = found.end()
    if of := _OF.match(text, rest, passage.end):
        if of.group(1) and of.group(1).lower() in ("them", "whom"):
            return True
        rest, begins = of.end(), True
    elif words in ("no", "not any"):
        return _names_children(text, rest, passage.end)
    following = _words_after(text, rest, passage.end)
    if not following:
        return begins and _stands_alone(clause, words)
    if following[0] in _VERBS:
        return begins
    if of and following[0] == "work":
        return True
    return _names_counted(following, _SINGULAR if words.endswith("every") else _PLURAL)


def _stands_alone(clause: str, words: str) -> bool:
    """Tell whether no noun is needed, as in "for some, it is outstanding"."""
    after_for = clause.lower().split()[-1:] == ["for"] and words != "all"
    return after_for or words.endswith(("number", "majority", "minority"))


def _names_children(text: str, start: int, end: int) -> bool:
    return _names_counted(_words_after(text, start, end)[:3], _CHILDREN)


def _names_counted(words: list[str], counted: frozenset[str]) -> bool:
    for word in words:
        if word in counted:
            return True
        if word in _BARRIERS or word in _VERBS or _is_another_plural(word):
            return False
    return False


def _is_another_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ous", "ss")) and "-" not in word


def _words_after(text: str, start: int, end: int) -> list[str]:
    """Return the next words up to a stop, in small letters without possessive endings."""
    words: list[str] = []
    while len(words) < _MOST_WORDS_BETWEEN and (found := _WORD.match(text, start, end)):
        words.append(_POSSESSIVE.sub("", found.group(1).lower()))
        start = found.end()
        if words[-1] in ("still", "also", "now", "already", "often", "then") and len(words) == 1:
            words.pop()
    return words

"""The words of a passage that say how many children, workers, plans or records share a finding.

The mapping of words to the scale is ours, by how the words read: a majority is most, "a minority", "several"
and "a number of" are some, anything small is few. Inspectors use these words without figures.
"""

import re
from collections.abc import Iterator

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.quantifier import Quantifier

_GROUP = r"(?:number|proportion|minority|cohort)"
_VERY = r"(?:(?:very|relatively|extremely|quite|fairly)\s+)?"
_SMALL = r"(?:small|smaller|low|tiny)"
_LARGE = r"(?:large|larger|high|higher|significant|substantial|considerable|sizeable|sizable|great)"
_FORMS: tuple[tuple[str, Quantifier | None], ...] = (
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
_QUANTIFIER = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"({form})" for form, _ in _FORMS).replace(r"\s+", r"\s{1,99}")
    + r")(?![\w-])",
    re.IGNORECASE,
)
_BACK = 160
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

_REACH = 8
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
        quantifier = _FORMS[(found.lastindex or 1) - 1][1]
        if quantifier is not None and _shares_a_finding(text, passage, found, quantifier):
            yield Passage(*found.span()), quantifier


def _shares_a_finding(text: str, passage: Passage, found: re.Match[str], quantifier: Quantifier) -> bool:
    before = text[max(passage.start, found.start() - _BACK) : found.start()]
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
    while len(words) < _REACH and (found := _WORD.match(text, start, end)):
        words.append(_POSSESSIVE.sub("", found.group(1).lower()))
        start = found.end()
        if words[-1] in ("still", "also", "now", "already", "often", "then") and len(words) == 1:
            words.pop()
    return words

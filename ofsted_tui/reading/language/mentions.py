"""Find what a text mentions: topics, earlier inspections, the national framework."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ofsted_tui.model.codebook import Topic
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import EarlierMention
from ofsted_tui.reading.segmentation import sentences

_S = r"\s{1,9}"
_MONTHS = (
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|winter|early|late|mid"
)
_YEAR = r"(20\d\d)(?![\d/])"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?|[-–]"
_DATE = rf"(?:(?:{_MONTHS}|the|and|to|until|between|end|of|{_DAY})[\s-]{{1,9}}){{0,8}}{_YEAR}"
_HELD = r"(?:which|that|was|were|took|place|carried|out|undertaken|conducted|held|published|dated)"
_DATED = (
    rf"(?:\s{{0,9}}[,(]?\s{{0,9}}(?:{_HELD}{_S}){{0,5}}(?:in|of|on|from|during|between)?\s{{0,9}}{_DATE})"
)
_VISIT = r"(?:focused|focussed|monitoring|assurance|ofsted|ilacs|inspection)(?:['’]s)?" + _S + r"visits?"
_EVENT = (
    rf"(?:inspections?(?!{_S}(?:visit|framework))|{_VISIT}|(?:ofsted|inspection){_S}(?:reports?|judge?ments?)"
    r"|jtai|ilacs(?!\s+inspection)|joint\s+targeted\s+area\s+inspections?)"
)
_NO_PART = r"(?!(?:the|this|before|prior|since|to|of|days?|weeks?|months?|years?|next)\b)"
_WORDS = rf"(?:{_NO_PART}[\w'’-]{{1,40}}{_S}){{0,5}}?"
_BEFORE = r"(?:last|previous|earlier(?!\s+than)|prior(?!\s+to)|preceding)"
_JUDGED = r"(?:judged|inspected|rated|graded)"

_MENTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_BEFORE}{_S}{_WORDS}{_EVENT}\b{_DATED}?",
        rf"\b{_YEAR}{_S}{_WORDS}{_EVENT}\b",
        rf"\b{_EVENT}(?:{_S}(?:report|letter|framework|findings))?{_DATED}",
        rf"\b(?:since|following|after){_S}(?:(?:the|its|their|our|your|an?|last|ofsted['’]s){_S})?{_WORDS}{_VISIT}\b{_DATED}?",
        rf"\bsince{_S}(?:the|its|their|your){_S}{_WORDS}inspection\b(?:(?:{_S}of{_S}{_WORDS})?{_DATED})?",
        rf"\b(?:since|at|from|during|following){_S}(?:the|our|your){_S}"
        rf"(?:last|previous|first|second|third|fourth|fifth|earlier){_S}visit\b{_DATED}?",
        rf"\b(?:the|ofsted){_S}single{_S}inspection\b{_DATED}?",
        rf"\b{_JUDGED}{_S}(?:to{_S}be{_S}|as{_S})?['‘’]?{_WORDS}['‘’]?\s{{0,9}}in{_S}{_DATE}",
        rf"\bsince\b[^.;]{{0,120}}?\b{_JUDGED}\b[^.;]{{0,90}}?\bin{_S}{_DATE}",
        rf"\bpriority{_S}action{_S}{_WORDS}in{_S}{_DATE}",
        rf"\b(?:ofsted|inspectors){_S}(?:previously|earlier){_S}(?:found|identified|reported|judged)\b",
    )
)
_AT_ALL = re.compile(r"inspect|visit|ofsted|ilacs|jtai|joint|judged|rated|graded|priority", re.IGNORECASE)
"""One of these stands in every mention: most sentences are passed over by this alone."""
_OTHER = (
    r"(?:schools?(?!\s+improvement)|academ(?:y|ies)|colleges?|(?:children['’]?s['’]?|care|residential)\s+homes?|homes"
    r"|fostering|adoption|agenc(?:y|ies)|providers?|settings|nurser(?:y|ies)|early\s+years|prisons?|hospital|trusts"
    r"|youth\s+(?:offending|justice)|probation|hmip|constabulary|police|hmicfrs|cqc|regulatory)"
)
_OTHER_SERVICE = re.compile(rf"\b{_OTHER}\b", re.IGNORECASE)
_OWNED_BY_OTHER = re.compile(rf"\b{_OTHER}(?:['’]s?)?(?:\s+\w+)?\s*\Z|\bhome['’]s\s*\Z", re.IGNORECASE)
_OF_OTHER = re.compile(rf"\s+(?:of|for|at|by)\s+(?:[\w'’-]+\s+){{0,4}}?{_OTHER}\b", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:this|next|current|forthcoming)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_BACKWARD = re.compile(
    r"\b(?:since|last|previous\w*|earlier|prior|after|following|subsequent\w*)\b", re.IGNORECASE
)
_LONGEST = 3_000
"""In characters: what is longer is no sentence, and is read so far."""


def earlier_mentions(
    text: str, paragraphs: Iterable[Passage], event_year: int | None = None
) -> list[EarlierMention]:
    """Return the sentences about an earlier inspection or visit, in the order of the paragraphs.

    `event_year` is the year in which this document's own event began: a later year is never taken, the same
    year only where the words look back. Inspections of schools, homes, agencies and the police are left out;
    those of the authority's own services, such as school improvement, count.
    """
    found = (
        _mention(text, sentence, event_year)
        for paragraph in paragraphs
        if _AT_ALL.search(text, paragraph.start, paragraph.end)
        for sentence in sentences(text, paragraph)
    )
    return [mention for mention in found if mention is not None]


def _mention(text: str, sentence: Passage, event_year: int | None) -> EarlierMention | None:
    words = text[sentence.start : min(sentence.end, sentence.start + _LONGEST)]
    if _AT_ALL.search(words) is None:
        return None
    years = list(_years(words, event_year))
    if not years:
        return None
    return EarlierMention(sentence.start, sentence.end, next((year for year in years if year), None))


def _years(words: str, event_year: int | None) -> Iterator[int | None]:
    """Go through the mentions by place, each as its year or None."""
    found = (one for pattern in _MENTIONS for one in pattern.finditer(words))
    for one in sorted(found, key=lambda match: match.start()):
        year = next((int(group) for group in one.groups() if group), None)
        if _is_of_the_authority(words, one) and _is_earlier(words, one, year, event_year):
            yield year


def _is_of_the_authority(words: str, found: re.Match[str]) -> bool:
    before = words[max(0, found.start() - 60) : found.start()]
    return not (
        _OTHER_SERVICE.search(found.group())
        or _OWNED_BY_OTHER.search(before)
        or _OF_OTHER.match(words[found.end() : found.end() + 120])
    )


def _is_earlier(words: str, found: re.Match[str], year: int | None, event_year: int | None) -> bool:
    before = words[max(0, found.start() - 40) : found.start()]
    if _PRESENT.search(before) or re.match(r"(?:since\s+)?this\b", found.group(), re.IGNORECASE):
        return False
    if year is None or event_year is None or year < event_year:
        return True
    return year == event_year and bool(_BACKWARD.search(before[-20:] + found.group()))


_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NUMBER = rf"(?:[1-9](?!\d|%)|{'|'.join(_NUMBERS)})\b"
_AND = (
    r"(?:\s{0,9},\s{0,9}(?:and\s{1,9})?|\s{0,9}&\s{0,9}|\s{1,9}and\s{1,9}"
    r"|\s{0,9}[-‐‑–—]\s{0,9}|\s{1,9}to\s{1,9})"
)
_CITED = re.compile(
    rf"\b(outcome|enabler|principle)s?\s{{1,9}}({_NUMBER}(?:{_AND}{_NUMBER}){{0,9}})", re.IGNORECASE
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,200})[)\]]")
_FRAMEWORK = re.compile(r"\bnational\s{1,9}framework\b", re.IGNORECASE)
_TAIL = 200
"""In characters: without brackets, a citation stands at the end of the point."""
_REST = re.compile(
    r"[\s,;.)\]–—-]*(?:(?:of|in)\s+)?(?:the\s+)?(?:national\s+framework)?[\s.;,)\]]*\Z", re.IGNORECASE
)
_PIECE = re.compile(rf"({_NUMBER})|([-‐‑–—]|\bto\b)", re.IGNORECASE)


def framework_reference(point: str) -> str:
    """Return what a point cites, as "outcome 1, enabler 3", in the order printed; empty where none.

    Since 20 January 2025 points end as in "(outcome 4, national framework)" or "(Enabler two)". A citation
    without brackets counts where the point ends with it or names the national framework.
    """
    cited: dict[str, None] = {}
    for words in _places(point):
        for found in _CITED.finditer(words):
            cited.update((f"{found.group(1).lower()} {number}", None) for number in _numbers(found.group(2)))
    return ", ".join(cited)


def _places(point: str) -> list[str]:
    brackets = [found.group(1) for found in _BRACKET.finditer(point)]
    if any(_CITED.search(words) for words in brackets):
        return brackets
    tail = point.rstrip()[-_TAIL:]
    if _FRAMEWORK.search(tail):
        return [tail]
    last = list(_CITED.finditer(tail))[-1:]
    return [one.group() for one in last if _REST.match(tail, one.end())]


def _numbers(words: str) -> list[int]:
    numbers: list[int] = []
    to = False
    for found in _PIECE.finditer(words):
        if found.group(2):
            to = True
            continue
        number = _value(found.group(1))
        numbers.extend(range(numbers[-1] + 1, number) if to else ())
        numbers.append(number)
        to = False
    return numbers


def _value(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS.index(word.lower()) + 1


_PARTS = re.compile(r"[/&,]")
"""A title names several things: "front door / MASH / contacts & referrals"."""
_TOKEN = re.compile(r"([^\W_]+)(?:['’‘ʼ`´](?:s\b)?)?|[.!?](?=\s)", re.IGNORECASE)
"""A word without its possessive ending, or the end of a sentence."""
_IRREGULAR = {"children": "child", "childrens": "child", "people": "person", "women": "woman", "men": "man"}
_ORDINARY = frozenset({"prevent", "send"})
"""Names in the codebook that are ordinary words in small letters: the Prevent duty, SEND."""

_Phrase = tuple[str, ...]
_Phrases = dict[str, list[tuple[_Phrase, str]]]
"""Phrases as words, each with the code of its topic, by their first word."""


def mentioned_topics(text: str, topics: Sequence[Topic]) -> set[str]:
    """Return the codes of the topics that the text mentions by a part of the title or by a synonym.

    Whole words count, whatever the case, the plural or possessive ending, the apostrophe, the hyphen or the
    line break; words on both sides of a full stop are no phrase. Linear in the text's length.
    """
    return {code for here in _named(text, topics) for _, code in here}


def named_topics(text: str, topics: Sequence[Topic]) -> list[Topic]:
    """Return the topics that the text names, in its order, each by the longest name that stands there.

    "Education, employment and training" names that topic, not those of education and of training.
    """
    known = {topic.code: topic for topic in topics}
    found: dict[str, Topic] = {}
    taken = 0
    for position, here in enumerate(_named(text, topics)):
        longest = max((length for length, _ in here), default=0)
        if position + longest <= taken:
            continue
        taken = position + longest
        found |= {code: known[code] for length, code in here if length == longest}
    return list(found.values())


def topic_names(topic: Topic) -> tuple[str, ...]:
    """Return what a topic is called: the parts of its title, and its synonyms."""
    return (*_PARTS.split(topic.title), *topic.synonyms)


def _named(text: str, topics: Sequence[Topic]) -> Iterator[list[tuple[int, str]]]:
    """Yield for each word the names that begin with it: their length in words, and the topic's code."""
    phrases = _phrases(tuple(topics))
    words = list(_words(text))
    for position, word in enumerate(words):
        yield [
            (len(phrase), code)
            for phrase, code in phrases.get(word, ())
            if tuple(words[position : position + len(phrase)]) == phrase
        ]


@lru_cache(maxsize=8)
def _phrases(topics: tuple[Topic, ...]) -> _Phrases:
    found: _Phrases = {}
    for topic in topics:
        for words in {tuple(_words(name)) for name in topic_names(topic)}:
            if words:
                found.setdefault(words[0], []).append((words, topic.code))
    return found


def _words(text: str) -> Iterator[str]:
    for found in _TOKEN.finditer(text):
        word = found.group(1)
        if word is None:
            yield "."
        elif word in _ORDINARY:
            yield word + " (a verb)"
        else:
            yield _singular(word.lower())


def plain_words(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared here: small letters, singular, no possessive ending."""
    return frozenset(word for word in _words(text) if word != ".")


def _singular(word: str) -> str:
    """Return a word as in the singular; only ever compared with another word so treated."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes")) else word[:-1]

"""Read who led the inspection and who wrote the letter."""

import re
from collections.abc import Iterator

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.reading.facts.head import Head, Title
from ofsted_tui.reading.facts.kinds import LETTERS, SECONDARY

_TOKEN = re.compile(
    r"(?P<paren>\([^()]{0,60}\))|(?P<word>[^\W\d_](?:[\w'-]*\w)?\.?)|(?P<sign>[,;&/:])|(?P<stop>\S)|\s+"
)
_ROLES = frozenset(
    """
    her his majesty majesty's majestys hmi hmis hm hmip hmicfrs cqc inspector inspectors senior lead regional
    director deputy assistant ofsted social care regulatory regulation national team service schools education
    manager associate additional seconded and/or regulator officer for adviser advisor from
    """.split()  # noqa: SIM905 - a list of words is read easier as text
)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "prof", "professor", "mx", "rev"})
_PARTICLES = frozenset(
    """
    de da di du van von der den la le del della el al bin ap dos ten ter y zu af
    """.split()  # noqa: SIM905 - a list of words is read easier as text
)
_LEADING = frozenset(
    """
    one two three four five six seven eight nine ten of the by an a our my were was are
    """.split()  # noqa: SIM905 - a list of words is read easier as text
)
_ENDING = frozenset(
    """
    the judgement judgements grade inspection report published overall inspectors' this visit these they we
    dear yours children children's council local authority services team annual focused
    monitoring in on at during inspectorate commission constabulary police data analyst
    """.split()  # noqa: SIM905 - a list of words is read easier as text
)
_OFFICES = frozenset({"Council", "Authority", "Services", "Team", "Children's"})
"""What goes before these words names no person."""
_MOST_WORDS = 5


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that a text of plain characters begins with, separated by commas, "and" or "&".

    Titles of courtesy and of office are left out; the first word that is no part of such a list ends it.
    """
    names: list[str] = []
    words: list[str] = []
    parted = True
    for kind, word in _tokens(text):
        if word in _OFFICES:
            words = []
        if kind == "end" or (kind == "name" and not parted and not words):
            break
        if kind == "name":
            words.append(word)
            continue
        names += _name(words)
        parted = kind == "sign" or (parted and not words)
        words = []
        if kind == "leading" and names:
            break
    return tuple(dict.fromkeys([*names, *_name(words)]))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word with what it is: "name", "sign" (a parting), "role", "leading" or "end"."""
    for token in _TOKEN.finditer(text):
        word = token.group()
        if token.lastgroup == "sign":
            yield "sign", word
        elif token.lastgroup == "word":
            yield from _word(word)
        elif token.lastgroup == "paren":
            yield "role", word
        elif token.lastgroup == "stop":
            break
    yield "end", ""


def _word(word: str) -> Iterator[tuple[str, str]]:
    bare = word.rstrip(".")
    low = bare.casefold()
    # A period belongs to initials and to "Mr."; after any other word it ends the sentence.
    ends = word.endswith(".") and len(bare) > 2 and low not in _TITLES
    if low in {"and", "with"}:
        yield "sign", word
    elif low in _TITLES:
        pass
    elif low in _ROLES:
        yield "role", word
    elif low in _ENDING and not (bare[0].isupper() and low in {"grade"}):
        yield "end", word
    elif bare[0].isupper() or low in _PARTICLES or re.match(r"[dl]'[A-Z]", bare):
        yield "name", bare if ends else word
    else:
        yield ("leading" if low in _LEADING else "end"), word
    if ends:
        yield "end", word


def _name(words: list[str]) -> list[str]:
    """Return words as a name if they can be one: first name and surname at least."""
    while words and words[-1].casefold() in _PARTICLES and not words[-1][0].isupper():
        words = words[:-1]
    full = [word for word in words if len(word.rstrip(".")) > 1]
    if not full or not 2 <= len(words) <= _MOST_WORDS or not words[0][0].isupper():
        return []
    return [] if all(word.isupper() and len(word) > 2 for word in words) else [" ".join(words)]


_LEAD = re.compile(r"(?:^|(?<=\s))lead inspectors?\b(?:'s name)?\s*:?(?!\w)", re.IGNORECASE)
_TEAM = re.compile(
    r"(?:^|(?<=\s))(?:(?:deputy lead|team|shadow lead|shadow|other) inspectors?"
    r"|(?:the )?inspection team)\s*:",
    re.IGNORECASE,
)
_INSPECTOR = (
    r"(?:(?:(?:his|her) majesty's|ofsted|social care|senior|the|lead|regulatory) )*(?:inspectors?|hmis?)\b"
)
_IN_SENTENCE = (
    re.compile(
        rf"\b{_INSPECTOR}[^.;:]{{0,60}}?\b(?:was|were|are|is)\b(?! (?:able|impressed|also))\s*:?", re.I
    ),
    re.compile(
        r"\b(?:carried out|undertaken|conducted|completed|led|made|visited|inspected|undertook)\b"
        r"(?: (?:on|from|between) [^.;]{0,80}?)? by\b",
        re.IGNORECASE,
    ),
    re.compile(r"\bmy colleagues?,?(?=\s)", re.IGNORECASE),
    re.compile(r"\b(?:his|her) majesty's inspectors?\b(?: \(hmi\))?,?(?=\s)", re.IGNORECASE),
)
_NAMES_BEFORE = re.compile(
    r"(?P<names>(?:[A-Z][\w'-]+ ){2,4}(?:and (?:[A-Z][\w'-]+ ?){2,4})?),? ?(?:HMI\b|(?:His"
    r"|Her) Majesty's Inspectors?)"
)
_WITH_ME = re.compile(
    r"\bmy colleagues?\b[^.]{0,120}\band (?:I|me|myself)\b|\bI\b[^.]{0,60}\bmy colleagues?\b", re.I
)
_OF_VISIT = re.compile(r"\b(?:visit|visited|inspect\w*|hmi)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[a-z\d)][.;!?])\s+(?=[A-Z])")
_YOURS = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly)|(?:with )?(?:kind|best) (?:regards|wishes))\b", re.I
)
_SIGNED_AS = re.compile(
    r"\b(?:HMI|(?:Her|His) Majesty'?s'? Inspectors?|Ofsted Inspector|Regulatory Inspector)\b", re.IGNORECASE
)
_REGIONAL = re.compile(r"\bRegional Director\b|\bAssistant Regional Director\b", re.IGNORECASE)
_OTHER_BODY = re.compile(
    r"\b(?:Care Quality Commission|Constabulary|Probation|HMICFRS|HMIP|CQC)\b", re.IGNORECASE
)


def inspectors_of(head: Head, title: Title | None, kind: DocumentKind | None) -> tuple[str, ...]:
    """Return the names of the inspectors without titles; none where the document names none."""
    if kind in SECONDARY:
        return ()
    labelled = _labelled(head, kind)
    if labelled or kind not in LETTERS:
        return labelled
    signed = _signed(head, kind)
    return _in_opening(head, title, signed) or signed


def _labelled(head: Head, kind: DocumentKind | None) -> tuple[str, ...]:
    names = _at_label(head.plain, _LEAD)
    if kind is DocumentKind.SINGLE_INSPECTION:
        names = names or _at_label(head.tail, _LEAD)
        names += _at_label(head.tail, _TEAM)
    return tuple(dict.fromkeys(names))


def _at_label(lines: tuple[str, ...], label: re.Pattern[str]) -> tuple[str, ...]:
    """Return the names after a label, on its line or on the next ones where the list is not at its end."""
    names: list[str] = []
    for at, line in enumerate(lines):
        found = label.search(line) if len(line) <= 300 else None
        if found is None or (not found.group().endswith(":") and line[found.end() :].strip()[:1].islower()):
            continue
        value = line[found.end() :].strip()
        for following in lines[at + 1 : at + 4]:
            if value and not value.casefold().endswith((",", "&", " and", ";")):
                break
            value = f"{value} {following}".strip()
        names += names_in(value)
        if names and label is _LEAD:
            break
    return tuple(names)


def _in_opening(head: Head, title: Title | None, signed: tuple[str, ...]) -> tuple[str, ...]:
    for sentence in _SENTENCE.split(head.opening_after(title)):
        if not _OF_VISIT.search(sentence):
            continue
        names = _in_sentence(sentence)
        if names:
            return tuple(dict.fromkeys((*signed, *names))) if _WITH_ME.search(sentence) else names
    return ()


def _in_sentence(sentence: str) -> tuple[str, ...]:
    for pattern in _IN_SENTENCE:
        for found in pattern.finditer(sentence):
            names = names_in(sentence[found.end() :])
            if names:
                return names
    before = _NAMES_BEFORE.search(sentence)
    return names_in(before.group("names")) if before else ()


def _signed(head: Head, kind: DocumentKind | None) -> tuple[str, ...]:
    """Return the names under "Yours sincerely" that stand with the title of an inspector."""
    starts = [at for at, line in enumerate(head.tail) if _YOURS.match(line)]
    if not starts:
        return ()
    lines = head.tail[starts[0] + 1 : starts[0] + 13]
    found: list[str] = []
    for at, line in enumerate(lines):
        # The region in "Regional Director, South East" looks like a second name.
        names = names_in(line)[:1] if len(line) <= 120 else ()
        if names and _is_inspector(line, lines[at + 1 : at + 3], kind):
            found += names
    return tuple(dict.fromkeys(found))


def _is_inspector(line: str, following: tuple[str, ...], kind: DocumentKind | None) -> bool:
    """Tell whether a signature is an inspector's: the title is on its line or on the next two."""
    titles = line if _SIGNED_AS.search(line) else " ".join((line, *_titles(following)))
    if _OTHER_BODY.search(" ".join((line, *_titles(following)))):
        return False
    if kind is DocumentKind.ANNUAL_CONVERSATION and _REGIONAL.search(titles):
        return True
    return bool(_SIGNED_AS.search(titles))


def _titles(following: tuple[str, ...]) -> list[str]:
    """Return the lines below a name up to the next name."""
    kept = []
    for line in following:
        if names_in(line):
            break
        kept.append(line)
    return kept

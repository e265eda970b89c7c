"""Names of people in running text: "Linda Steele and Donna Marriott, Her Majesty's Inspectors"."""

import re
from collections.abc import Iterator

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

"""What an improvement point cites of the children's social care national framework."""

import re

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

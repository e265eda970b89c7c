"""Running heads and page numbers that stand within a plain text, left there by what made it from a PDF."""

import re
from collections import Counter
from collections.abc import Iterator

from ofsted_tui.reading.build.judgement_rows import HEADING_WORDS

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*(\d{1,4})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_NO_HEAD = re.compile(r"[-*−–•◼■▪●○#\uf06e\uf0b7\uf0a7]|\(?\d{1,3}[.)]\s?[A-Z‘“'\"]|[a-z]")
_STOP = re.compile(r"[.!?;:,][\'\"’”)\]]*\Z")
_LATIN_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_SHORTEST, _LONGEST = 12, 120
"""The length of running heads, in characters."""
_OFTEN = 3
"""A line that comes back so many times is a running head."""
_TITLE_LINES = 30
"""Among so many lines at the beginning a line that comes back later is the title itself."""
_LATEST_FIRST = 3
"""The first page number is not greater: title pages have none."""


def furniture_lines(text: str) -> frozenset[int]:
    """Return where the lines of a text begin that are running heads or page numbers.

    The offsets are those of the first character that is not white space. A head is a line without a stop
    that comes back, figures aside; page numbers stand alone and count up.
    """
    lines = [(_first_nonspace(found), " ".join(found.group().split())) for found in _LINE.finditer(text)]
    return frozenset(_heads(lines)) | frozenset(_page_numbers(lines))


def _first_nonspace(found: re.Match[str]) -> int:
    line = found.group()
    return found.start() + len(line) - len(line.lstrip())


def _heads(lines: list[tuple[int, str]]) -> Iterator[int]:
    masked = [_masked(line) for _, line in lines]
    counts = Counter(masked)
    seen: set[str] = set()
    for at, ((start, _), key) in enumerate(zip(lines, masked, strict=True)):
        if key and counts[key] >= _OFTEN and (at >= _TITLE_LINES or key in seen):
            yield start
        seen.add(key)


def _masked(line: str) -> str:
    """Return the key by which running heads are compared; empty for a line that cannot be one."""
    if not _SHORTEST <= len(line) <= _LONGEST or _NO_HEAD.match(line) or _STOP.search(line):
        return ""
    if not {word.casefold() for word in _LATIN_WORD.findall(line)} - HEADING_WORDS:
        return ""
    return _DIGITS.sub("#", line.casefold()).removesuffix(" #")


def _page_numbers(lines: list[tuple[int, str]]) -> Iterator[int]:
    numbers = [
        (start, int(found.group(1))) for start, line in lines if (found := _PAGE_NUMBER.fullmatch(line))
    ]
    chain: list[int] = []
    last: int | None = None
    for start, number in numbers:
        if number == (last + 1 if last is not None else number) and (last or number <= _LATEST_FIRST):
            chain.append(start)
            last = number
    if len(chain) > 1:
        yield from chain

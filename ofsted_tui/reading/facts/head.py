"""The head of a document: the lines before its findings, where it says what it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

_MOST_LINES = 150
_TAIL_LINES = 60
_LONGEST_LINE = 2_000
_OPENING_LINES = 16
_LONGEST_OPENING = 5_000
_LAST_GREETING = 70
"""A greeting further down belongs to a letter that is quoted or attached."""

_MARKDOWN = re.compile(r"^(?:[#>*_\s]+|\d{1,3}\s+(?=Inspection of|Focused visit|Monitoring visit))")
_DEAR = re.compile(r"Dear\b", re.IGNORECASE)
_FINDINGS = re.compile(
    r"(?:headline |main |key |summary (?:of )?)?(?:findings|overview"
    r"|summary)(?: and evaluation of progress)?"
    r"\W*\d?$|what (?:needs|does|must)\b.{0,60}\bimprove"
    r"|areas? for (?:priority action|improvement)|yours (?:sincerely|faithfully)",
    re.IGNORECASE,
)
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ`´′", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("‐‑‒–—―−\u0002\ufffe\u00ad", "-"),
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\t\n\r\v\f", " "),
    }
)


def plain(line: str) -> str:
    """Return a line with typewriter quotes, dashes and spaces, each character in its old place."""
    return line.translate(_PLAIN)


def without_marks(line: str) -> str:
    """Return a line without Markdown's marks and a page number before a title."""
    return _MARKDOWN.sub("", line).strip("*_# ")


@dataclass(frozen=True)
class Head:
    """The first and last lines of a document, cut to a bounded length; blank ones left out."""

    lines: tuple[str, ...]
    """Lines as they stand, at most 150, each of at most 2,000 characters."""
    tail: tuple[str, ...]
    """The last 60 lines with typewriter quotes, dashes and spaces."""
    plain: tuple[str, ...] = field(default=())
    """The lines with typewriter quotes, dashes and spaces."""

    @cached_property
    def greeting(self) -> int | None:
        """The position of "Dear ..."; None in a document that is no letter."""
        for at, line in enumerate(self.plain[:_LAST_GREETING]):
            if _DEAR.match(line):
                return at
        return None

    def opening(self, after: int) -> str:
        """Return the lines after a position up to the findings, as one line of plain characters."""
        kept, length = [], 0
        for line in self.plain[after : after + _OPENING_LINES]:
            if _FINDINGS.match(without_marks(line)) or length > _LONGEST_OPENING:
                break
            kept.append(line)
            length += len(line)
        return " ".join(kept)

    def value_after(self, label: re.Pattern[str], longest: int = 400) -> str:
        """Return what follows a label, with the two lines after it; "" where the label is missing."""
        for at, line in enumerate(self.plain):
            found = label.search(line) if len(line) <= longest else None
            if found:
                return " ".join((line[found.end() :], *self.plain[at + 1 : at + 3])).strip()
        return ""


def head_of(lines: Sequence[str]) -> Head:
    """Return the head of a document whose paragraphs (or lines) these are, in reading order."""
    first = _kept(lines[: 4 * _MOST_LINES])[:_MOST_LINES]
    last = _kept(lines[-4 * _TAIL_LINES :])[-_TAIL_LINES:]
    return Head(tuple(first), tuple(map(plain, last)), tuple(map(plain, first)))


def _kept(lines: Sequence[str]) -> list[str]:
    cut = (line[:_LONGEST_LINE].strip() for line in lines)
    return [line for line in cut if line]

"""Find the ASCII letters of a query by a byte search: faster than a pattern that ignores case."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ofsted_tui.reading.find import ALIKE, LONGEST_GAP

_LOOK_ALIKES = {"i": "İı", "s": "ſ", "k": "\N{KELVIN SIGN}"}
"""The characters beyond ASCII that a pattern which ignores case takes for one of ASCII."""
_LOST = "?"
"""What every character beyond ASCII is folded to."""
_NOT_PLAIN = frozenset("".join(ALIKE) + _LOST)
_WORDS = 4
"""The letters are taken from the first words: those may not be far from where the hit begins."""
_SHORTEST = 3
"""Fewer letters are nearly everywhere: to look for them first would only cost time."""


@dataclass(frozen=True, slots=True)
class PlainLetters:
    """A run of letters that every hit of a query holds, to be found in a folded text.

    Folding keeps the length: every character becomes one byte, so that places in both are the same.
    """

    letters: bytes
    reach: int
    """A hit has its letters within so many characters from its start."""
    is_whole: bool
    """Whether the query is these letters and nothing else: then where they are, there is a hit."""
    look_alikes: str
    may_overlap: bool
    """Whether one place of the letters may begin within another."""

    def fold(self, text: str) -> bytes | None:
        """Fold a text; None where it holds characters that only look like those of the letters."""
        if not text.isascii() and any(character in text for character in self.look_alikes):
            return None
        return text.encode("ascii", "replace").lower()

    def count(self, folded: bytes) -> tuple[int, int]:
        """Count the places of the letters that don't overlap; return also where the next one may begin."""
        if not self.may_overlap:
            return folded.count(self.letters), 0
        between = folded.split(self.letters)
        return len(between) - 1, len(folded) - len(between[-1]) if len(between) > 1 else 0


def plain_letters(words: Sequence[str]) -> PlainLetters | None:
    """Choose the letters to look for first among the words of a query; None where all are too few."""
    before = 0
    best: tuple[str, int] = ("", 0)
    for word in words[:_WORDS]:
        run = max(_runs(word), key=len, default="")
        before += len(word)
        best = max(best, (run, before), key=lambda one: len(one[0]))
        before += LONGEST_GAP
    run, reach = best
    is_whole = len(words) == 1 and len(run) == len(words[0])
    if not run or (len(run) < _SHORTEST and not is_whole):
        return None
    alike = "".join(_LOOK_ALIKES.get(letter, "") for letter in sorted(set(run)))
    overlaps = any(run.startswith(run[at:]) for at in range(1, len(run)))
    return PlainLetters(run.encode("ascii"), reach, is_whole, alike, overlaps)


def _runs(word: str) -> list[str]:
    grouped = groupby(word, key=lambda letter: letter.isascii() and letter not in _NOT_PLAIN)
    return ["".join(letters).lower() for is_plain, letters in grouped if is_plain]

"""Texts of any size, made of the paragraphs of the sample report."""

import random
import re
from functools import cache
from itertools import count
from pathlib import Path

from ofsted_tui.resources import seeds_folder

_NUMBER = re.compile(r"(?m)^\d{1,3}\.\s")
_LAST_NUMBER = 53
"""Of the sample's paragraphs."""


@cache
def sample() -> str:
    """Return the sample report: 34 KB."""
    return next(seeds_folder().glob("001*.txt")).read_text(encoding="utf-8")


def text_of(size: int, seed: int = 1) -> str:
    """Return a text of about `size` characters: the sample, then its paragraphs in another order each time.

    The numbers of the paragraphs go on, as those of one long report would.
    """
    parts = [sample()]
    length, numbers = len(parts[0]), count(_LAST_NUMBER + 1)
    paragraphs = [one for one in re.split(r"\n\s*\n", sample()) if len(one) > 200]
    chance = random.Random(seed)
    while length < size:
        for paragraph in chance.sample(paragraphs, len(paragraphs)):
            words = _NUMBER.sub(lambda _: f"{next(numbers)}. ", paragraph)
            parts.append(words)
            length += len(words) + 2
            if length >= size:
                break
    return "\n\n".join(parts)[: max(size, len(parts[0]))]


def write_text(folder: Path, size: int) -> Path:
    """Write such a text to a file and return its path."""
    path = folder / f"report-{size}.txt"
    path.write_text(text_of(size), encoding="utf-8")
    return path

"""Where a passage begins and ends around its words: punctuation, and parts of words."""

import re
from dataclasses import dataclass

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.placement.words import Tokens

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ`´", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—―−\ufffe\x02", "-"),
        **dict.fromkeys("•◼▪■●◦\uf06e\uf0b7\uf0a7", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        "…": "...",
    }
)


_BREAK = re.compile(r"[\n\f]")


@dataclass(frozen=True, slots=True)
class Boundaries:
    """A passage drawn around words, and whether that is sure."""

    passage: Passage
    is_sure: bool


def boundaries_around(
    former: Tokens, passage: Passage, span: range, later: Tokens, place: range
) -> Boundaries:
    """Draw the passage of `later` around its words `place` as `passage` is drawn around its words `span`."""
    first, last = span[0], span[-1]
    start, is_start_sure = _start(former, passage.start, first, later, place[0])
    end, is_end_sure = _end(former, passage.end, last, later, place[-1])
    drawn = Passage(start, max(end, start + 1))
    return Boundaries(drawn, is_start_sure and is_end_sure and start < end)


def _start(former: Tokens, offset: int, first: int, later: Tokens, word: int) -> tuple[int, bool]:
    begins = later.starts[word]
    if offset > former.starts[first]:
        is_alike = _is_alike(former, first, later, word)
        return begins + (offset - former.starts[first]) * is_alike, is_alike
    before = former.text[offset : former.starts[first]]
    if later.text.endswith(before, 0, begins):
        return begins - len(before), True
    for sign in reversed(before.translate(_SAME)):
        if sign.isspace():
            continue
        while begins and (later.text[begins - 1].isspace() or not later.text[begins - 1].translate(_SAME)):
            begins -= 1
        if not begins or later.text[begins - 1].translate(_SAME)[-1:] != sign:
            return later.starts[word], False
        begins -= 1
    return begins, True


def _end(former: Tokens, offset: int, last: int, later: Tokens, word: int) -> tuple[int, bool]:
    ends = later.ends[word]
    if offset < former.ends[last]:
        is_alike = _is_alike(former, last, later, word)
        return ends - (former.ends[last] - offset) * is_alike, is_alike
    after = former.text[former.ends[last] : offset]
    if later.text.startswith(after, ends):
        return ends + len(after), True
    for sign in after.translate(_SAME):
        if sign.isspace():
            continue
        while ends < len(later.text) and (
            later.text[ends].isspace() or not later.text[ends].translate(_SAME)
        ):
            ends += 1
        if ends == len(later.text) or later.text[ends].translate(_SAME)[:1] != sign:
            return later.ends[word], False
        ends += 1
    return ends, True


def _is_alike(former: Tokens, one: int, later: Tokens, other: int) -> bool:
    """Tell whether two words are equally long, so that a part of one is the same part of the other."""
    return former.ends[one] - former.starts[one] == later.ends[other] - later.starts[other]


def signs_between(words: Tokens, span: range) -> list[str]:
    """Return what stands between the words of a span, without white space and furniture, set one way."""
    return [_signs(words.text[words.ends[index] : words.starts[index + 1]]) for index in span[:-1]]


def _signs(between: str) -> str:
    """Return the punctuation of a gap; lines with words in it are furniture."""
    lines = (line for line in _BREAK.split(between) if not any(letter.isalnum() for letter in line))
    return "".join("".join(lines).translate(_SAME).split())

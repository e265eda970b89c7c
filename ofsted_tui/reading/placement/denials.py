"""Negations right before and after a passage."""

from ofsted_tui.reading.placement.words import Tokens

_NEGATIONS = frozenset(("not", "no", "never", "nor", "neither", "none", "without", "cannot"))
_NEAR = 8
"""Words on either side of a passage that are looked at, up to the end of the clause."""
_STOPS = frozenset(".;:!?\n")


def negations_beside(words: Tokens, span: range) -> tuple[int, int]:
    """Count the negations right before and right after the words of a span, within the same clause."""
    before = range(span.start - 1, max(-1, span.start - 1 - _NEAR), -1)
    after = range(span.stop, min(len(words), span.stop + _NEAR))
    return _count(words, before, 0), _count(words, after, -1)


def _count(words: Tokens, indices: range, gap: int) -> int:
    """Count the negations, going away from a span; `gap` leads from a word's index to the gap before it."""
    found = 0
    for index in indices:
        if _ends_clause(words, index + gap):
            break
        found += words.keys[index] in _NEGATIONS or words.keys[index].endswith("n't")
    return found


def _ends_clause(words: Tokens, index: int) -> bool:
    """Tell whether a stop stands between a word and the next; a line's end is none, an empty line is."""
    if not 0 <= index < len(words) - 1:
        return False
    between = words.text[words.ends[index] : min(words.starts[index + 1], words.ends[index] + 80)]
    return any(sign in _STOPS for sign in between.replace("\n", " ", 1))

"""Graphemes: what a reader takes for one character, of however many code points."""

import unicodedata

_JOINER = "\u200d"
_LONGEST = 256
"""Beyond this many characters a grapheme is an attack, and may be split."""
_ALONE = (
    ("—", "―"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)


def stands_alone(character: str) -> bool:
    """Tell whether a character is a word by itself: writing without spaces, dashes set close to words."""
    return any(first <= character <= last for first, last in _ALONE)


def grapheme_start(text: str, offset: int) -> int:
    """Return the start of the grapheme (what a reader takes for one character) that holds `offset`."""
    floor = max(0, offset - _LONGEST)
    while offset > floor and offset < len(text) and _is_joined(text, offset):
        offset -= 1
    return offset


def grapheme_end(text: str, offset: int) -> int:
    """Return the end of the grapheme that starts at `offset`; the text's end beyond it."""
    ceiling = min(len(text), offset + _LONGEST)
    offset = min(offset + 1, len(text))
    while offset < ceiling and _is_joined(text, offset):
        offset += 1
    return offset


def _is_joined(text: str, offset: int) -> bool:
    """Tell whether the character at `offset` belongs to the grapheme of the one before it."""
    character, before = text[offset], text[offset - 1]
    if character < "\u0300" or before.isspace():
        return False
    if _extends(character):
        return True
    if before == _JOINER:
        return character >= "\u2190" and not stands_alone(character)
    return _is_regional(character) and _regionals_before(text, offset) % 2 == 1


def _extends(character: str) -> bool:
    if character == _JOINER or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    return unicodedata.category(character)[0] == "M" or "\U000e0020" <= character <= "\U000e007f"


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regionals_before(text: str, offset: int) -> int:
    start = offset
    while start > max(0, offset - _LONGEST) and _is_regional(text[start - 1]):
        start -= 1
    return offset - start

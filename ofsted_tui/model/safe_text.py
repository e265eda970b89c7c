"""Text as it may be shown: the one sanitiser, and numbers of things in words."""

import re

_NEWLINE_AND_TAB = {9: " ", 10: " "}
_STAND_INS: dict[int, str] = {code: chr(0x2400 + code) for code in range(32)}
_STAND_INS[127] = "\u2421"
_STAND_INS |= dict.fromkeys(range(128, 160), "�")
_STAND_INS |= {0x2028: "\u2424", 0x2029: "\u2424"}
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_STAND_INS |= dict.fromkeys((*_BIDI, *range(65529, 65532)), "�")
_INVISIBLE = (0x00AD, 0x180E, 0x200B, *range(0x2060, 0x2066), *range(0x206A, 0x2070), 0xFEFF)
_LAYOUT = (*range(0x13430, 0x13440), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B))
_STAND_INS |= dict.fromkeys((*_INVISIBLE, *_LAYOUT), "·")
_STAND_INS |= dict.fromkeys(range(917504, 917632), "�")
_STAND_INS |= dict.fromkeys(range(55296, 57344), "�")

_ROW = dict(_STAND_INS)
_ROW.pop(9)
_ROW.pop(10)
_LINE = _STAND_INS | _NEWLINE_AND_TAB
_WHITE_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """Return the text with a stand-in for each unsafe character; tabs and newlines stay; same length."""
    return text if text.isprintable() else text.translate(_ROW)


def visible_line(text: str) -> str:
    """Return the text for one line: as `visible`, with a space for each tab and newline; same length."""
    return text if text.isprintable() else text.translate(_LINE)


def visible_summary(text: str) -> str:
    """Return the text for one line with each run of white space as one space; offsets change."""
    return _WHITE_SPACE.sub(" ", visible_line(text)).strip()


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, as "1 annotation" or "2,345 annotations".

    `many` is the plural; left out, it is the singular with an s.
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"

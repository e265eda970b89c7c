"""Text in the cells of a spreadsheet, kept from being run as a formula, and read back unchanged."""

import re

_RISKY = frozenset("=+-@\t\r\n＝＋－＠'")
"""First characters that a spreadsheet acts on; the quote is one, so that reading back is unambiguous."""
_MUST_BE_QUOTED = re.compile('[",\r\n]').search
"""What a cell may not hold bare (RFC 4180, rule 6)."""


def escaped(text: str) -> str:
    """Return the text for a cell, with one `'` in front where a spreadsheet would act on it."""
    return f"'{text}" if text[:1] in _RISKY else text


def unescaped(cell: str) -> str:
    """Return the text that `escaped` made the cell of."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RISKY else cell


def quoted(cell: str) -> str:
    """Return the cell as it stands in a CSV: in quotes where it has to be (as the csv module has it)."""
    return '"' + cell.replace('"', '""') + '"' if _MUST_BE_QUOTED(cell) else cell


def written(text: str) -> str:
    """Return the text as it stands in a CSV, escaped and quoted."""
    if text[:1] in _RISKY:
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if _MUST_BE_QUOTED(text) else text

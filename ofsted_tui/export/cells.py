"""Text in the cells of a spreadsheet, kept from being run as a formula, and read back unchanged."""

_RISKY = frozenset("=+-@\t\r\n＝＋－＠'")
"""First characters that a spreadsheet acts on; the quote is one, so that reading back is unambiguous."""


def escaped(text: str) -> str:
    """Return the text for a cell, with one `'` in front where a spreadsheet would act on it."""
    return f"'{text}" if text[:1] in _RISKY else text


def unescaped(cell: str) -> str:
    """Return the text that `escaped` made the cell of."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RISKY else cell

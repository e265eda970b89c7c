"""What stands on the screen of a terminal, from the bytes that a program wrote to it."""

import re

_TOKEN = re.compile(
    r"\x1b\[(?P<values>[0-?]*)[ -/]*(?P<final>[@-~])"  # a control sequence
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\)"  # a string for the terminal, such as its title
    r"|\x1b[ -/]*[0-~]|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+",
    re.DOTALL,
)
_PART = re.compile(rb"\x1b[^@-Z\\^-~]*$|\x1b\[[0-?]*$|\x1b\][^\x07\x1b]*$")
"""What may go on with the next bytes."""


class Screen:
    """A grid of characters; it knows the few sequences that Textual draws with."""

    def __init__(self, rows: int, columns: int) -> None:
        """Begin with an empty screen."""
        self._rows, self._columns = rows, columns
        self._row = self._column = 0
        self._rest = b""
        self._clear()

    def _clear(self) -> None:
        self._lines = [[" "] * self._columns for _ in range(self._rows)]

    def feed(self, written: bytes) -> None:
        """Draw what was written; a sequence or character cut short waits for its end."""
        written = self._rest + written
        part = _PART.search(written)
        end = part.start() if part else len(written)
        while end and end > len(written) - 4 and _is_cut_short(written[:end]):
            end -= 1
        self._rest = written[end:]
        for token in _TOKEN.finditer(written[:end].decode(errors="replace")):
            self._take(token)

    def _take(self, token: re.Match[str]) -> None:
        text, final = token[0], token["final"]
        if final == "H":
            row, _, column = token["values"].partition(";")
            self._row, self._column = int(row or 1) - 1, int(column or 1) - 1
        elif final == "J" or text == "\x1bc" or (final == "h" and token["values"] == "?1049"):
            self._clear()
        elif text == "\n":
            self._line_feed()
        elif text == "\r":
            self._column = 0
        elif text >= " " and text[0] != "\x7f":
            self._write(text)

    def _line_feed(self) -> None:
        self._row += 1
        if self._row >= self._rows:
            self._lines = [*self._lines[1:], [" "] * self._columns]
            self._row = self._rows - 1

    def _write(self, text: str) -> None:
        for character in text:
            if self._column >= self._columns:
                self._column = 0
                self._line_feed()
            if self._row < self._rows:
                self._lines[self._row][self._column] = character
            self._column += 1

    @property
    def lines(self) -> list[str]:
        """The rows, with no space at their ends."""
        return ["".join(line).rstrip() for line in self._lines]

    @property
    def text(self) -> str:
        """All that stands there, a row a line."""
        return "\n".join(self.lines)

    @property
    def words(self) -> str:
        """All that stands there with single spaces and no frames, so that wrapped text can be found."""
        return " ".join(re.sub(r"[─-╿▀-▟]", " ", self.text).split())


def _is_cut_short(written: bytes) -> bool:
    """Tell whether the last character lacks bytes of its UTF-8."""
    for back in range(1, min(4, len(written)) + 1):
        byte = written[-back]
        if byte & 0xC0 == 0xC0:
            return back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4)
        if byte < 0x80:
            return False
    return False

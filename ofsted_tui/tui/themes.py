"""Themes for long reading, and the colours of the judgement areas in them."""

from rich.style import Style
from textual.color import Color
from textual.theme import Theme

DEFAULT = "reading-dark"

THEMES = (
    Theme(
        name="reading-dark",
        primary="#7aa2c8",
        secondary="#5c7a99",
        accent="#d9b36c",
        warning="#d9b36c",
        error="#d98080",
        success="#8fbf8f",
        foreground="#d3d0c8",
        background="#1d2024",
        surface="#23272c",
        panel="#2b3036",
        dark=True,
    ),
    Theme(
        name="reading-light",
        primary="#2f6690",
        secondary="#5b7f9c",
        accent="#8a5a00",
        warning="#8a5a00",
        error="#a32020",
        success="#2e6b3a",
        foreground="#26241f",
        background="#f6f3ea",
        surface="#efebdf",
        panel="#e4dfd0",
        dark=False,
    ),
    Theme(
        name="high-contrast-dark",
        primary="#4fc3ff",
        secondary="#ffffff",
        accent="#ffd700",
        warning="#ffd700",
        error="#ff6b6b",
        success="#5cff5c",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1c1c1c",
        dark=True,
    ),
    Theme(
        name="high-contrast-light",
        primary="#00439c",
        secondary="#000000",
        accent="#7a0099",
        warning="#7a4100",
        error="#b00000",
        success="#005c00",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#e6e6e6",
        dark=False,
    ),
)

BY_NAME = {theme.name: theme for theme in THEMES}

DEEPEST = 3
"""How many annotations over each other can be told from fewer."""
Look = tuple[int, int, bool, bool]
"""The areas over a character, how deep they lie, whether it is in the passage, whether in a hit."""
_TINT = 0.24
_DEEPER = 0.10


class Palette:
    """Styles for one theme, each made once. Areas are numbered by digit; a mask has bit `digit`."""

    def __init__(
        self, base: Style, background: Color, accent: Color, colours: dict[int, str], plain: bool
    ) -> None:
        """Take the pane's own style; `plain` (NO_COLOR) adds signs that need no colour."""
        self.base = base
        self.background = background
        self._accent = accent
        self._colours = {digit: Color.parse(colour) for digit, colour in colours.items()}
        self._plain = plain
        self._styles: dict[Look, Style] = {}
        self._letters: dict[int, Style] = {}
        self._dark = background.brightness < 0.5
        self.faint = base + Style(color=self._ink(background.get_contrast_text(1.0), 0.45).rich_color)
        self.strong = base + Style(bold=True)
        self.marker = base + Style(color=accent.rich_color, bold=True)
        self.label = base + Style(color=accent.rich_color, bold=True, reverse=plain)

    def _ink(self, colour: Color, share: float) -> Color:
        return self.background.blend(colour, share)

    def text(self, mask: int, depth: int, in_passage: bool, hit: bool) -> Style:
        """Return the style of text under the areas of `mask`, `depth` annotations deep."""
        key = (mask, min(depth, DEEPEST), in_passage, hit)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._made(*key)
        return style

    def _made(self, mask: int, depth: int, in_passage: bool, hit: bool) -> Style:
        ground = self.background
        colours = [colour for digit, colour in self._colours.items() if mask >> digit & 1]
        if colours and not self._plain:
            mixed = colours[0]
            for number, colour in enumerate(colours[1:], 2):
                mixed = mixed.blend(colour, 1 / number)
            ground = ground.blend(mixed, _TINT + _DEEPER * (depth - 1))
        if in_passage and not self._plain:
            ground = ground.blend(self._accent, 0.30)
        style = self.base + Style(bgcolor=ground.rich_color)
        if hit:
            style += Style(color=self.background.rich_color, bgcolor=self._accent.rich_color)
        return style + self._signs(depth, in_passage)

    def _signs(self, depth: int, in_passage: bool) -> Style:
        """Return what says the same without colour: overlaps are underlined, always."""
        if not self._plain:
            return Style(underline=True) if depth > 1 else Style()
        return Style(underline=depth > 0, bold=depth > 1, reverse=in_passage)

    def letter(self, digit: int) -> Style:
        """Return the style of an area's letter in the gutter and in lists."""
        style = self._letters.get(digit)
        if style is None:
            colour = self._colours.get(digit, self._accent)
            ink = colour.lighten(0.1) if self._dark else colour.darken(0.28)
            style = self._letters[digit] = self.base + Style(color=ink.rich_color, bold=True)
        return style

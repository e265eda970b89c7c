"""Themes for long reading, beside those of Textual: calm dark, paper, and high contrast."""

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

"""Where the user's own keys are."""

import os
from pathlib import Path

import platformdirs


def keymap_path() -> Path:
    """Return the file: keys.toml in OFSTED_TUI_CONFIG, else in the platform's folder for settings."""
    folder = os.environ.get("OFSTED_TUI_CONFIG")
    return (
        Path(folder) if folder else platformdirs.user_config_path("ofsted-tui", appauthor=False)
    ) / "keys.toml"

"""The name that new sessions are kept under."""

import getpass
import os

_FALLBACK = "Reviewer"


def default_reviewer() -> str:
    """Return the name in OFSTED_TUI_REVIEWER, else the user's name on this computer, else "Reviewer"."""
    name = os.environ.get("OFSTED_TUI_REVIEWER") or _user_name()
    # A name may hold bytes that are no UTF-8, which no database keeps.
    return name.encode("utf-8", "replace").decode().strip() or _FALLBACK


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return _FALLBACK

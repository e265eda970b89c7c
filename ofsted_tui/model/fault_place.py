"""A fault of the program in words that hold nothing of any document."""

import traceback
from pathlib import Path

from ofsted_tui.model.safe_text import visible_line


def kind_and_place(error: BaseException) -> str:
    """Return what a fault is and where, as "KeyError in review.py, line 3": what it says may be of a text."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return visible_line(type(error).__name__) + place

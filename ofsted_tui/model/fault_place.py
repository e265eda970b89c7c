"""Faults of the program, described without any text of a document."""

import traceback
from pathlib import Path

from ofsted_tui.model.safe_text import visible_line


def kind_and_place(error: BaseException) -> str:
    """Return kind and place of a fault, as "KeyError in review.py, line 3", without its message."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return visible_line(type(error).__name__) + place

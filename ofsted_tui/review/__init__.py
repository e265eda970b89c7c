"""The verbs over one session: what a key can do, a script can do with `Review`, with no terminal."""

from ofsted_tui.review.change import Change
from ofsted_tui.review.review import Review

__all__ = ["Change", "Review"]

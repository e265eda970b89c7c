"""What a widget says of its keys."""

from textual.widget import Widget


def acts_at_once(widget: Widget | None) -> bool:
    """Tell whether a widget says that bindings do all that its keys do just now.

    The app runs them, and nothing of what they do comes later. Most widgets do not say so.
    """
    return bool(getattr(widget, "acts_at_once", False))

"""Every verb in the command palette, with its key."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

if TYPE_CHECKING:
    from ofsted_tui.tui.app import WorkbenchApp

_DIGITS = 5
"""No edition has more areas; the keys beyond say so, and need no command."""


@runtime_checkable
class HasVerbs(Protocol):
    """A screen that says which bindings are its verbs, whatever has the focus."""

    def verbs(self) -> Sequence[tuple[Sequence[BindingType], DOMNode]]:
        """Return groups of bindings, each with the widget that does what they say."""


def verb_commands(app: "WorkbenchApp", screen: Screen[object]) -> Iterator[SystemCommand]:
    """Yield a command for each verb of the screen below the palette."""
    for group, node in screen.verbs() if isinstance(screen, HasVerbs) else ():
        for binding in group:
            if isinstance(binding, Binding) and not _is_empty(binding):
                key = app.get_key_display(app.with_users_key(binding))
                run = partial(_run, app, binding.action, node)
                yield SystemCommand(f"{binding.description} ({key})", f"Key: {key}", run)


def _is_empty(binding: Binding) -> bool:
    name, _, digit = (binding.id or "").partition(".")
    return name == "tag" and int(digit) > _DIGITS


def _run(app: "WorkbenchApp", action: str, node: DOMNode) -> None:
    app.call_later(app.run_action, action, node)
